import type { PipelineStage } from 'mongoose';
import { localMidnight } from '../../domain/local-time';
import { allOf, openStatuses } from './ticket-query';
import type { NextBreach, Wallboard } from './ticket-repository';
import { TICKET_COLLECTION, type TicketRow } from './ticket-row';

const dayMs = 24 * 3_600_000;
const SOON_MS = 10 * 60_000;
const NEXT_SHOWN = 12;
const BREACHES_SHOWN = 20;
/** Work that somebody still has to do: a resolved ticket only waits for its end. */
const workStatuses = openStatuses.filter((status) => status !== 'resolved');

/** The single document that `wallboardPipeline` answers. */
export interface WallboardRow extends Omit<Wallboard, 'next'> {
  readonly next: readonly (Omit<NextBreach, 'ticket'> & { readonly ticket: TicketRow })[];
}

const sumIf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
const isWork = { $in: ['$status', workStatuses] };
const workWith = (...conditions: object[]): object => ({ $and: [isWork, ...conditions] });

/** What the citizen was promised: the turns of the ladder are only how it is kept. */
const isPromise = {
  $and: [
    { $eq: ['$$this.state', 'running'] },
    { $eq: ['$$this.tier', null] },
    { $ne: ['$$this.name', 'resolveTotal'] },
  ],
};

/**
 * The figures of one unit and everything below it, in one reading. Three branches, each with an index that
 * begins with the unit: open work, what came in the last 24 hours, what was resolved today.
 */
export function wallboardPipeline(unitCode: string, now: Date): PipelineStage[] {
  const midnight = localMidnight(now).toISOString();
  const area = { 'state.unitPath.code': unitCode };
  const dayAgo = new Date(now.getTime() - dayMs).toISOString();
  const soon = new Date(now.getTime() + SOON_MS).toISOString();
  const isUrgent = workWith({ $eq: ['$priority', 'P1'] }, { $not: ['$isOwned'] });
  const isDone = {
    $and: [{ $in: ['$status', ['resolved', 'closed']] }, { $gte: ['$doneAt', midnight] }],
  };
  return [
    {
      $match: {
        $or: [
          allOf(area, { 'state.status': { $in: workStatuses } }),
          allOf(area, { 'state.receivedAt': { $gte: dayAgo } }),
          allOf(area, { 'state.resolution.at': { $gte: midnight } }),
        ],
      },
    },
    {
      $project: {
        code: 1,
        category: '$state.category',
        path: '$state.unitPath',
        status: '$state.status',
        priority: '$state.priority',
        sla: '$state.sla',
        receivedAt: '$state.receivedAt',
        doneAt: '$state.resolution.at',
        isRecent: { $gte: ['$state.receivedAt', dayAgo] },
        firstClaimAt: { $first: '$state.assignments.claimedAt' },
        isOwned: {
          $and: [
            { $gt: [{ $size: '$state.assignments' }, 0] },
            { $eq: [{ $type: { $last: '$state.assignments.endedAt' } }, 'missing'] },
          ],
        },
        clocks: {
          $map: {
            input: '$state.clocks',
            in: {
              name: '$$this.name',
              tier: { $ifNull: ['$$this.tier', null] },
              state: '$$this.state',
              startedAt: '$$this.startedAt',
              dueAt: '$$this.dueAt',
              breachedAt: '$$this.breachedAt',
            },
          },
        },
      },
    },
    {
      $set: {
        due: {
          $first: {
            $sortArray: {
              input: { $filter: { input: '$clocks', cond: isPromise } },
              sortBy: { dueAt: 1 },
            },
          },
        },
      },
    },
    {
      $facet: {
        places: [
          {
            $group: {
              _id: '$path',
              open: sumIf(isWork),
              warning: sumIf(workWith({ $eq: ['$sla', 'warning'] })),
              breached: sumIf(workWith({ $eq: ['$sla', 'breached'] })),
              unowned: sumIf(workWith({ $not: ['$isOwned'] })),
              urgentUnowned: sumIf(isUrgent),
              urgentSince: { $min: { $cond: [isUrgent, '$receivedAt', null] } },
              breachingSoon: sumIf(workWith({ $lte: [{ $ifNull: ['$due.dueAt', '~'] }, soon] })),
              doneToday: sumIf(isDone),
              doneOnTime: sumIf({ $and: [isDone, { $ne: ['$sla', 'breached'] }] }),
              claimWaitsMs: {
                $push: {
                  $cond: [
                    { $and: ['$isRecent', { $eq: [{ $type: '$firstClaimAt' }, 'string'] }] },
                    { $subtract: [{ $toDate: '$firstClaimAt' }, { $toDate: '$receivedAt' }] },
                    '$$REMOVE',
                  ],
                },
              },
            },
          },
          { $set: { path: '$_id' } },
          { $unset: '_id' },
        ],
        tiers: [
          { $match: { isRecent: true } },
          { $unwind: '$clocks' },
          { $match: { 'clocks.tier': { $ne: null }, 'clocks.state': { $in: ['met', 'breached'] } } },
          {
            $group: {
              _id: '$clocks.tier',
              windows: { $sum: 1 },
              lapsed: sumIf({ $eq: ['$clocks.state', 'breached'] }),
              lostMs: {
                $sum: {
                  $cond: [
                    { $eq: ['$clocks.state', 'breached'] },
                    { $subtract: [{ $toDate: '$clocks.dueAt' }, { $toDate: '$clocks.startedAt' }] },
                    0,
                  ],
                },
              },
            },
          },
          { $set: { tier: '$_id' } },
          { $unset: '_id' },
        ],
        breaches: [
          { $match: { status: { $in: workStatuses }, sla: 'breached' } },
          { $unwind: '$clocks' },
          {
            $match: {
              'clocks.breachedAt': { $type: 'string' },
              'clocks.tier': null,
              'clocks.name': { $ne: 'resolveTotal' },
            },
          },
          { $sort: { 'clocks.breachedAt': -1, _id: 1 } },
          { $limit: BREACHES_SHOWN },
          {
            $project: {
              _id: 0,
              ticketId: '$_id',
              ...{ code: 1, category: 1, priority: 1 },
              unitCode: { $last: '$path.code' },
              clock: '$clocks.name',
              breachedAt: '$clocks.breachedAt',
            },
          },
        ],
        next: [
          { $match: { status: { $in: workStatuses }, due: { $exists: true } } },
          { $sort: { 'due.dueAt': 1, _id: 1 } },
          { $limit: NEXT_SHOWN },
          { $lookup: { from: TICKET_COLLECTION, localField: '_id', foreignField: '_id', as: 'ticket' } },
          { $unwind: '$ticket' },
          {
            $project: {
              _id: 0,
              ticket: 1,
              clock: { name: '$due.name', dueAt: '$due.dueAt' },
              holdingTiers: '$ticket.holdingTiers',
            },
          },
        ],
      },
    },
  ];
}
