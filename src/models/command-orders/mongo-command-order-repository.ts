import type { Connection } from 'mongoose';
import { orderSubject } from '../../domain/command-order-notices';
import type { MessageIntent } from '../../domain/message';
import { DomainError } from '../../domain/refusal';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import { isDuplicateKey } from '../calls/decide-once';
import { allOf } from '../tickets/ticket-query';
import type { Query } from '../tickets/ticket-query';
import { commandOrderPipeline, toFigures } from './command-order-figures';
import type { FiguresRow } from './command-order-figures';
import type {
  CommandOrderFilter,
  CommandOrderRepository,
  StoredCommandOrder,
} from './command-order-repository';
import { commandOrderModelOf, toCommandOrderRow, toEntryRow, toStoredOrder } from './command-order-row';
import type { CommandOrderRow } from './command-order-row';

/** A province's worth of first messages, reminders and news; older ones have long been sent or given up. */
const OUTBOX_KEPT = 2_000;
const newestFirst = { 'state.issuedAt': -1, _id: -1 } as const;
const withoutOutbox = { outbox: 0 } as const;

/** Command orders in MongoDB; run `ensureCommandOrderIndexes` on the database first. */
export function createCommandOrderRepository(
  connection: Connection,
  crypto: FieldCrypto,
): CommandOrderRepository {
  const rows = commandOrderModelOf(connection);
  const all = (found: readonly CommandOrderRow[]): Promise<StoredCommandOrder[]> =>
    crypto.reading(() => found.map((row) => toStoredOrder(row, crypto)));
  const findOne = async (query: Query): Promise<StoredCommandOrder | null> => {
    const row = await rows.findOne(query, withoutOutbox).lean<CommandOrderRow>();
    return row && crypto.reading(() => toStoredOrder(row, crypto));
  };

  return {
    async insert(order) {
      try {
        await rows.create([toCommandOrderRow(order, new Date(), crypto)]);
        return 'stored';
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const { keyPattern } = error as { keyPattern?: Record<string, unknown> };
        return keyPattern && '_id' in keyPattern ? 'idTaken' : 'codeTaken';
      }
    },
    find: (id) => findOne({ _id: id }),
    findByCode: (code) => findOne({ code }),

    async list(area, filter, { limit, cursor }) {
      const found = await rows
        .find(allOf(area, filterQuery(filter), afterCursor(cursor)), withoutOutbox)
        .sort(newestFirst)
        .limit(limit + 1)
        .lean<CommandOrderRow[]>();
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: await all(shown),
        nextCursor: last && found.length > limit ? cursorOf(last) : null,
      };
    },

    async project({ state, entries, intents }) {
      const { orderId } = state;
      // Temporal has a task done again when news comes as a run ends, after its row was written. What is decided then
      // may be something else under the same revision and the same numbers, and takes the place of the first telling.
      const before = entries[0]?.seq ?? Number.MAX_SAFE_INTEGER;
      const written = entries.map((entry) => toEntryRow(entry, orderId, crypto));
      const change = await rows.updateOne(
        { _id: orderId, 'state.revision': { $lte: state.revision } },
        [
          {
            $set: {
              state: { $literal: state },
              updatedAt: new Date(),
              timeline: {
                $concatArrays: [
                  { $filter: { input: '$timeline', as: 'entry', cond: { $lt: ['$$entry.seq', before] } } },
                  { $literal: written },
                ],
              },
              outbox: { $slice: [{ $concatArrays: ['$outbox', newOf(intents)] }, -OUTBOX_KEPT] },
            },
          },
        ],
        { updatePipeline: true },
      );
      if (change.matchedCount === 0 && !(await rows.exists({ _id: orderId })))
        throw new DomainError('order-not-found', 'there is no such order to write to');
    },

    async listOpen(afterId, limit) {
      const found = await rows
        .find({ _id: { $gt: afterId }, 'state.status': 'open' }, withoutOutbox)
        .sort({ _id: 1 })
        .limit(limit)
        .lean<CommandOrderRow[]>();
      return all(found);
    },

    async listUnstarted(olderThan, limit) {
      const found = await rows
        .find({ 'state.revision': 0, createdAt: { $lt: olderThan } }, withoutOutbox)
        .sort({ createdAt: 1 })
        .limit(limit)
        .lean<CommandOrderRow[]>();
      return all(found);
    },

    async withIntents(id, key) {
      const outbox =
        key === undefined
          ? 1
          : { $filter: { input: '$outbox', as: 'intent', cond: { $eq: ['$$intent.key', key] } } };
      const row = await rows
        .findOne({ _id: id }, { state: 1, outbox: outbox as number })
        .lean<Pick<CommandOrderRow, 'state' | 'outbox'>>();
      return row && { state: row.state, outbox: row.outbox };
    },

    async listIntents({ since, olderThan }) {
      const found = await rows
        .find({ updatedAt: { $gte: since } }, { outbox: 1 })
        .lean<Pick<CommandOrderRow, '_id' | 'outbox'>[]>();
      return found.flatMap(({ _id, outbox }) =>
        outbox
          .filter(({ at }) => at >= since.toISOString() && at < olderThan.toISOString())
          .map((intent) => ({ ticketId: orderSubject(_id), intent })),
      );
    },

    async figures(unitCode, since, until) {
      const [row] = await rows.aggregate<FiguresRow>(commandOrderPipeline(unitCode, since, until));
      return toFigures(row);
    },

    async standing(unstartedAfterMs) {
      const sum = (name: string) => ({ $sum: `$state.counts.${name}` });
      const [[row], unstarted] = await Promise.all([
        rows.aggregate<Record<string, number>>([
          { $match: { 'state.status': 'open' } },
          {
            $group: {
              ...{ _id: null, open: { $sum: 1 }, addressees: sum('addressees'), nobody: sum('nobody') },
              ...{ acknowledged: sum('acknowledged'), lateToAcknowledge: sum('lateToAcknowledge') },
              lateWithResult: sum('lateWithResult'),
            },
          },
        ]),
        rows.countDocuments({
          'state.revision': 0,
          createdAt: { $lt: new Date(Date.now() - unstartedAfterMs) },
        }),
      ]);
      const {
        open = 0,
        addressees = 0,
        acknowledged = 0,
        nobody = 0,
        lateToAcknowledge = 0,
        lateWithResult = 0,
      } = row ?? {};
      const toAcknowledge = addressees - acknowledged;
      return { open, unstarted, toAcknowledge, lateToAcknowledge, lateWithResult, nobody };
    },
  };
}

