import type { Connection } from 'mongoose';

/** The calls of one hour. */
export interface CallHour {
  readonly from: string;
  readonly received: number;
  readonly answered: number;
}

export interface MeasuredLoad {
  /** Whole hours back from the moment asked about, oldest first. */
  readonly hours: readonly CallHour[];
  /** Of the calls that were answered in the last three hours and are over; null without any. */
  readonly handlingMs: number | null;
  readonly handledCalls: number;
  /** Everybody who has held a call or a call-back in the last half hour. */
  readonly agents: number;
}

/** What the last hours' calls of a unit say about the next. */
export type MeasureLoad = (unitCode: string, at: Date) => Promise<MeasuredLoad>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const hoursShown = 6;
const handlingHours = 3;
const workingWithinMs = 30 * minuteMs;
/** A call that somebody forgot to finish says nothing about how long calls take. */
const longestHandlingMs = 30 * minuteMs;

export function createCallLoad(connection: Connection): MeasureLoad {
  const calls = connection.collection('calls');
  const callBacks = connection.collection('callBacks');
  return async (unitCode, at) => {
    const ago = (ms: number): string => new Date(at.getTime() - ms).toISOString();
    const area = { 'state.unitPath.code': unitCode };
    const began = { $toDate: '$state.startedAt' };
    const hour = { $floor: { $divide: [{ $subtract: [at, began] }, hourMs] } };
    const over = { $ifNull: ['$state.finishedAt', '$state.endedAt'] };
    const handling = { $subtract: [{ $toDate: over }, { $toDate: '$state.answeredAt' }] };
    const isAnswered = { $cond: [{ $ne: ['$state.answeredAt', null] }, 1, 0] };
    const recently = { $gte: ago(workingWithinMs) };
    const [byHour, [handled], callers, backCallers] = await Promise.all([
      calls
        .aggregate<{ readonly _id: number; readonly received: number; readonly answered: number }>([
          {
            $match: {
              ...area,
              'state.startedAt': { $gt: ago(hoursShown * hourMs), $lte: at.toISOString() },
              // Turned away, so nobody's work.
              'state.outcome': { $ne: 'blocked' },
            },
          },
          { $group: { _id: hour, received: { $sum: 1 }, answered: { $sum: isAnswered } } },
        ])
        .toArray(),
      calls
        .aggregate<{ readonly count: number; readonly meanMs: number }>([
          {
            $match: {
              ...area,
              'state.answeredAt': { $gte: ago(handlingHours * hourMs), $lte: at.toISOString() },
            },
          },
          { $set: { over } },
          { $match: { over: { $type: 'string' } } },
          {
            $group: {
              _id: null,
              count: { $sum: 1 },
              meanMs: { $avg: { $min: [handling, longestHandlingMs] } },
            },
          },
        ])
        .toArray(),
      calls.distinct('state.claim.userId', { ...area, 'state.claim.seenAt': recently }),
      callBacks.distinct('state.claim.userId', { ...area, 'state.claim.at': recently }),
    ]);
    const hours = Array.from({ length: hoursShown }, (_, index) => {
      const back = hoursShown - 1 - index;
      const found = byHour.find(({ _id }) => _id === back);
      return {
        from: ago((back + 1) * hourMs),
        received: found?.received ?? 0,
        answered: found?.answered ?? 0,
      };
    });
    return {
      hours,
      handlingMs: handled ? Math.round(handled.meanMs) : null,
      handledCalls: handled?.count ?? 0,
      agents: new Set<unknown>([...(callers as unknown[]), ...(backCallers as unknown[])]).size,
    };
  };
}
