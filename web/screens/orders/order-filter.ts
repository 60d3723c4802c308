import { useState } from 'react';

export interface OrderFilter {
  readonly box: 'all' | 'mine' | 'received';
  readonly late: boolean;
  readonly unit: string | null;
}
export const noFilter: OrderFilter = { box: 'all', late: false, unit: null };

const storageKey = 'truc.orders';

/** What is looked at; still there after a look at one order. */
export function useOrderFilter(): readonly [OrderFilter, (change: Partial<OrderFilter>) => void] {
  const [filter, setFilter] = useState<OrderFilter>(stored);
  return [
    filter,
    (change) => {
      const next = { ...filter, ...change };
      sessionStorage.setItem(storageKey, JSON.stringify(next));
      setFilter(next);
    },
  ];
}

function stored(): OrderFilter {
  try {
    return {
      ...noFilter,
      ...(JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<OrderFilter>),
    };
  } catch {
    return noFilter;
  }
}
