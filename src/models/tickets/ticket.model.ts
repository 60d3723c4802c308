import type { Connection } from 'mongoose';
import type { MessageIntent } from '../../domain/message';
import { DomainError } from '../../domain/refusal';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import { boardPipeline, toBoardCounts } from './ticket-board';
import type { BoardRow } from './ticket-board';
import { allOf, cursorOf, listQuery, newestFirst, openStatuses, sortOf } from './ticket-query';
import type { Query } from './ticket-query';
import { DuplicateTicket } from './ticket-repository';
import type { StoredTicket, TicketRepository } from './ticket-repository';
import {
  addressKeyOf,
  phoneIndexOf,
  sealDetails,
  toStateRow,
  toStoredTicket,
  toTicketRow,
  toTimelineRow,
} from './ticket-row';
import type { TicketRow, TimelineRow } from './ticket-row';
import { ticketModelOf } from './ticket-schema';
import { wallboardPipeline, type WallboardRow } from './wallboard';

/** Intents kept for rebuilding a lost queue; older ones have long been sent or given up. */
const OUTBOX_KEPT = 200;

/** The field whose uniqueness an insert hurt; null for any other fault. */
function duplicatedField(error: unknown): 'id' | 'code' | null {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
  if (code !== 11_000) return null;
  return keyPattern && '_id' in keyPattern ? 'id' : 'code';
}

/** Values as they are: what citizens write may begin with a `$`. */
const literals = (values: object): Record<string, object> =>
  Object.fromEntries(
    Object.entries(values).map(([name, $literal]: [string, unknown]) => [name, { $literal }]),
  );

/**
 * The story with these entries at its end. Temporal has a task done again when news reaches a workflow as it ends, after
 * its row was written; what is then told under the same numbers takes the place of the first telling.
 */
function toldAgain(timeline: readonly TimelineRow[]): object | string {
  const [first] = timeline;
  if (!first) return '$timeline';
  const before = { $filter: { input: '$timeline', as: 'entry', cond: { $lt: ['$$entry.seq', first.seq] } } };
  return { $concatArrays: [before, { $literal: timeline }] };
}

/** The outbox with these intents at its end, each once. */
function notYetIn(intents: readonly MessageIntent[]): object | string {
  if (intents.length === 0) return '$outbox';
  const isNew = { $not: { $in: ['$$intent.key', '$outbox.key'] } };
  const added = { $filter: { input: { $literal: intents }, as: 'intent', cond: isNew } };
  return { $concatArrays: ['$outbox', added] };
}

