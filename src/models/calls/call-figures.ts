import type { Model } from 'mongoose';
import type { Query } from '../tickets/ticket-query';
import type { CallFigures } from './call-repository';
import type { CallRow } from './call-row';

/** NENA-STA-020.1-2020: 90 % of emergency calls answered within 15 s. */
const answerWithinMs = 15_000;

const count = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });

type Counts = Omit<CallFigures, 'medianWaitMs' | 'answeredWithin15sShare' | 'waitingNow' | 'longestWaitMs'>;

/** Counts the calls that began in the span; the median is the middle one of the sorted waits. */
export async function callFigures(
  rows: Model<CallRow>,
  unitCode: string | null,
  since: Date,
  until: Date,
): Promise<CallFigures> {
  const area: Query = unitCode === null ? {} : { 'state.unitPath.code': unitCode };
  const span: Query = { ...area, 'state.startedAt': { $gte: since.toISOString(), $lt: until.toISOString() } };
  const began = { $ifNull: ['$state.waitingSince', '$state.startedAt'] };
  const waitMs = {
    $subtract: [{ $toDate: '$state.answeredAt' }, { $toDate: began }],
  };
  const isAnswered = { $ne: ['$state.answeredAt', null] };
  const isBlocked = { $eq: ['$state.outcome', 'blocked'] };
  const isAbandoned = {
    $and: [{ $eq: ['$state.status', 'ended'] }, { $eq: ['$state.answeredAt', null] }, { $not: [isBlocked] }],
  };
  const counted = rows.aggregate<Counts>([
    { $match: span },
    {
      $group: {
        _id: null,
        received: { $sum: 1 },
        answered: count(isAnswered),
        answeredWithin15s: count({ $and: [isAnswered, { $lte: [waitMs, answerWithinMs] }] }),
        blocked: count(isBlocked),
        abandoned: count(isAbandoned),
        voicemail: count({ $eq: ['$state.outcome', 'voicemail'] }),
        callBackAsked: count({ $eq: ['$state.outcome', 'callBackAsked'] }),
        withoutNumber: count({ $and: [isAbandoned, { $eq: ['$phoneIndex', null] }] }),
      },
    },
    { $project: { _id: 0 } },
  ]);
  const isWaiting: Query = { ...area, 'state.status': 'waiting' };
  const [[figures], waitingNow, first] = await Promise.all([
    counted,
    rows.countDocuments(isWaiting),
    rows.findOne(isWaiting).sort({ 'state.waitingSince': 1 }).lean<CallRow>(),
  ]);
  const none = {
    ...{ received: 0, answered: 0, answeredWithin15s: 0, blocked: 0, abandoned: 0 },
    ...{ voicemail: 0, callBackAsked: 0, withoutNumber: 0 },
  };
  const answered = figures?.answered ?? 0;
  const [middle] =
    answered === 0
      ? []
      : await rows.aggregate<{ waitMs: number }>([
          { $match: { ...span, 'state.answeredAt': { $ne: null } } },
          { $project: { waitMs } },
          { $sort: { waitMs: 1 } },
          { $skip: Math.floor((answered - 1) / 2) },
          { $limit: 1 },
        ]);
  const over = answered + (figures?.abandoned ?? 0);
  const waitingSince = first?.state.waitingSince ?? null;
  return {
    ...(figures ?? none),
    answeredWithin15sShare: over === 0 ? null : (figures?.answeredWithin15s ?? 0) / over,
    medianWaitMs: middle?.waitMs ?? null,
    waitingNow,
    longestWaitMs: waitingSince === null ? null : Math.max(0, Date.now() - Date.parse(waitingSince)),
  };
}
