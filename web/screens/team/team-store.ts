import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { WaitingAction } from './waiting-action';

interface TeamSchema extends DBSchema {
  outbox: { key: number; value: WaitingAction };
}

let opened: Promise<IDBPDatabase<TeamSchema>> | undefined;
const database = (): Promise<IDBPDatabase<TeamSchema>> =>
  (opened ??= openDB<TeamSchema>('truc-team', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
    },
  }));

/** The phone's own memory of the team's work: what waits to be sent. */
export const teamStore = {
  add: async (action: Omit<WaitingAction, 'seq'>): Promise<void> => {
    // The database adds the number.
    await (await database()).add('outbox', action as WaitingAction);
  },
  waiting: async (userId: string): Promise<WaitingAction[]> => {
    const all = await (await database()).getAll('outbox');
    return all.filter((action) => action.userId === userId);
  },
  isWaiting: async (seq: number): Promise<boolean> =>
    (await (await database()).getKey('outbox', seq)) !== undefined,
  put: async (action: WaitingAction): Promise<void> => {
    await (await database()).put('outbox', action);
  },
  remove: async (seq: number): Promise<void> => {
    await (await database()).delete('outbox', seq);
  },
};