/** Tickets in MongoDB; run `ensureTicketIndexes` on the database first. */
export function createTicketRepository(connection: Connection, crypto: FieldCrypto): TicketRepository {
  const rows = ticketModelOf(connection);

  const toStored = (row: TicketRow): Promise<StoredTicket> =>
    crypto.reading(() => toStoredTicket(row, crypto));
  const toStoredAll = (found: readonly TicketRow[]): Promise<StoredTicket[]> =>
    Promise.all(found.map(toStored));
  const findOne = async (query: Query): Promise<StoredTicket | null> => {
    const row = await rows.findOne(query).lean<TicketRow>();
    return row && toStored(row);
  };
  const newest = (query: Query, limit: number): Promise<TicketRow[]> =>
    rows.find(query).sort(newestFirst).limit(limit).lean<TicketRow[]>();

  return {
    async insert(ticket) {
      const row = toTicketRow(ticket, new Date(), crypto);
      try {
        await rows.create([row]);
      } catch (error) {
        const field = duplicatedField(error);
        throw field === null ? error : new DuplicateTicket(field);
      }
      return toStored(row);
    },

    find: (id) => findOne({ _id: id }),
    findByCode: (code) => findOne({ code }),

    async list(area, filter, page) {
      const { order = 'newest' } = page;
      const found = await rows
        .find(listQuery(area, filter, { ...page, order }, crypto))
        .sort(sortOf[order])
        .limit(page.limit + 1)
        .lean<TicketRow[]>();
      const shown = found.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        items: await toStoredAll(shown),
        nextCursor: last && found.length > shown.length ? cursorOf(last, order) : null,
      };
    },

    isInArea: async (id, area) => (await rows.exists(allOf({ _id: id }, area))) !== null,

    async project({ state, entries, intents }) {
      const timeline = entries.map((entry) => toTimelineRow(entry, state.ticketId, crypto));
      const { redFlags, ...row } = toStateRow(state, crypto);
      const change = await rows.updateOne(
        { _id: state.ticketId, 'state.revision': { $lt: state.revision } },
        [
          {
            $set: {
              ...literals({ ...row, updatedAt: new Date() }),
              redFlags: redFlags ?? '$$REMOVE',
              timeline: toldAgain(timeline),
              outbox: { $slice: [notYetIn(intents), -OUTBOX_KEPT] },
            },
          },
        ],
        { updatePipeline: true },
      );
      if (change.matchedCount === 0 && !(await rows.exists({ _id: state.ticketId }))) {
        throw new DomainError('ticket-not-found', 'there is no such ticket to write to');
      }
    },

    async saveAnswers(id, answers) {
      const ticket = await findOne({ _id: id });
      if (!ticket) return;
      const { details } = ticket.intake;
      const merged = { ...details, answers: { ...details.answers, ...answers } };
      await rows.updateOne({ _id: id }, { $set: { 'intake.details': sealDetails(id, merged, crypto) } });
    },

    async listOpen(afterId, limit) {
      const found = await rows
        .find({ _id: { $gt: afterId }, 'state.status': { $in: openStatuses } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<TicketRow[]>();
      return toStoredAll(found);
    },

    async listUnstarted(olderThan, limit) {
      const found = await rows
        .find({ 'state.revision': 0, createdAt: { $lt: olderThan } })
        .sort({ createdAt: 1 })
        .limit(limit)
        .lean<TicketRow[]>();
      return toStoredAll(found);
    },

    async listOpenOfTeam(teamId) {
      const owns = { $elemMatch: { teamId, endedAt: { $exists: false } } };
      const isAsked = { $elemMatch: { status: 'open', 'teams.teamId': teamId } };
      // Each branch names a field that an index begins with.
      const ofTeam = [
        { 'state.assignments.teamId': teamId, 'state.assignments': owns },
        { 'state.offeredTeamIds': teamId, 'state.ladder.steps': isAsked },
      ];
      const found = await rows
        .find({ 'state.status': { $in: openStatuses }, $or: ofTeam }, { state: 1 })
        .sort({ 'state.receivedAt': 1 })
        .limit(500)
        .lean<Pick<TicketRow, 'state'>[]>();
      return found.map(({ state }) => state);
    },

    async listOpenOfPerson(userId) {
      const inHand = { $elemMatch: { userId, teamId: null, endedAt: { $exists: false } } };
      const found = await rows
        .find({ 'state.status': { $in: openStatuses }, 'state.assignments': inHand })
        .sort({ 'state.receivedAt': 1 })
        .limit(500)
        .lean<TicketRow[]>();
      return toStoredAll(found);
    },

    async listIntents({ since, olderThan }) {
      const found = await rows
        .find({ updatedAt: { $gte: since } }, { outbox: 1 })
        .lean<Pick<TicketRow, '_id' | 'outbox'>[]>();
      return found.flatMap(({ _id, outbox }) =>
        outbox
          .filter(({ at }) => at >= since.toISOString() && at < olderThan.toISOString())
          .map((intent) => ({ ticketId: _id, intent })),
      );
    },

    async listByPhone(phone, area, limit) {
      const ofPhone = { 'intake.caller.phoneIndex': phoneIndexOf(crypto, phone) };
      return toStoredAll(await newest(allOf(area, ofPhone), limit));
    },

    async listLookalikes(intake, unitCode, since, limit) {
      const { phone } = intake.caller;
      const { address } = intake.location;
      const addressKey = address === undefined ? null : addressKeyOf(crypto, address);
      const open = { 'state.status': { $in: openStatuses } };
      const samePerson: Query[] = [
        ...(phone === undefined ? [] : [{ 'intake.caller.phoneIndex': phoneIndexOf(crypto, phone) }]),
        ...(addressKey === null ? [] : [{ 'intake.location.addressKey': addressKey }]),
      ];
      const mostOfLimit = Math.ceil(limit * 0.6);
      const strong = samePerson.length === 0 ? [] : await newest({ ...open, $or: samePerson }, mostOfLimit);
      // Asked apart: in a surge the many of one place would push the caller's own earlier report off the list, and
      // a volunteer's many open tickets would push off the neighbour's.
      const samePlace = {
        ...open,
        _id: { $nin: strong.map(({ _id }) => _id) },
        'state.unitPath.code': unitCode,
        'state.receivedAt': { $gte: since.toISOString() },
      };
      const left = limit - strong.length;
      return toStoredAll([...strong, ...(left > 0 ? await newest(samePlace, left) : [])]);
    },

    async board(area) {
      const [row] = await rows.aggregate<BoardRow>(boardPipeline(area, new Date()));
      if (!row) throw new Error('a board is always answered');
      return toBoardCounts(row, await toStoredAll(row.oldest.map(({ ticket }) => ticket)));
    },

    async wallboard(unitCode, now) {
      const [row] = await rows.aggregate<WallboardRow>(wallboardPipeline(unitCode, now));
      if (!row) throw new Error('a wallboard is always answered');
      const due = await toStoredAll(row.next.map(({ ticket }) => ticket));
      const next = row.next.flatMap((one, index) => {
        const ticket = due[index];
        return ticket ? [{ ...one, ticket }] : [];
      });
      return { ...row, next };
    },
  };
}
