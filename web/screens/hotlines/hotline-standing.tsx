import type { DirectoryNumber } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { Mark, type Standing } from '../../parts/mark';
import { hotlineWords } from './words';

export const hotlineStandings = [
  'answered',
  'silent',
  'unverified',
  'withdrawn',
  'forwarded',
  'unpublished',
] as const;
export type HotlineStanding = (typeof hotlineStandings)[number];

export function standingOf(number: DirectoryNumber): HotlineStanding {
  if (!number.published) return 'unpublished';
  if (number.listing !== 'listed') return number.listing;
  if (number.silentNights > 0) return 'silent';
  return number.lastVerifiedAt === null ? 'unverified' : 'answered';
}

const looks: Readonly<Record<HotlineStanding, Standing>> = {
  ...{ answered: 'ok', silent: 'warning', unverified: 'quiet' },
  ...{ withdrawn: 'breached', forwarded: 'breached', unpublished: 'quiet' },
};

/** How a number stands, and who took it off the list. */
export function HotlineMark({ number }: { readonly number: DirectoryNumber }) {
  const words = useWords(hotlineWords);
  const standing = standingOf(number);
  const text =
    standing === 'silent' ? words.standings.silent(number.silentNights) : words.standings[standing];
  const by = number.listingBy === 'rollCall' ? words.byRollCall : words.byPerson;
  return (
    <Mark standing={looks[standing]}>
      {text}
      {number.published && number.listing !== 'listed' && ` (${by})`}
    </Mark>
  );
}
