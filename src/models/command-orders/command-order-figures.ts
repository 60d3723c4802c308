import type { PipelineStage } from 'mongoose';
import type { CommandOrderFigures } from './command-order-repository';

const clock = (name: string): string => `$state.addressees.${name}`;
const count = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
const isSet = (path: string): object => ({ $ne: [path, null] });
const both = (...conditions: object[]) => ({ $and: conditions });

const acknowledged = isSet('$state.addressees.acknowledged');
const reported = both(isSet('$state.addressees.result'), {
  $ne: ['$state.addressees.result.state', 'returned'],
});
const wasLate = (name: string): object => isSet(`${clock(name)}.lateAt`);

/** One row: what became of the addressees of one area, of the orders of a span. Withdrawn ones count for nobody. */
export const commandOrderPipeline = (unitCode: string, since: Date, until: Date): PipelineStage[] => [
  {
    $match: {
      'state.issuedAt': { $gte: since.toISOString(), $lt: until.toISOString() },
      'state.status': { $ne: 'withdrawn' },
      $or: [{ 'state.aboveCodes': unitCode }, { 'state.addressedCodes': unitCode }],
    },
  },
  { $project: { state: 1 } },
  { $unwind: '$state.addressees' },
  { $match: { 'state.addressees.path': unitCode } },
  {
    $facet: {
      total: [
        {
          $group: {
            _id: null,
            orders: { $addToSet: '$_id' },
            addressees: { $sum: 1 },
            nobody: count(both(isSet('$state.addressees.nobodySince'), { $not: [acknowledged] })),
            acknowledged: count(acknowledged),
            acknowledgedInTime: count(both(acknowledged, { $not: [wasLate('acknowledgeClock')] })),
            reported: count(reported),
            reportedInTime: count(both(reported, { $not: [wasLate('resultClock')] })),
            done: count(both(reported, { $eq: ['$state.addressees.result.outcome', 'done'] })),
            waits: {
              $push: {
                $cond: [
                  acknowledged,
                  {
                    $subtract: [
                      { $toDate: '$state.addressees.acknowledged.at' },
                      { $toDate: '$state.issuedAt' },
                    ],
                  },
                  '$$REMOVE',
                ],
              },
            },
          },
        },
        {
          $project: {
            ...{ _id: 0, addressees: 1, nobody: 1, acknowledged: 1, acknowledgedInTime: 1 },
            ...{ reported: 1, reportedInTime: 1, done: 1, given: { $size: '$orders' } },
            medianAcknowledgeMs: {
              $cond: [
                { $eq: [{ $size: '$waits' }, 0] },
                null,
                {
                  $arrayElemAt: [
                    { $sortArray: { input: '$waits', sortBy: 1 } },
                    { $floor: { $divide: [{ $size: '$waits' }, 2] } },
                  ],
                },
              ],
            },
          },
        },
      ],
      lateUnits: [
        {
          $match: {
            $or: [
              { 'state.addressees.acknowledgeClock.lateAt': { $ne: null } },
              { 'state.addressees.resultClock.lateAt': { $ne: null } },
            ],
          },
        },
        {
          $group: {
            _id: '$state.addressees.unit.code',
            acknowledge: count(wasLate('acknowledgeClock')),
            result: count(wasLate('resultClock')),
          },
        },
        { $set: { all: { $add: ['$acknowledge', '$result'] } } },
        { $sort: { all: -1, _id: 1 } },
        { $project: { _id: 0, unitCode: '$_id', acknowledge: 1, result: 1 } },
      ],
    },
  },
];

export interface FiguresRow {
  readonly total: readonly Omit<CommandOrderFigures, 'lateUnits'>[];
  readonly lateUnits: CommandOrderFigures['lateUnits'];
}

const none: Omit<CommandOrderFigures, 'lateUnits'> = {
  ...{ given: 0, addressees: 0, nobody: 0, acknowledged: 0, acknowledgedInTime: 0 },
  ...{ reported: 0, reportedInTime: 0, done: 0, medianAcknowledgeMs: null },
};

export const toFigures = (row: FiguresRow | undefined): CommandOrderFigures => ({
  ...(row?.total[0] ?? none),
  lateUnits: row?.lateUnits ?? [],
});
