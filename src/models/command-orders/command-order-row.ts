import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import type { CommandOrderState, OrderEntry } from '../../domain/command-order';
import type { MessageIntent } from '../../domain/message';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type { NewCommandOrder, OrderWords, StoredCommandOrder } from './command-order-repository';

const COLLECTION = 'commandOrders';

/** People's own words lie in `words`, encrypted; the rest of `data` is codes and times. */
interface EntryRow extends OrderEntry {
  readonly words?: string;
}

export interface CommandOrderRow {
  readonly _id: string;
  readonly code: string;
  /** Encrypted: what a chairman says of a place may name people. */
  readonly text: string;
  readonly means: OrderWords['means'];
  readonly documentNumber: string | null;
  readonly documentDate: string | null;
  readonly state: CommandOrderState;
  readonly timeline: readonly EntryRow[];
  readonly outbox: readonly MessageIntent[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const text = { type: String, required: true } as const;
const orNull = { type: String, default: null } as const;
const schema = new Schema<CommandOrderRow>(
  {
    ...{ _id: text, code: text, text, means: text, documentNumber: orNull, documentDate: orNull },
    state: { type: Schema.Types.Mixed, required: true },
    timeline: [Schema.Types.Mixed],
    outbox: [Schema.Types.Mixed],
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  {
    writeConcern: { w: 'majority', j: true },
    ...{ strict: 'throw', strictQuery: false, minimize: false, versionKey: false },
    ...{ autoIndex: false, autoCreate: false, collection: COLLECTION },
  },
);
const newestFirst = { 'state.issuedAt': -1, _id: -1 } as const;
schema.index({ code: 1 }, { name: 'code', unique: true });
schema.index({ 'state.issuer.unit.code': 1, ...newestFirst }, { name: 'issuer' });
schema.index({ 'state.addressedCodes': 1, ...newestFirst }, { name: 'addressed' });
schema.index({ 'state.aboveCodes': 1, ...newestFirst }, { name: 'above' });
schema.index({ 'state.status': 1, ...newestFirst }, { name: 'status' });
schema.index({ createdAt: 1 }, { name: 'unstarted', partialFilterExpression: { 'state.revision': 0 } });
schema.index({ 'state.tickets.ticketId': 1 }, { name: 'ticket', sparse: true });
schema.index({ updatedAt: 1 }, { name: 'updatedAt' });

export const commandOrderModelOf = (connection: Connection): Model<CommandOrderRow> =>
  (connection.models.CommandOrder as Model<CommandOrderRow> | undefined) ??
  connection.model<CommandOrderRow>('CommandOrder', schema);

/** A start-up step, before the first request: without the unique code two orders could share one. */
export async function ensureCommandOrderIndexes(connection: Connection): Promise<void> {
  await commandOrderModelOf(connection).createIndexes();
}

const contextOf = (id: string, path: string): string => `${COLLECTION}/${id}/${path}`;
/** `seq` has no gaps, so it is also the place in the array: what the rotation command derives the context from. */
const wordsPathOf = (seq: number): string => `timeline.${String(seq - 1)}.words`;

export function toEntryRow(entry: OrderEntry, id: string, crypto: FieldCrypto): EntryRow {
  const { text: said, ...data } = entry.data;
  if (typeof said !== 'string') return entry;
  return { ...entry, data, words: crypto.encrypt(said, contextOf(id, wordsPathOf(entry.seq))) };
}

function toEntry(row: EntryRow, id: string, crypto: FieldCrypto): OrderEntry {
  const { words, ...entry } = row;
  if (words === undefined) return entry;
  return {
    ...entry,
    data: { ...entry.data, text: crypto.decrypt(words, contextOf(id, wordsPathOf(row.seq))) },
  };
}

export function toCommandOrderRow(
  { words, state, timeline }: NewCommandOrder,
  createdAt: Date,
  crypto: FieldCrypto,
): CommandOrderRow {
  const id = state.orderId;
  return {
    ...{ _id: id, code: state.code, ...words, state, outbox: [], createdAt, updatedAt: createdAt },
    text: crypto.encrypt(words.text, contextOf(id, 'text')),
    timeline: timeline.map((entry) => toEntryRow(entry, id, crypto)),
  };
}

/** Throws `UnknownFieldKey` when a key is not loaded yet: call it through `crypto.reading`. */
export function toStoredOrder(row: Omit<CommandOrderRow, 'outbox'>, crypto: FieldCrypto): StoredCommandOrder {
  const { _id: id, code, means, documentNumber, documentDate, state, createdAt, updatedAt } = row;
  return {
    ...{ id, code, state, createdAt, updatedAt },
    words: { text: crypto.decrypt(row.text, contextOf(id, 'text')), means, documentNumber, documentDate },
    timeline: row.timeline.map((entry) => toEntry(entry, id, crypto)),
  };
}
