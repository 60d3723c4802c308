import { useState } from 'react';
import type { TicketSummary } from '../../api/operations.gen';

export interface QueueFilter {
  readonly unit: string | null;
  readonly category: string | null;
  readonly priority: readonly TicketSummary['priority'][];
  readonly sla: TicketSummary['sla'] | null;
}
export const noFilter: QueueFilter = { unit: null, category: null, priority: [], sla: null };

const storageKey = 'truc.queue';

/** What the dispatcher looks at; still there when they come back from a ticket. */
export function useQueueFilter(): readonly [QueueFilter, (change: Partial<QueueFilter>) => void] {
  const [filter, setFilter] = useState<QueueFilter>(stored);
  return [
    filter,
    (change) => {
      const next = { ...filter, ...change };
      sessionStorage.setItem(storageKey, JSON.stringify(next));
      setFilter(next);
    },
  ];
}

function stored(): QueueFilter {
  try {
    return {
      ...noFilter,
      ...(JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<QueueFilter>),
    };
  } catch {
    return noFilter;
  }
}
