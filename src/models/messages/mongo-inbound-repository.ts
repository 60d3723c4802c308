import { setTimeout as delay } from 'node:timers/promises';
import type { InboundRepository } from './inbound-repository';
import type { Connection } from 'mongoose';

interface Row {
  _id: string;
  doneAt: Date | null;
  /** Whoever renews it is the one that works; older means that its process died on the way. */
  claimedAt: Date;
  createdAt: Date;
}

const abandonedAfterMs = 8_000;
const pollEveryMs = 100;
const forgetAfterSeconds = 7 * 24 * 60 * 60;

const collectionOf = (connection: Connection) => connection.collection<Row>('inboundmessages');

export async function ensureInboundIndexes(connection: Connection): Promise<void> {
  await collectionOf(connection).createIndex({ createdAt: 1 }, { expireAfterSeconds: forgetAfterSeconds });
}

/** Incoming SMS in MongoDB: provider ids only, forgotten after a week. */
export function createInboundRepository(connection: Connection): InboundRepository {
  const rows = collectionOf(connection);

  /** True for exactly one asker: the first, or the first after an abandoned attempt. */
  const claim = async (id: string): Promise<boolean> => {
    const now = new Date();
    const fresh = await rows.updateOne(
      { _id: id },
      { $setOnInsert: { doneAt: null, claimedAt: now, createdAt: now } },
      { upsert: true },
    );
    if (fresh.upsertedCount === 1) return true;
    const abandoned = { $lt: new Date(now.getTime() - abandonedAfterMs) };
    const taken = await rows.updateOne(
      { _id: id, doneAt: null, claimedAt: abandoned },
      { $set: { claimedAt: now } },
    );
    return taken.modifiedCount === 1;
  };

  const work = async (id: string, handle: () => Promise<void>): Promise<void> => {
    try {
      await handle();
      await rows.updateOne({ _id: id }, { $set: { doneAt: new Date() } });
    } catch (error) {
      await rows.deleteOne({ _id: id, doneAt: null });
      throw error;
    }
  };

  return {
    async handleOnce(id, handle) {
      const until = Date.now() + abandonedAfterMs + 2_000;
      do {
        const row = await rows.findOne({ _id: id });
        if (row && row.doneAt !== null) return false;
        if (await claim(id)) {
          await work(id, handle);
          return true;
        }
        await delay(pollEveryMs);
      } while (Date.now() < until);
      throw new Error('an earlier webhook of the same message is still being answered');
    },
  };
}
