/** What became of the pages of one channel. */
export interface PageOutcome {
  readonly channel: 'sms' | 'voice';
  /** Planned, with those that were never sent. */
  readonly pages: number;
  /** A provider took them. */
  readonly sent: number;
  /** Claimed or declined by that very message: its link or its key. */
  readonly acknowledged: number;
  /** Calls that a machine picked up. */
  readonly machine: number;
  /** Calls that were picked up and ended without a key. */
  readonly noKey: number;
  /** Calls that nobody picked up, and SMS that did not arrive. */
  readonly noAnswer: number;
  /** Taken back, because somebody had the ticket or the step was over. */
  readonly withdrawn: number;
  /** Not sent: off duty, quiet hours, no usable number, a cap. */
  readonly skipped: number;
}

const overtaken = ['already-claimed', 'already-settled', 'team-declined', 'step-passed'];
const skipped = ['off-duty', 'quiet-hours', 'no-phone', 'not-a-mobile', 'recipient-inactive', 'capped'];

const when = (condition: object): object => ({ $sum: { $cond: [condition, 1, 0] } });
const isSet = (field: string): object => ({ $ne: [{ $ifNull: [field, null] }, null] });
const isOf = (reasons: readonly string[]): object => ({ $in: ['$errorCode', reasons] });

/** Pages written between the two times, for tickets of this unit's area. */
export const pageOutcomePipeline = (unitCode: string, since: Date, until: Date): object[] => [
  {
    $match: {
      unitCodes: unitCode,
      createdAt: { $gte: since, $lt: until },
      template: { $in: ['team.page', 'team.page.voice'] },
    },
  },
  {
    $group: {
      _id: '$channel',
      pages: { $sum: 1 },
      sent: when(isSet('$providerId')),
      acknowledged: when(isSet('$usedAt')),
      machine: when(isOf(['answering-machine'])),
      noKey: when(isOf(['no-key'])),
      noAnswer: when({
        $and: [
          { $eq: ['$status', 'undelivered'] },
          { $not: [isOf(['answering-machine', 'no-key'])] },
          { $not: [isSet('$withdrawnBecause')] },
        ],
      }),
      withdrawn: when({ $or: [isSet('$withdrawnBecause'), isOf(overtaken)] }),
      skipped: when(isOf(skipped)),
    },
  },
  { $sort: { _id: 1 } },
  { $replaceWith: { $mergeObjects: [{ channel: '$_id' }, '$$ROOT'] } },
  { $unset: '_id' },
];
