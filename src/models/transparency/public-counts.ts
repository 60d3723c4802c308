import type { Connection } from 'mongoose';
import type { ReportingPeriod } from '../../domain/reporting-period';

/** Exact counts of one period; what of them may be shown is decided by `src/domain/small-numbers.ts`. */
export interface PublicCounts {
  readonly total: number;
  readonly byCategory: readonly { readonly code: string; readonly count: number }[];
  /** By the unit below the province; its own code where the place is not known better. */
  readonly byDistrict: readonly { readonly code: string; readonly count: number }[];
  readonly clocks: readonly { readonly name: string; readonly inTime: number; readonly late: number }[];
  /** From receipt, in milliseconds. */
  readonly times: readonly {
    readonly until: 'claimed' | 'resolved';
    readonly count: number;
    readonly medianMs: number;
  }[];
}

export type CountPeriod = (unitCode: string, period: ReportingPeriod) => Promise<PublicCounts>;

const byCode = (code: unknown): object[] => [
  { $group: { _id: code, count: { $sum: 1 } } },
  { $sort: { count: -1, _id: 1 } },
  { $project: { _id: 0, code: '$_id', count: 1 } },
];
const unitAt = (depth: number): object => ({ $arrayElemAt: ['$state.unitPath.code', depth] });
const medianOf = (until: string, at: unknown): object[] => [
  { $set: { at } },
  { $match: { at: { $type: 'string' } } },
  { $project: { ms: { $subtract: [{ $toDate: '$at' }, { $toDate: '$state.receivedAt' }] } } },
  { $sort: { ms: 1 } },
  { $group: { _id: null, count: { $sum: 1 }, all: { $push: '$ms' } } },
  {
    $project: {
      ...{ _id: 0, until, count: 1 },
      medianMs: { $arrayElemAt: ['$all', { $floor: { $divide: [{ $subtract: ['$count', 1] }, 2] } }] },
    },
  },
];

/** Counts a period of a unit's tickets by when they were received. */
export function createPublicCounts(connection: Connection): CountPeriod {
  return async (unitCode, { since, until }) => {
    const [found] = await connection
      .collection('tickets')
      .aggregate<{
        readonly total: readonly { readonly count: number }[];
        readonly byCategory: PublicCounts['byCategory'];
        readonly byDistrict: PublicCounts['byDistrict'];
        readonly clocks: PublicCounts['clocks'];
        readonly claimed: PublicCounts['times'];
        readonly resolved: PublicCounts['times'];
      }>([
        {
          $match: {
            'state.unitPath.code': unitCode,
            'state.receivedAt': { $gte: since.toISOString(), $lt: until.toISOString() },
          },
        },
        {
          $facet: {
            total: [{ $count: 'count' }],
            byCategory: byCode('$state.category'),
            byDistrict: byCode({ $ifNull: [unitAt(1), unitAt(0)] }),
            clocks: [
              { $unwind: '$state.clocks' },
              { $replaceWith: '$state.clocks' },
              {
                $match: {
                  name: { $in: ['firstResponse', 'resolve'] },
                  $or: [{ state: 'met' }, { breachedAt: { $type: 'string' } }],
                },
              },
              {
                $group: {
                  _id: '$name',
                  late: { $sum: { $cond: [{ $eq: [{ $type: '$breachedAt' }, 'string'] }, 1, 0] } },
                  all: { $sum: 1 },
                },
              },
              { $sort: { _id: 1 } },
              { $project: { _id: 0, name: '$_id', late: 1, inTime: { $subtract: ['$all', '$late'] } } },
            ],
            claimed: medianOf('claimed', { $arrayElemAt: ['$state.assignments.claimedAt', 0] }),
            resolved: medianOf('resolved', '$state.resolution.at'),
          },
        },
      ])
      .toArray();
    if (!found) throw new Error('a facet always answers');
    const { total, byCategory, byDistrict, clocks, claimed, resolved } = found;
    return {
      ...{ byCategory, byDistrict, clocks },
      total: total[0]?.count ?? 0,
      times: [...claimed, ...resolved],
    };
  };
}
