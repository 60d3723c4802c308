import { useKeptFilter } from '../../parts/kept-filter';
export interface OrderFilter {
  readonly box: 'all' | 'mine' | 'received';
  readonly late: boolean;
  readonly unit: string | null;
}
export const noFilter: OrderFilter = { box: 'all', late: false, unit: null };

/** What is looked at; still there after a look at one order. */
export const useOrderFilter = () => useKeptFilter<OrderFilter>('truc.orders', noFilter);
