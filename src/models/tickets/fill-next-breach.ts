import type { Connection } from 'mongoose';
import { ticketModelOf } from './ticket-schema';

/** As `nextBreachOf` has it, but for a promise that a later round has taken over. */
const counts = {
  $or: [
    { $eq: ['$$this.state', 'running'] },
    {
      $and: [
        { $eq: ['$$this.state', 'breached'] },
        { $eq: [{ $type: '$$this.metAt' }, 'missing'] },
        { $eq: [{ $type: '$$this.tier' }, 'missing'] },
      ],
    },
  ],
};
const settled = ['closed', 'cancelled', 'duplicate'];
const dueAts = { $map: { input: { $filter: { input: '$state.clocks', cond: counts } }, in: '$$this.dueAt' } };

/**
 * A start-up step, safe to repeat: tickets from before the queue was sorted by time to breach get the deadline that they
 * are sorted by until their next transition says it itself. Without one they would all come first.
 */
export async function fillNextBreach(connection: Connection): Promise<void> {
  await ticketModelOf(connection).collection.updateMany({ nextBreachAt: { $exists: false } }, [
    {
      $set: {
        nextBreachAt: {
          $cond: [{ $in: ['$state.status', settled] }, '~', { $ifNull: [{ $min: dueAts }, '~'] }],
        },
      },
    },
  ]);
}
