import { z } from 'zod';
import { forwardTarget, listings, ringResults, standingOf } from '../../domain/hotline';
import type { HotlineStanding } from '../../domain/hotline';
import type { HotlineNumber, Unit } from '../../domain/organisation';
import { hotlineNumberView, toHotlineView } from '../organisation/views';

export const directoryNumberView = hotlineNumberView
  .extend({
    listing: z
      .enum(listings)
      .describe('listed: shown to citizens; withdrawn: not; forwarded: another number is shown'),
    listingBy: z
      .enum(['rollCall', 'person'])
      .nullable()
      .describe('Who took it off the list. What a person did, only a person undoes'),
    listingSince: z.string().nullable(),
    forwardsTo: z
      .object({ number: z.string(), unitCode: z.string() })
      .nullable()
      .describe('The number that citizens see instead'),
    lastVerifiedAt: z.string().nullable().describe('When somebody last answered a roll-call with the key'),
    lastRungAt: z.string().nullable(),
    lastResult: z.enum(ringResults).nullable(),
    silentNights: z.number().int(),
  })
  .meta({ id: 'DirectoryNumber' });

/** A number as staff see it. */
export function toDirectoryNumber(
  number: HotlineNumber,
  unit: Pick<Unit, 'path'>,
  known: { numbers: readonly HotlineNumber[]; standings: ReadonlyMap<string, HotlineStanding> },
): z.input<typeof directoryNumberView> {
  const standing = standingOf(number, known.standings.get(number.id));
  const target = standing.listing === 'forwarded' ? forwardTarget(standing, unit.path, known) : null;
  const { listing, listingBy, listingSince, lastResult, silentNights } = standing;
  return {
    ...toHotlineView(number),
    ...{ listing, listingBy, listingSince, lastResult, silentNights },
    forwardsTo: target && { number: target.number, unitCode: target.unitCode },
    lastVerifiedAt: standing.verifiedAt,
    lastRungAt: standing.rungAt,
  };
}