/** These intents as they are, without those that are there. */
const newOf = (intents: readonly MessageIntent[]): object => ({
  $filter: {
    input: { $literal: intents },
    as: 'intent',
    cond: { $not: { $in: ['$$intent.key', '$outbox.key'] } },
  },
});

const filterQuery = (filter: CommandOrderFilter): Query => {
  const { status, unitCode, issuerCode, addressedCode, isLate, ticketId } = filter;
  return allOf(
    status ? { 'state.status': { $in: status } } : {},
    unitCode === undefined
      ? {}
      : { $or: [{ 'state.addressees.path': unitCode }, { 'state.issuer.path': unitCode }] },
    issuerCode === undefined ? {} : { 'state.issuer.unit.code': issuerCode },
    addressedCode === undefined ? {} : { 'state.addressedCodes': addressedCode },
    isLate === undefined ? {} : { 'state.counts.late': isLate ? { $gt: 0 } : 0 },
    ticketId === undefined ? {} : { 'state.tickets.ticketId': ticketId },
  );
};

const cursorOf = ({ _id, state }: CommandOrderRow): string =>
  Buffer.from(JSON.stringify([state.issuedAt, _id])).toString('base64url');

function afterCursor(cursor: string | undefined): Query {
  if (cursor === undefined) return {};
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    place = null;
  }
  const isPlace =
    Array.isArray(place) && place.length === 2 && place.every((part) => typeof part === 'string');
  if (!isPlace) {
    throw new DomainError('invalid-command', 'cursor must be the nextCursor of an earlier answer', {
      field: 'cursor',
    });
  }
  const [at = '', id = ''] = place as string[];
  return {
    'state.issuedAt': { $lte: at },
    $or: [{ 'state.issuedAt': { $lt: at } }, { _id: { $lt: id } }],
  };
}
