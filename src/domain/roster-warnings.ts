import type { CoverageGap } from './duty-coverage';
import type { DutyShift, User } from './organisation';

/**
 * What would be found out at 3 a.m.: a turn whose person cannot be rung, or an hour that nobody has. A warning,
 * not a refusal, unless the unit's policy says so: a hotline must not stay unmanned because of a form.
 */
export const rosterWarningCodes = [
  'no-person',
  'person-inactive',
  'no-phone',
  'phone-undelivered',
  'opted-out',
  'gap-in-coverage',
] as const;
export type RosterWarningCode = (typeof rosterWarningCodes)[number];

export interface RosterWarning {
  readonly code: RosterWarningCode;
  readonly teamId: string;
  /** Null for a gap, and for a turn without a person. */
  readonly userId: string | null;
  /** Null for a gap. */
  readonly shiftId: string | null;
  /** What is missing, as words for a person; never a number. */
  readonly missing: string;
  /** Of `gap-in-coverage`: the hours of a week without anybody. */
  readonly gaps?: readonly CoverageGap[];
}

/** What is known of a person's reach. */
export interface Reach {
  readonly user: Pick<User, 'id' | 'phone' | 'active'>;
  /** The newest message to the number they have now did not arrive. */
  readonly lastUndelivered: boolean;
  /** They asked their carrier or us for no more messages: a carrier may hold back what we send anyway. */
  readonly optedOut: boolean;
}

const words: Readonly<Record<Exclude<RosterWarningCode, 'gap-in-coverage'>, string>> = {
  'no-person': 'a person: nobody has this turn',
  'person-inactive': 'an active account: this one is closed',
  'no-phone': 'a phone number that can be paged',
  'phone-undelivered': 'a phone that answers: the newest message to it did not arrive',
  'opted-out': 'consent to messages: this number asked for no more',
};

function codesOf(reach: Reach | null): readonly (keyof typeof words)[] {
  if (reach === null) return ['no-person'];
  const { user, lastUndelivered, optedOut } = reach;
  return [
    ...(user.active ? [] : (['person-inactive'] as const)),
    ...(user.phone === null ? (['no-phone'] as const) : []),
    ...(user.phone !== null && lastUndelivered ? (['phone-undelivered'] as const) : []),
    ...(user.phone !== null && optedOut ? (['opted-out'] as const) : []),
  ];
}

/** True for somebody whom a page has a chance to reach: an open account with a number. */
export const canBePaged = (user: Pick<User, 'phone' | 'active'> | null | undefined): boolean =>
  user !== null && user !== undefined && user.active && user.phone !== null;

/** What is missing in these shifts, a row per shift and lack. `reachOf` answers null for an unknown person. */
export function shiftWarnings(
  shifts: readonly DutyShift[],
  reachOf: (userId: string) => Reach | null,
): readonly RosterWarning[] {
  return shifts.flatMap(({ id, teamId, userId }) =>
    codesOf(userId === null ? null : reachOf(userId)).map((code): RosterWarning => ({
      ...{ code, teamId, userId, shiftId: id },
      missing: words[code],
    })),
  );
}

/** The one warning about the hours of a week that nobody has; none when there are no such hours. */
export function gapWarning(teamId: string, gaps: readonly CoverageGap[]): readonly RosterWarning[] {
  if (gaps.length === 0) return [];
  const missing = 'somebody on duty around the clock';
  return [{ code: 'gap-in-coverage', teamId, userId: null, shiftId: null, missing, gaps }];
}
