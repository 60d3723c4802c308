import { tiers, type Tier } from '../../../src/domain/organisation';
import { defaultDutyRules, defaultReopensWithinMs } from '../../../src/domain/policy';
import type { Policy } from '../../api/operations.gen';
import { calendarDraftOf, calendarOf, type CalendarDraft } from './calendar-draft';
import { durationMsOf, written, type WrittenDuration } from './duration';

export const classes = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export const targets = ['triageMs', 'acknowledgeMs', 'firstResponseMs', 'resolveMs'] as const;
export const sides = ['down', 'climb'] as const;
export type PolicyClass = (typeof classes)[number];
export type Target = (typeof targets)[number];
export type Side = (typeof sides)[number];
type ServiceClass = Policy['classes']['P1'];
type DutyRules = NonNullable<Policy['duty']>;

export interface ClassDraft extends Pick<
  ServiceClass,
  'holdReasons' | 'countsHoldTime' | 'allStepsAtOnce' | 'channels'
> {
  readonly targets: Readonly<Record<Target, WrittenDuration>>;
  /** Its place among the draft's calendars, so that it follows one whose id is rewritten; null is day and night. */
  readonly calendar: number | null;
  readonly isRepaged: boolean;
  /** Kept while `isRepaged` is off. */
  readonly repageEvery: WrittenDuration;
}

export interface LadderStepDraft {
  readonly tier: Tier;
  /** Per cent. */
  readonly share: string;
}

/** A version while it is written: numbers as text, so that nothing typed is lost. */
export interface PolicyDraft {
  readonly name: string;
  readonly effectiveFrom: string;
  readonly onlyInSurge: boolean;
  readonly classes: Readonly<Record<PolicyClass, ClassDraft>>;
  readonly ladder: Readonly<Record<Side, readonly LadderStepDraft[]>>;
  readonly warnAt: string;
  readonly contactAttempts: string;
  readonly closeAfter: WrittenDuration;
  readonly reopensWithin: WrittenDuration;
  readonly duty: {
    readonly unreachablePerson: DutyRules['unreachablePerson'];
    readonly acknowledgeHandOver: WrittenDuration;
    readonly warnAhead: WrittenDuration;
  };
  readonly calendars: readonly CalendarDraft[];
}

/** Fine enough that three equal shares are still a whole after they were read and written. */
const percent = (share: number): string => String(Math.round(share * 1e8) / 1e6);

const everyClass = <T>(make: (name: PolicyClass) => T): Readonly<Record<PolicyClass, T>> => ({
  ...{ P1: make('P1'), P2: make('P2'), P3: make('P3'), P4: make('P4'), P5: make('P5') },
});

const ofTargets = <T>(make: (target: Target) => T): Record<Target, T> => ({
  ...{ triageMs: make('triageMs'), acknowledgeMs: make('acknowledgeMs') },
  ...{ firstResponseMs: make('firstResponseMs'), resolveMs: make('resolveMs') },
});

export function draftOf(policy: Policy, effectiveFrom: string): PolicyDraft {
  const { name, ladder, warnAtShares, contactAttemptsBeforeHold, calendars } = policy;
  const duty = policy.duty ?? defaultDutyRules;
  const stepsOf = (side: Side): LadderStepDraft[] =>
    ladder[side].map(({ tier, share }) => ({ tier, share: percent(share) }));
  return {
    ...{ name, effectiveFrom, onlyInSurge: policy.onlyInSurge === true },
    classes: everyClass((one) => classDraftOf(policy, one)),
    ladder: { down: stepsOf('down'), climb: stepsOf('climb') },
    warnAt: warnAtShares.map(percent).join(', '),
    contactAttempts: String(contactAttemptsBeforeHold),
    closeAfter: written(policy.closeAfterResolvedMs),
    reopensWithin: written(policy.citizenReopensWithinMs ?? defaultReopensWithinMs),
    duty: {
      unreachablePerson: duty.unreachablePerson,
      acknowledgeHandOver: written(duty.acknowledgeHandOverMs),
      warnAhead: written(duty.warnAheadMs),
    },
    calendars: calendars.map(calendarDraftOf),
  };
}

