import { fromLocalField, toLocalField } from '../../parts/local-field';

/**
 * A time by which something must be there, as a commander says it: so many minutes from now, at a clock time today or
 * tomorrow, or a moment of their own. Kept as said, so that "in 30 minutes" in a draft counts from when it is sent.
 */
export type Deadline =
  | { readonly kind: 'in'; readonly minutes: number }
  | { readonly kind: 'day'; readonly ahead: 0 | 1; readonly time: string }
  | { readonly kind: 'own'; readonly local: string };

export const acknowledgePresets: readonly Deadline[] = [
  { kind: 'in', minutes: 15 },
  { kind: 'in', minutes: 30 },
  { kind: 'in', minutes: 120 },
  { kind: 'day', ahead: 0, time: '17:00' },
];
export const resultPresets: readonly Deadline[] = [
  { kind: 'in', minutes: 120 },
  { kind: 'in', minutes: 240 },
  { kind: 'day', ahead: 0, time: '17:00' },
  { kind: 'day', ahead: 1, time: '08:00' },
  { kind: 'day', ahead: 1, time: '17:00' },
];

const dayMs = 24 * 3_600_000;
/** A clock time that is nearly over is no deadline to offer. */
const leastMs = 10 * 60_000;

/** The moment it means (ISO 8601 UTC) when it is said at `now`; null for an own time that is not written out. */
export function momentOf(deadline: Deadline, now: Date): string | null {
  switch (deadline.kind) {
    case 'in':
      return new Date(now.getTime() + deadline.minutes * 60_000).toISOString();
    case 'day': {
      const day = toLocalField(new Date(now.getTime() + deadline.ahead * dayMs)).slice(0, 10);
      return fromLocalField(`${day}T${deadline.time}`);
    }
    case 'own':
      return fromLocalField(deadline.local);
  }
}

/** Those that are still worth choosing. */
export const offeredAt = (presets: readonly Deadline[], now: Date): readonly Deadline[] =>
  presets.filter((preset) => Date.parse(momentOf(preset, now) ?? '') - now.getTime() >= leastMs);

export const isSameDeadline = (one: Deadline, other: Deadline): boolean =>
  JSON.stringify(one) === JSON.stringify(other) || (one.kind === 'own' && other.kind === 'own');
