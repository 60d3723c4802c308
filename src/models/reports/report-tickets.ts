import type { Connection } from 'mongoose';
import type { ReportPeriod } from '../../domain/report-period';
import type { ReportTicket } from '../../domain/report-ticket';
import { allOf, openStatuses } from '../tickets/ticket-query';
import { TICKET_COLLECTION } from '../tickets/ticket-row';

const moments = ['resolved', 'closed', 'cancelled', 'linked', 'reopened', 'unlinked'];

const entries = (condition: object, into: object): object => ({
  $map: { input: { $filter: { input: '$timeline', cond: condition } }, in: into },
});

/** What a report looks at of a ticket; a stored one is many times larger. */
const factsOfTicket = {
  ...{ _id: 0, ticketId: '$_id', code: 1, category: '$state.category', field: '$state.field' },
  ...{ channel: '$state.channel', priority: '$state.priority', status: '$state.status' },
  ...{ path: '$state.unitPath', intakeUnit: '$state.intakeUnit', receivedAt: '$state.receivedAt' },
  assignments: {
    $map: {
      input: '$state.assignments',
      in: {
        ...{ teamId: '$$this.teamId', userId: '$$this.userId', unitCode: '$$this.unitCode' },
        ...{ tier: '$$this.tier', claimedAt: '$$this.claimedAt', endedAt: '$$this.endedAt' },
        endReason: '$$this.endReason',
      },
    },
  },
  moments: entries({ $in: ['$$this.type', moments] }, { type: '$$this.type', at: '$$this.at' }),
  steps: entries(
    {
      $or: [
        { $eq: ['$$this.type', 'stepOpened'] },
        // A step whose every team has declined had somebody on duty.
        {
          $and: [{ $eq: ['$$this.type', 'stepSkipped'] }, { $eq: ['$$this.data.because', 'nobodyOnDuty'] }],
        },
      ],
    },
    {
      ...{ type: '$$this.type', at: '$$this.at', tier: '$$this.tier' },
      ...{ unitCode: '$$this.data.unitCode', teamIds: { $ifNull: ['$$this.data.teamIds', []] } },
    },
  ),
  clocks: {
    $map: {
      input: { $filter: { input: '$state.clocks', cond: { $ne: ['$$this.name', 'resolveTotal'] } } },
      in: {
        ...{ name: '$$this.name', tier: '$$this.tier', state: '$$this.state' },
        ...{ startedAt: '$$this.startedAt', dueAt: '$$this.dueAt' },
        ...{ metAt: '$$this.metAt', breachedAt: '$$this.breachedAt' },
        cancelledAt: {
          $cond: [{ $eq: ['$$this.state', 'cancelled'] }, { $last: '$$this.events.at' }, '$$REMOVE'],
        },
      },
    },
  },
};

/**
 * Every ticket of an area that may belong to the period: what has changed since it began (a ticket that was received,
 * ended, or came late in it has), and what is still open. Two branches, each with an index that begins with the unit.
 */
const reportTicketPipeline = (
  unitCode: string,
  { since, until }: Pick<ReportPeriod, 'since' | 'until'>,
): object[] => {
  const here = { 'state.unitPath.code': unitCode };
  const known = { 'state.receivedAt': { $lt: until } };
  return [
    {
      $match: {
        $or: [
          allOf(here, { updatedAt: { $gte: new Date(since) } }, known),
          allOf(here, { 'state.status': { $in: openStatuses } }, known),
        ],
      },
    },
    { $project: factsOfTicket },
  ];
};

/** Reads them one by one. */
export async function* reportTickets(
  connection: Connection,
  unitCode: string,
  span: Pick<ReportPeriod, 'since' | 'until'>,
): AsyncGenerator<ReportTicket> {
  const cursor = connection
    .collection(TICKET_COLLECTION)
    .aggregate<ReportTicket>(reportTicketPipeline(unitCode, span), { batchSize: 2_000 });
  for await (const ticket of cursor) yield ticket;
}