function classDraftOf(policy: Policy, name: PolicyClass): ClassDraft {
  const { calendarId, repageEveryMs, ...one } = policy.classes[name];
  const { holdReasons, countsHoldTime, allStepsAtOnce, channels } = one;
  return {
    ...{ holdReasons, countsHoldTime, allStepsAtOnce, channels },
    targets: ofTargets((target) => written(one[target])),
    calendar: calendarId === null ? null : policy.calendars.findIndex(({ id }) => id === calendarId),
    isRepaged: repageEveryMs !== null,
    repageEvery: repageEveryMs === null ? { amount: '', unit: 'minutes' } : written(repageEveryMs),
  };
}

type PolicyBody = Omit<Policy, 'version'>;

/** What is sent; what is no number goes as null, and the server says so at its field. */
export function bodyOf(policy: Policy, draft: PolicyDraft): PolicyBody {
  const { id, unitCode } = policy;
  const stepsOf = (side: Side) =>
    draft.ladder[side].map(({ tier, share }) => ({ tier, share: shareOf(share) }));
  const duty: DutyRules = {
    unreachablePerson: draft.duty.unreachablePerson,
    acknowledgeHandOverMs: durationMsOf(draft.duty.acknowledgeHandOver) as number,
    warnAheadMs: durationMsOf(draft.duty.warnAhead) as number,
  };
  const citizenReopensWithinMs = durationMsOf(draft.reopensWithin) as number;
  return {
    ...{ id, unitCode, name: draft.name, effectiveFrom: draft.effectiveFrom },
    classes: everyClass((one) => classOf(draft, one)),
    calendars: draft.calendars.filter(({ isRemoved }) => !isRemoved).map(calendarOf),
    ladder: { down: stepsOf('down'), climb: stepsOf('climb') },
    warnAtShares: draft.warnAt
      .split(/[;\s]+|,(?=\s)|,$/)
      .filter(Boolean)
      .map(shareOf),
    contactAttemptsBeforeHold: numberOf(draft.contactAttempts),
    closeAfterResolvedMs: durationMsOf(draft.closeAfter) as number,
    // What the policy leaves to the defaults stays left out until somebody writes something else.
    ...((policy.duty !== undefined || !isSame(duty, defaultDutyRules)) && { duty }),
    ...((policy.citizenReopensWithinMs !== undefined ||
      citizenReopensWithinMs !== defaultReopensWithinMs) && { citizenReopensWithinMs }),
    ...(draft.onlyInSurge && { onlyInSurge: true }),
  };
}

function classOf(draft: PolicyDraft, name: PolicyClass): ServiceClass {
  const { targets: written, calendar, isRepaged, repageEvery, ...rules } = draft.classes[name];
  return {
    ...ofTargets((target) => durationMsOf(written[target]) as number),
    // A calendar that was taken away is named all the same: the server says at the class that it is missing.
    calendarId: calendar === null ? null : (draft.calendars[calendar]?.id.trim() ?? ''),
    ...rules,
    // Null would mean never, so what is no number goes as it was typed.
    repageEveryMs: isRepaged
      ? (durationMsOf(repageEvery) ?? (repageEvery.amount as unknown as number))
      : null,
  };
}

function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return (plain === '' ? null : Number(plain)) as number;
}

const shareOf = (percent: string): number => Math.round(numberOf(percent) * 1e6) / 1e8;

const isSame = (one: DutyRules, other: DutyRules): boolean =>
  one.unreachablePerson === other.unreachablePerson &&
  one.acknowledgeHandOverMs === other.acknowledgeHandOverMs &&
  one.warnAheadMs === other.warnAheadMs;

/** Where a ladder goes through the tiers: from the province down, or up to it. */
const orderOf = (side: Side): readonly Tier[] => (side === 'down' ? tiers : [...tiers].reverse());

export const missingTiers = (steps: readonly LadderStepDraft[], side: Side): readonly Tier[] =>
  orderOf(side).filter((tier) => !steps.some((step) => step.tier === tier));

/** With a step for one more tier, before the first that comes after it. */
export function withTier(
  steps: readonly LadderStepDraft[],
  side: Side,
  tier: Tier,
): readonly LadderStepDraft[] {
  const order = orderOf(side);
  const next = steps.findIndex((step) => order.indexOf(step.tier) > order.indexOf(tier));
  const place = next < 0 ? steps.length : next;
  return [...steps.slice(0, place), { tier, share: '' }, ...steps.slice(place)];
}
