import { Schema } from 'mongoose';
import type { Connection, Model } from 'mongoose';
import { TICKET_COLLECTION } from './ticket-row';
import type { TicketRow } from './ticket-row';

const text = { type: String, required: true } as const;
const optionalText = { type: String } as const;
/** The workflow's own data, whose shape the compiler checks: stored as it comes. */
const plain = { type: Schema.Types.Mixed, required: true } as const;

const ticketSchema = new Schema<TicketRow>(
  {
    _id: text,
    code: text,
    createdBy: text,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    intake: new Schema(
      {
        category: text,
        channel: text,
        caller: {
          anonymous: { type: Boolean, required: true },
          name: optionalText,
          phone: optionalText,
          phoneIndex: optionalText,
          language: optionalText,
        },
        subject: optionalText,
        location: { unitCode: text, address: optionalText, addressKey: optionalText, point: optionalText },
        description: text,
        details: text,
      },
      { _id: false, strict: 'throw' },
    ),
    state: plain,
    redFlags: optionalText,
    holdingTiers: [String],
    nextBreachAt: optionalText,
    policy: plain,
    surge: { type: Schema.Types.Mixed },
    timeline: [Schema.Types.Mixed],
    outbox: [Schema.Types.Mixed],
  },
  {
    // Accepted means that a majority of the replica set has it in the journal.
    writeConcern: { w: 'majority', j: true },
    strict: 'throw',
    strictQuery: false,
    minimize: false,
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
  },
);

// Unstarted tickets are few and short-lived: only they are in that index.
const unstarted = { partialFilterExpression: { 'state.revision': 0 } };
const newestFirst = { 'state.receivedAt': -1, _id: -1 } as const;
const everyList = {
  all: {},
  unit: { 'state.unitPath.code': 1 },
  status: { 'state.status': 1 },
  category: { 'state.category': 1 },
  priority: { 'state.priority': 1 },
  sla: { 'state.sla': 1 },
  tier: { holdingTiers: 1 },
  offeredTeam: { 'state.offeredTeamIds': 1 },
  assignedTeam: { 'state.assignments.teamId': 1 },
  phone: { 'intake.caller.phoneIndex': 1 },
  address: { 'intake.location.addressKey': 1 },
} as const;
for (const [name, keys] of Object.entries(everyList))
  ticketSchema.index({ ...keys, ...newestFirst }, { name });
// By status too, so that a place with thousands of settled tickets costs no more than one with none.
ticketSchema.index({ 'state.unitPath.code': 1, 'state.status': 1, ...newestFirst }, { name: 'openOfUnit' });
// What was done today, of a unit that has done much before.
ticketSchema.index(
  { 'state.unitPath.code': 1, 'state.resolution.at': -1 },
  { name: 'doneOfUnit', partialFilterExpression: { 'state.resolution.at': { $exists: true } } },
);
// The queue of an area. Its statuses are asked beside it: what is open has a deadline, mostly.
ticketSchema.index({ 'state.unitPath.code': 1, nextBreachAt: 1, _id: 1 }, { name: 'nextBreach' });
ticketSchema.index({ code: 1 }, { name: 'code', unique: true });
ticketSchema.index({ createdAt: 1 }, { name: 'unstarted', ...unstarted });
// The message relay asks for what changed in the last minutes.
ticketSchema.index({ updatedAt: 1 }, { name: 'updatedAt' });

/** The one model of a connection, however often it is asked for. */
export const ticketModelOf = (connection: Connection): Model<TicketRow> =>
  (connection.models.Ticket as Model<TicketRow> | undefined) ??
  connection.model<TicketRow>('Ticket', ticketSchema, TICKET_COLLECTION);

/** A start-up step, before the first request: without the unique code two tickets could share one. */
export async function ensureTicketIndexes(connection: Connection): Promise<void> {
  await ticketModelOf(connection).createIndexes();
}
