import { fieldErrors } from '../../parts/use-send';
import { classes, sides, type PolicyDraft } from './policy-draft';

/** What the server said of a draft, found by the field beside which it stands. */
export interface PolicyErrors {
  /** Another refusal is another object. */
  readonly error: unknown;
  /** Said of this value or of something in it. */
  readonly at: (pointer: string) => string | undefined;
  readonly exactlyAt: (pointer: string) => string | undefined;
  /** Where the calendar at this place of the draft was in what was sent; nowhere if it had been removed. */
  readonly calendar: (place: number) => string;
  /** True when each complaint stands beside a field. */
  readonly isAllSaid: boolean;
}

const isAt = (pointer: string, field: string): boolean =>
  pointer === field || pointer.startsWith(`${field}/`);

/** `sent` is the draft that was refused, not what has been written since. */
export function policyErrors(error: unknown, sent: PolicyDraft | undefined): PolicyErrors {
  const errors = fieldErrors(error);
  const calendar = (place: number): string => {
    const calendars = sent?.calendars ?? [];
    if (calendars[place]?.isRemoved !== false) return '/calendars/removed';
    return `/calendars/${String(calendars.slice(0, place).filter(({ isRemoved }) => !isRemoved).length)}`;
  };
  const fields = [
    ...['/name', '/effectiveFrom', '/onlyInSurge', '/warnAtShares', '/contactAttemptsBeforeHold'],
    ...['/closeAfterResolvedMs', '/citizenReopensWithinMs'],
    ...['unreachablePerson', 'acknowledgeHandOverMs', 'warnAheadMs'].map((rule) => `/duty/${rule}`),
    ...classes.flatMap((name) => classFields.map((field) => `/classes/${name}/${field}`)),
    ...sides.map((side) => `/ladder/${side}`),
    ...(sent?.calendars ?? []).flatMap((_, place) =>
      ['id', 'weekly', 'holidays', 'extraDays'].map((field) => `${calendar(place)}/${field}`),
    ),
  ];
  return {
    ...{ error, calendar },
    at: (field) => [...errors].find(([pointer]) => isAt(pointer, field))?.[1],
    exactlyAt: (field) => errors.get(field),
    isAllSaid:
      errors.size > 0 && [...errors.keys()].every((pointer) => fields.some((field) => isAt(pointer, field))),
  };
}

const classFields = [
  ...['triageMs', 'acknowledgeMs', 'firstResponseMs', 'resolveMs', 'calendarId', 'holdReasons'],
  ...['countsHoldTime', 'allStepsAtOnce', 'repageEveryMs', 'channels'],
] as const;
