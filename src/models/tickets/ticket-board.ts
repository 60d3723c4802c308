import type { PipelineStage } from 'mongoose';
import type { BoardCounts, AreaFilter } from './ticket-repository';
import type { TicketRow } from './ticket-row';
import { TICKET_COLLECTION } from './ticket-row';
import { allOf, openStatuses } from './ticket-query';

/** Settled tickets stay on the board for as long as one day's work. */
const SETTLED_SHOWN_MS = 24 * 3_600_000;
const OLDEST_SHOWN = 10;

interface Count {
  readonly _id: string;
  readonly count: number;
}

/** The single document that `boardPipeline` answers. */
export interface BoardRow {
  readonly byStatus: readonly Count[];
  readonly byCategory: readonly Count[];
  readonly bySla: readonly Count[];
  readonly byTier: readonly Count[];
  readonly byPriority: readonly Count[];
  readonly oldest: readonly { readonly ticket: TicketRow }[];
}

/**
 * `byStatus` counts every open ticket, whatever its age, and what was received in the last 24 hours; the other
 * counts are of open tickets. `oldest` leaves out resolved ones: nobody has to act on them.
 */
export function boardPipeline(area: AreaFilter, now: Date): PipelineStage[] {
  const open = { 'state.status': { $in: openStatuses } };
  const recent = { 'state.receivedAt': { $gte: new Date(now.getTime() - SETTLED_SHOWN_MS).toISOString() } };
  const countOpenBy = (path: string): PipelineStage.FacetPipelineStage[] => [
    { $match: open },
    { $group: { _id: path, count: { $sum: 1 } } },
  ];
  return [
    { $match: allOf(area, { $or: [open, recent] }) },
    {
      $project: {
        holdingTiers: 1,
        'state.status': 1,
        'state.category': 1,
        'state.sla': 1,
        'state.priority': 1,
        'state.receivedAt': 1,
      },
    },
    {
      $facet: {
        byStatus: [{ $group: { _id: '$state.status', count: { $sum: 1 } } }],
        byCategory: countOpenBy('$state.category'),
        bySla: countOpenBy('$state.sla'),
        byTier: [{ $unwind: '$holdingTiers' }, ...countOpenBy('$holdingTiers')],
        byPriority: countOpenBy('$state.priority'),
        oldest: [
          { $match: { 'state.status': { $in: openStatuses.filter((status) => status !== 'resolved') } } },
          { $sort: { 'state.receivedAt': 1, _id: 1 } },
          { $limit: OLDEST_SHOWN },
          { $lookup: { from: TICKET_COLLECTION, localField: '_id', foreignField: '_id', as: 'ticket' } },
          { $unwind: '$ticket' },
          { $project: { ticket: 1 } },
        ],
      },
    },
  ];
}

const toRecord = (counts: readonly Count[]): Readonly<Record<string, number>> =>
  Object.fromEntries(counts.map(({ _id, count }) => [_id, count]));

export const toBoardCounts = (row: BoardRow, oldest: BoardCounts['oldest']): BoardCounts => ({
  byStatus: toRecord(row.byStatus),
  byCategory: toRecord(row.byCategory),
  bySla: toRecord(row.bySla),
  byTier: toRecord(row.byTier),
  byPriority: toRecord(row.byPriority),
  open: row.byPriority.reduce((sum, { count }) => sum + count, 0),
  oldest,
});
