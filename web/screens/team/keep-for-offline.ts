import type { QueryClient } from '@tanstack/react-query';
import { onSignOut } from '../../app/session';
import { teamStore } from './team-store';

/** What a team needs without a network: its tickets, and what their codes are called. */
const keptQueries: readonly string[] = ['tickets', 'ticket', 'protocols', 'units'];
/** Older than this, a ticket is somebody's address on a phone for no reason. */
const keepForMs = 24 * 60 * 60 * 1_000;

onSignOut(() => teamStore.forgetKept());

/** Brings back what this phone last saw, then keeps what is read from now on. Returns how to stop. */
export async function keepForOffline(queries: QueryClient): Promise<() => void> {
  for (const { name, data, at } of await teamStore.allKept()) {
    const key = JSON.parse(name) as readonly unknown[];
    if (Date.now() - at > keepForMs) continue;
    if (queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt: at });
  }
  return queries.getQueryCache().subscribe(({ type, query: { queryKey, state } }) => {
    if (type !== 'updated' || state.status !== 'success') return;
    const [first] = queryKey as readonly unknown[];
    if (!keptQueries.includes(String(first))) return;
    void teamStore.keep(JSON.stringify(queryKey), state.data);
  });
}
