import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { useEffect, useState } from 'react';
import { onSignOut } from '../app/session';

interface KeptSchema extends DBSchema {
  queries: { key: string; value: { readonly data: unknown; readonly at: number } };
}

let opened: Promise<IDBPDatabase<KeptSchema>> | undefined;
const database = (): Promise<IDBPDatabase<KeptSchema>> =>
  (opened ??= openDB<KeptSchema>('truc-kept', 1, {
    upgrade(db) {
      db.createObjectStore('queries');
    },
  }));

/** Older than this, a ticket is somebody's address on a phone for no reason. */
const keepForMs = 24 * 60 * 60 * 1_000;

onSignOut(async () => {
  await (await database()).clear('queries');
});

/** Brings back what this device last read, then keeps what is read from now on. Returns how to stop. */
async function keepQueries(queries: QueryClient, names: readonly string[]): Promise<() => void> {
  const db = await database();
  for (
    let cursor = await db.transaction('queries').store.openCursor();
    cursor;
    cursor = await cursor.continue()
  ) {
    const key = JSON.parse(cursor.key) as readonly unknown[];
    const { data, at } = cursor.value;
    if (!names.includes(String(key[0])) || Date.now() - at > keepForMs) continue;
    if (queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt: at });
  }
  return queries.getQueryCache().subscribe(({ type, query: { queryKey, state } }) => {
    if (type !== 'updated' || state.status !== 'success') return;
    const [first] = queryKey as readonly unknown[];
    if (!names.includes(String(first))) return;
    void db.put('queries', { data: state.data, at: Date.now() }, JSON.stringify(queryKey));
  });
}

/**
 * Keeps what a screen needs without a network on this device for 24 hours, until its person signs out.
 *
 * @param names first words of the query keys to keep; the same array at every call
 * @returns whether what was kept before is back, so that the screen may be drawn
 */
export function useKeptQueries(names: readonly string[]): boolean {
  const queries = useQueryClient();
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    void keepQueries(queries, names)
      .then((stopKeeping) => {
        if (isGone) stopKeeping();
        else stop = stopKeeping;
      })
      // A browser in private mode remembers nothing, and works while there is a network.
      .catch(() => undefined)
      .finally(() => {
        setReady(true);
      });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [queries, names]);
  return isReady;
}
