import type { Connection } from 'mongoose';
import type { BlockedNumber, Blocklist, OptOut, OptOuts } from './recipient-lists';

/** What these lists need of the field encryption. */
export interface RecipientCrypto {
  encrypt(plain: string, context: string): string;
  decrypt(cipher: string, context: string): string;
  blindIndex(value: string): string;
  reading<T>(read: () => T): Promise<T>;
}

type Stored<T extends { id: string }> = Omit<T, 'id'> & { readonly _id: string };

const optOutsOf = (connection: Connection) => connection.collection<Stored<OptOut>>('optouts');
const blockedOf = (connection: Connection) => connection.collection<Stored<BlockedNumber>>('blockednumbers');

/** Expired entries leave by themselves, and with them the number. */
export async function ensureRecipientIndexes(connection: Connection): Promise<void> {
  await blockedOf(connection).createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  await blockedOf(connection).createIndex({ createdAt: -1 });
  await optOutsOf(connection).createIndex({ createdAt: -1 });
}

/** A number as a key: equal for equal numbers, and nothing can be learnt from it. */
const idOf = (crypto: RecipientCrypto, phone: string): string => crypto.blindIndex(`recipient/${phone}`);

export function createOptOuts(connection: Connection, crypto: RecipientCrypto): OptOuts {
  const rows = optOutsOf(connection);
  const open = ({ _id, ...row }: Stored<OptOut>): Promise<OptOut> =>
    crypto.reading(() => ({ ...row, id: _id, phone: crypto.decrypt(row.phone, `optouts/${_id}/phone`) }));
  return {
    has: async (phone) =>
      (await rows.findOne({ _id: idOf(crypto, phone) }, { projection: { _id: 1 } })) !== null,
    async add({ phone, because, by }) {
      const _id = idOf(crypto, phone);
      const sealed = crypto.encrypt(phone, `optouts/${_id}/phone`);
      await rows.updateOne(
        { _id },
        { $setOnInsert: { phone: sealed, because, by, createdAt: new Date() } },
        { upsert: true },
      );
      const row = await rows.findOne({ _id });
      if (!row) throw new Error('the opt-out was removed while it was being written');
      return open(row);
    },
    remove: async (phone) => (await rows.deleteOne({ _id: idOf(crypto, phone) })).deletedCount === 1,
    removeById: async (id) => (await rows.deleteOne({ _id: id })).deletedCount === 1,
    list: async (limit) =>
      Promise.all((await rows.find().sort({ createdAt: -1 }).limit(limit).toArray()).map(open)),
  };
}

export function createBlocklist(connection: Connection, crypto: RecipientCrypto): Blocklist {
  const rows = blockedOf(connection);
  const open = ({ _id, ...row }: Stored<BlockedNumber>): Promise<BlockedNumber> =>
    crypto.reading(() => ({
      ...row,
      id: _id,
      phone: crypto.decrypt(row.phone, `blockednumbers/${_id}/phone`),
      reason: crypto.decrypt(row.reason, `blockednumbers/${_id}/reason`),
    }));
  const inForce = (phone: string) => ({ _id: idOf(crypto, phone), expiresAt: { $gt: new Date() } });
  return {
    isBlocked: async (phone, hint) =>
      hint !== 'emergency' && (await rows.findOne(inForce(phone), { projection: { _id: 1 } })) !== null,
    async find(phone, hint) {
      const row = hint === 'emergency' ? null : await rows.findOne(inForce(phone));
      return row && open(row);
    },
    async add({ phone, reason, by, expiresAt }) {
      const _id = idOf(crypto, phone);
      const row = {
        phone: crypto.encrypt(phone, `blockednumbers/${_id}/phone`),
        // Free text about a person is theirs as much as the number is.
        reason: crypto.encrypt(reason, `blockednumbers/${_id}/reason`),
        ...{ by, expiresAt, createdAt: new Date() },
      };
      await rows.replaceOne({ _id }, row, { upsert: true });
      return open({ _id, ...row });
    },
    removeById: async (id) => (await rows.deleteOne({ _id: id })).deletedCount === 1,
    list: async (limit) =>
      Promise.all(
        (
          await rows
            .find({ expiresAt: { $gt: new Date() } })
            .sort({ createdAt: -1 })
            .limit(limit)
            .toArray()
        ).map(open),
      ),
  };
}
