import type { Connection } from 'mongoose';
import type { CallCounts, MessageRow } from '../../domain/report-counts';
import { messageCountsOf } from '../../domain/report-counts';
import { messagePurposes, purposeOf, type MessageTemplate } from '../../domain/message';
import type { UnitRef } from '../../domain/organisation';
import type { ReportPeriod } from '../../domain/report-period';

/** What came from one place in the period, or in the one before; the two may not touch. */
interface OfPlace {
  readonly path: readonly UnitRef[];
  readonly isBefore: boolean;
}
export type CallsOfPlace = OfPlace & Partial<CallCounts>;
export interface RatingsOfPlace extends OfPlace {
  readonly category: string;
  readonly score: number;
  readonly count: number;
}

const answerWithinMs = 15_000;
const when = (condition: object): object => ({ $sum: { $cond: [condition, 1, 0] } });

const inEither = (field: string, of: (at: string) => unknown, spans: readonly ReportPeriod[]): object => ({
  $or: spans.map(({ since, until }) => ({ [field]: { $gte: of(since), $lt: of(until) } })),
});
const asIs = (at: string): string => at;
const asDate = (at: string): Date => new Date(at);

/** Calls that began in one of the two periods, by the unit whose number was called. */
export async function callsOf(
  connection: Connection,
  unitCode: string,
  period: ReportPeriod,
  before: ReportPeriod,
): Promise<readonly CallsOfPlace[]> {
  const waitMs = {
    $subtract: [
      { $toDate: '$state.answeredAt' },
      { $toDate: { $ifNull: ['$state.waitingSince', '$state.startedAt'] } },
    ],
  };
  const isAnswered = { $ne: ['$state.answeredAt', null] };
  const isBlocked = { $eq: ['$state.outcome', 'blocked'] };
  const isAbandoned = {
    $and: [{ $eq: ['$state.status', 'ended'] }, { $eq: ['$state.answeredAt', null] }, { $not: [isBlocked] }],
  };
  return connection
    .collection('calls')
    .aggregate<CallsOfPlace>([
      {
        $match: {
          ...inEither('state.startedAt', asIs, [period, before]),
          'state.unitPath.code': unitCode,
        },
      },
      {
        $group: {
          _id: { path: '$state.unitPath', isBefore: { $lt: ['$state.startedAt', period.since] } },
          received: { $sum: 1 },
          answered: when(isAnswered),
          answeredWithin15s: when({ $and: [isAnswered, { $lte: [waitMs, answerWithinMs] }] }),
          abandoned: when(isAbandoned),
          blocked: when(isBlocked),
          voicemail: when({ $eq: ['$state.outcome', 'voicemail'] }),
          callBackAsked: when({ $eq: ['$state.outcome', 'callBackAsked'] }),
        },
      },
      { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
      { $unset: '_id' },
    ])
    .toArray();
}

/** Call-backs whose first call came in one of the two periods. */
export async function callBacksOf(
  connection: Connection,
  unitCode: string,
  period: ReportPeriod,
  before: ReportPeriod,
): Promise<readonly CallsOfPlace[]> {
  const isRescued = {
    $or: [
      { $in: ['reached', { $ifNull: ['$state.attempts.result', []] }] },
      { $eq: ['$state.result', 'reachedUs'] },
    ],
  };
  return connection
    .collection('callBacks')
    .aggregate<CallsOfPlace>([
      {
        $match: {
          ...inEither('state.firstCallAt', asIs, [period, before]),
          'state.unitPath.code': unitCode,
        },
      },
      {
        $group: {
          _id: { path: '$state.unitPath', isBefore: { $lt: ['$state.firstCallAt', period.since] } },
          callBacks: { $sum: 1 },
          rescued: when(isRescued),
          callBacksLate: when({ $ne: [{ $ifNull: ['$state.breachedAt', null] }, null] }),
        },
      },
      { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
      { $unset: '_id' },
    ])
    .toArray();
}

/** Ratings given in one of the two periods; of a rating only the codes of its place are kept, without tiers. */
export async function ratingsOf(
  connection: Connection,
  unitCode: string,
  period: ReportPeriod,
  before: ReportPeriod,
): Promise<readonly (Omit<RatingsOfPlace, 'path'> & { readonly codes: readonly string[] })[]> {
  return connection
    .collection('ratings')
    .aggregate<Omit<RatingsOfPlace, 'path'> & { codes: string[] }>([
      { $match: { unitCodes: unitCode, ...inEither('givenAt', asDate, [period, before]) } },
      {
        $group: {
          _id: {
            ...{ codes: '$unitCodes', category: '$category', score: '$score' },
            isBefore: { $lt: ['$givenAt', asDate(period.since)] },
          },
          count: { $sum: 1 },
        },
      },
      { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
      { $unset: '_id' },
    ])
    .toArray();
}

/** Messages written in the period, by what they were for. */
export async function messagesOf(
  connection: Connection,
  unitCode: string,
  { since, until }: ReportPeriod,
): Promise<readonly MessageRow[]> {
  const found = await connection
    .collection('messages')
    .aggregate<Omit<MessageRow, 'purpose'> & { template: MessageTemplate }>([
      { $match: { unitCodes: unitCode, createdAt: { $gte: asDate(since), $lt: asDate(until) } } },
      {
        $group: {
          _id: '$template',
          written: { $sum: 1 },
          sent: when({ $ne: [{ $ifNull: ['$providerId', null] }, null] }),
          delivered: when({ $in: ['$status', ['delivered', 'answered']] }),
          failed: when({ $in: ['$status', ['failed', 'undelivered']] }),
          parts: { $sum: { $ifNull: ['$segments', 0] } },
          costVnd: { $sum: { $ifNull: ['$costVnd', 0] } },
        },
      },
      { $set: { template: '$_id' } },
      { $unset: '_id' },
    ])
    .toArray();
  return messagePurposes.flatMap((purpose) => {
    const rows = found.filter(({ template }) => purposeOf(template) === purpose);
    return rows.length === 0 ? [] : [{ purpose, ...messageCountsOf(rows) }];
  });
}
