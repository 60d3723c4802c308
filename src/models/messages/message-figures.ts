import { ownGuesses } from '../../domain/delivery';
import { purposeOf } from '../../domain/message';
import type { MessagePurpose, MessageTemplate } from '../../domain/message';
import type { Connection } from 'mongoose';
import { pageOutcomePipeline, type PageOutcome } from './page-outcomes';

/** What became of the messages of an area, by who carried them and what they were. */
export interface MessageFigure {
  /** Null: nobody was asked. */
  readonly provider: string | null;
  readonly template: MessageTemplate;
  readonly purpose: MessagePurpose;
  readonly written: number;
  /** A provider took them. */
  readonly sent: number;
  readonly delivered: number;
  readonly undelivered: number;
  readonly failed: number;
  /** Of the failed ones: given up without the provider ever saying whether it took them. */
  readonly unknown: number;
  readonly waiting: number;
  readonly possibleDuplicates: number;
  readonly parts: number;
  /** By the price list, in đồng. */
  readonly costVnd: number;
}

/** From a page to the claim, in milliseconds. */
export interface PagingFigure {
  /** A tier, a unit's code or a local date, as asked. */
  readonly group: string;
  readonly claims: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  /** How the claims came: by the link of an SMS, a key on a call, the app, another program. */
  readonly via: Readonly<Record<'link' | 'voice' | 'app' | 'api', number>>;
}

export type PagingGroup = 'tier' | 'unit' | 'day';

export interface Figures {
  /** Of one unit's tickets; of all with null. */
  messages(unitCode: string | null, since: Date, until: Date): Promise<readonly MessageFigure[]>;
  /** Claims of tickets received between the two times; a claim without a page before it is not counted. */
  paging(unitCode: string, since: Date, until: Date, by: PagingGroup): Promise<readonly PagingFigure[]>;
  /** Pages written between the two times, by channel. */
  pageOutcomes(unitCode: string, since: Date, until: Date): Promise<readonly PageOutcome[]>;
}

const when = (condition: object): object => ({ $sum: { $cond: [condition, 1, 0] } });
const isStatus = (...statuses: readonly string[]): object => ({ $in: ['$status', statuses] });

export const messagePipeline = (unitCode: string | null, since: Date, until: Date): object[] => [
  { $match: { ...(unitCode !== null && { unitCodes: unitCode }), createdAt: { $gte: since, $lt: until } } },
  {
    $group: {
      _id: { provider: '$provider', template: '$template' },
      written: { $sum: 1 },
      sent: when({ $ne: [{ $ifNull: ['$providerId', null] }, null] }),
      delivered: when(isStatus('delivered', 'answered')),
      undelivered: when(isStatus('undelivered')),
      failed: when(isStatus('failed')),
      unknown: when({ $and: [isStatus('failed'), { $in: ['$errorCode', ownGuesses] }] }),
      waiting: when(isStatus('queued', 'sending')),
      possibleDuplicates: when({ $eq: ['$possibleDuplicate', true] }),
      parts: { $sum: { $ifNull: ['$segments', 0] } },
      costVnd: { $sum: { $ifNull: ['$costVnd', 0] } },
    },
  },
  { $sort: { '_id.provider': 1, '_id.template': 1 } },
  { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
  { $unset: '_id' },
];

const groupOf: Readonly<Record<PagingGroup, unknown>> = {
  tier: '$state.assignments.tier',
  unit: '$state.assignments.unitCode',
  day: { $dateToString: { date: '$claimedAt', format: '%Y-%m-%d', timezone: '+07:00' } },
};
/** The value that this share of a sorted array does not exceed. */
const shareOf = (share: number): object => ({
  $arrayElemAt: ['$waits', { $subtract: [{ $ceil: { $multiply: [share, { $size: '$waits' }] } }, 1] }],
});

const claimedBy = (via: string): object => when({ $eq: ['$state.assignments.via', via] });

export const pagingPipeline = (unitCode: string, since: Date, until: Date, by: PagingGroup): object[] => [
  {
    $match: {
      'state.unitPath.code': unitCode,
      'state.receivedAt': { $gte: since.toISOString(), $lt: until.toISOString() },
    },
  },
  { $project: { 'state.assignments': 1, 'timeline.type': 1, 'timeline.at': 1 } },
  { $unwind: '$state.assignments' },
  {
    $set: {
      claimedAt: { $toDate: '$state.assignments.claimedAt' },
      // The step that was open when they claimed; times are ISO text, so their order is that of time.
      pagedAt: {
        $max: {
          $map: {
            input: {
              $filter: {
                input: '$timeline',
                as: 'entry',
                cond: {
                  $and: [
                    { $in: ['$$entry.type', ['stepOpened', 'dispatched']] },
                    { $lte: ['$$entry.at', '$state.assignments.claimedAt'] },
                  ],
                },
              },
            },
            as: 'entry',
            in: '$$entry.at',
          },
        },
      },
    },
  },
  { $match: { pagedAt: { $type: 'string' } } },
  {
    $group: {
      _id: groupOf[by],
      waits: { $push: { $subtract: ['$claimedAt', { $toDate: '$pagedAt' }] } },
      link: claimedBy('link'),
      voice: claimedBy('voice'),
      app: claimedBy('app'),
      api: claimedBy('api'),
    },
  },
  { $set: { waits: { $sortArray: { input: '$waits', sortBy: 1 } } } },
  {
    $project: {
      _id: 0,
      group: '$_id',
      claims: { $size: '$waits' },
      medianMs: shareOf(0.5),
      p90Ms: shareOf(0.9),
      via: { link: '$link', voice: '$voice', app: '$app', api: '$api' },
    },
  },
  { $sort: { group: 1 } },
];

export function createFigures(connection: Connection): Figures {
  return {
    async messages(unitCode, since, until) {
      const found = await connection
        .collection('messages')
        .aggregate<Omit<MessageFigure, 'purpose'>>(messagePipeline(unitCode, since, until))
        .toArray();
      return found.map((figure) => ({ ...figure, purpose: purposeOf(figure.template) }));
    },
    paging: (unitCode, since, until, by) =>
      connection
        .collection('tickets')
        .aggregate<PagingFigure>(pagingPipeline(unitCode, since, until, by))
        .toArray(),
    pageOutcomes: (unitCode, since, until) =>
      connection
        .collection('messages')
        .aggregate<PageOutcome>(pageOutcomePipeline(unitCode, since, until))
        .toArray(),
  };
}
