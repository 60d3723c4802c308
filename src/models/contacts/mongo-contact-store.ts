import type { Connection } from 'mongoose';
import type { CitizenContact } from '../../domain/facts';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { ContactStore, UntoldContact } from './contact-store';

interface Row extends Omit<CitizenContact, 'contactId'> {
  readonly _id: string;
  readonly ticketId: string;
  readonly told: boolean;
  readonly createdAt: Date;
}

const COLLECTION = 'citizencontacts';
const forgetAfterSeconds = 7 * 24 * 60 * 60;

const collectionOf = (connection: Connection) => connection.collection<Row>(COLLECTION);

export async function ensureContactIndexes(connection: Connection): Promise<void> {
  const rows = collectionOf(connection);
  await rows.createIndex(
    { createdAt: 1 },
    { name: 'told', expireAfterSeconds: forgetAfterSeconds, partialFilterExpression: { told: true } },
  );
  await rows.createIndex({ told: 1, createdAt: 1 }, { name: 'untold' });
}

/** Contacts in MongoDB, the citizen's words encrypted; run `ensureContactIndexes` first. */
export function createContactStore(connection: Connection, crypto: FieldCrypto): ContactStore {
  const rows = collectionOf(connection);
  const contextOf = (id: string): string => `${COLLECTION}/${id}/text`;
  const open = ({ _id, ticketId, told: _told, createdAt: _at, ...row }: Row): Promise<UntoldContact> =>
    crypto.reading(() => {
      const { text, ...facts } = row;
      const words = text === undefined ? {} : { text: crypto.decrypt(text, contextOf(_id)) };
      return { ticketId, contact: { contactId: _id, ...facts, ...words } };
    });
  return {
    async add(ticketId, { contactId, text, ...facts }) {
      const sealed = text === undefined ? {} : { text: crypto.encrypt(text, contextOf(contactId)) };
      await rows.updateOne(
        { _id: contactId },
        { $setOnInsert: { ticketId, ...facts, ...sealed, told: false, createdAt: new Date() } },
        { upsert: true, writeConcern: { w: 'majority', j: true } },
      );
    },
    listUntold: async (writtenBefore, limit) =>
      Promise.all(
        (
          await rows
            .find({ told: false, createdAt: { $lt: writtenBefore } })
            .sort({ createdAt: 1 })
            .limit(limit)
            .toArray()
        ).map(open),
      ),
    async markTold(contactId) {
      await rows.updateOne({ _id: contactId }, { $set: { told: true }, $unset: { text: 1 } });
    },
  };
}
