import type { TicketSummary } from '../../api/operations.gen';
import { useKeptFilter } from '../../parts/kept-filter';

export interface QueueFilter {
  readonly unit: string | null;
  readonly category: string | null;
  readonly priority: readonly TicketSummary['priority'][];
  readonly sla: TicketSummary['sla'] | null;
}
export const noFilter: QueueFilter = { unit: null, category: null, priority: [], sla: null };

/** What the dispatcher looks at; still there when they come back from a ticket. */
export const useQueueFilter = () => useKeptFilter<QueueFilter>('truc.queue', noFilter);
