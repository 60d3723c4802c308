import type { Policy } from '../../api/operations.gen';
import { durationMsOf, written, type WrittenDuration } from './duration';

export const classes = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export const targets = ['triageMs', 'acknowledgeMs', 'firstResponseMs', 'resolveMs'] as const;
export type PolicyClass = (typeof classes)[number];
export type Target = (typeof targets)[number];
export const ladders = ['down', 'climb'] as const;

/** A version while it is written: durations and shares as text, so that nothing typed is lost. */
export interface PolicyDraft {
  readonly name: string;
  readonly effectiveFrom: string;
  readonly targets: Readonly<Record<`${PolicyClass}/${Target}`, WrittenDuration>>;
  /** Per cent, in the order of the policy. */
  readonly shares: Readonly<Record<(typeof ladders)[number], readonly string[]>>;
  readonly warnAt: string;
  readonly contactAttempts: string;
  readonly closeAfter: WrittenDuration;
  /** By calendar, one a line. */
  readonly holidays: readonly string[];
}

const percent = (share: number): string => String(Math.round(share * 10_000) / 100);

export const draftOf = (policy: Policy, effectiveFrom: string): PolicyDraft => ({
  name: policy.name,
  effectiveFrom,
  targets: Object.fromEntries(
    classes.flatMap((name) =>
      targets.map((target) => [`${name}/${target}`, written(policy.classes[name][target])] as const),
    ),
  ) as PolicyDraft['targets'],
  shares: {
    down: policy.ladder.down.map(({ share }) => percent(share)),
    climb: policy.ladder.climb.map(({ share }) => percent(share)),
  },
  warnAt: policy.warnAtShares.map(percent).join(', '),
  contactAttempts: String(policy.contactAttemptsBeforeHold),
  closeAfter: written(policy.closeAfterResolvedMs),
  holidays: policy.calendars.map(({ holidays }) => holidays.join('\n')),
});

type PolicyBody = Omit<Policy, 'version'>;

/** What is sent; what is no number goes as null, and the server says so at its field. */
export function bodyOf(policy: Policy, draft: PolicyDraft): PolicyBody {
  const { version: _version, ...kept } = policy;
  const number = (text: string): number => {
    const plain = text.trim().replace(',', '.');
    return (plain === '' ? null : Number(plain)) as number;
  };
  const ladder = (side: (typeof ladders)[number]) =>
    policy.ladder[side].map(({ tier }, place) => ({
      tier,
      share: number(draft.shares[side][place] ?? '') / 100,
    }));
  const classOf = (name: PolicyClass) => ({
    ...policy.classes[name],
    ...Object.fromEntries(
      targets.map((target) => [target, durationMsOf(draft.targets[`${name}/${target}`])]),
    ),
  });
  return {
    ...kept,
    name: draft.name,
    effectiveFrom: draft.effectiveFrom,
    classes: {
      P1: classOf('P1'),
      P2: classOf('P2'),
      P3: classOf('P3'),
      P4: classOf('P4'),
      P5: classOf('P5'),
    },
    ladder: { down: ladder('down'), climb: ladder('climb') },
    warnAtShares: draft.warnAt
      .split(/[;\s]+|,(?=\s)|,$/)
      .filter(Boolean)
      .map((text) => number(text) / 100),
    contactAttemptsBeforeHold: number(draft.contactAttempts),
    closeAfterResolvedMs: durationMsOf(draft.closeAfter) as number,
    calendars: policy.calendars.map((calendar, place) => ({
      ...calendar,
      holidays: (draft.holidays[place] ?? '').split(/[\s,;]+/).filter(Boolean),
    })),
  };
}
