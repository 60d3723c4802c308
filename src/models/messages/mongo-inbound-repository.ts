import { setTimeout as delay } from 'node:timers/promises';
import type { InboundRepository, InboundTicket } from './inbound-repository';
import type { Connection } from 'mongoose';

interface Row {
  _id: string;
  ticketId: string | null;
  code: string | null;
  /** Whoever renews it is the one that creates; older means that its process died on the way. */
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

/** Incoming calls and SMS in MongoDB: provider ids and tickets only, forgotten after a week. */
export function createInboundRepository(connection: Connection): InboundRepository {
  const rows = collectionOf(connection);

  /** True for exactly one asker: the first, or the first after an abandoned attempt. */
  const claim = async (id: string): Promise<boolean> => {
    const now = new Date();
    const fresh = await rows.updateOne(
      { _id: id },
      { $setOnInsert: { ticketId: null, code: null, claimedAt: now, createdAt: now } },
      { upsert: true },
    );
    if (fresh.upsertedCount === 1) return true;
    const abandoned = { $lt: new Date(now.getTime() - abandonedAfterMs) };
    const taken = await rows.updateOne(
      { _id: id, code: null, claimedAt: abandoned },
      { $set: { claimedAt: now } },
    );
    return taken.modifiedCount === 1;
  };

  const createAs = async (id: string, create: () => Promise<InboundTicket>): Promise<InboundTicket> => {
    try {
      const { ticketId, code } = await create();
      await rows.updateOne({ _id: id }, { $set: { ticketId, code } });
      return { ticketId, code };
    } catch (error) {
      await rows.deleteOne({ _id: id, code: null });
      throw error;
    }
  };

  return {
    async ticketOnce(id, create) {
      const until = Date.now() + abandonedAfterMs + 2_000;
      do {
        const row = await rows.findOne({ _id: id });
        if (row && row.ticketId !== null && row.code !== null)
          return { ticketId: row.ticketId, code: row.code };
        if (await claim(id)) return createAs(id, create);
        await delay(pollEveryMs);
      } while (Date.now() < until);
      throw new Error('an earlier webhook of the same call is still being answered');
    },
  };
}
