import { windowsOf, type CalendarDraft } from './calendar-draft';
import { durationMsOf, durationText, type WrittenDuration } from './duration';
import { targets, type ClassDraft, type LadderStepDraft, type PolicyDraft } from './policy-draft';
import { weekText, type Telling } from './say-value';
import type { PolicyWords } from './words-vi';

/** What a folded part of the form says now, in one line. */

const durationWritten = (written: WrittenDuration, { units }: PolicyWords): string => {
  const durationMs = durationMsOf(written);
  return durationMs === null ? written.amount : durationText(durationMs, units);
};

export const calendarName = ({ id, isRemoved }: CalendarDraft, words: PolicyWords): string => {
  const name = id.trim() || words.calendarUnnamed;
  return isRemoved ? words.calendarRemovedOption(name) : words.calendar(name);
};

export function classText(
  { targets: written, ...rules }: ClassDraft,
  calendars: readonly CalendarDraft[],
  words: PolicyWords,
): string {
  const calendar = rules.calendar === null ? undefined : calendars[rules.calendar];
  const reasons = rules.holdReasons.map((reason) => words.holdReasons[reason]).join(', ');
  return [
    ...targets.map((target) => `${words.fields[target]} ${durationWritten(written[target], words)}`),
    calendar ? calendarName(calendar, words) : words.empty.calendarId,
    rules.channels.map((channel) => words.channels[channel]).join(', '),
    ...(rules.isRepaged ? [words.repages(durationWritten(rules.repageEvery, words))] : []),
    reasons === '' ? words.noHold : words.holdsFor(reasons),
    ...(rules.allStepsAtOnce ? [words.fields.allStepsAtOnce.toLocaleLowerCase()] : []),
  ].join(' · ');
}

export const stepsText = (steps: readonly LadderStepDraft[], { tiers }: PolicyWords): string =>
  steps.map(({ tier, share }) => `${tiers[tier]} ${share}%`).join(', ');

/** What the shares come to, as far as they are numbers. */
export function sumText(steps: readonly LadderStepDraft[], { sum }: PolicyWords): string {
  const total = steps.reduce((sofar, { share }) => sofar + (Number(share.replace(',', '.')) || 0), 0);
  return sum(String(Math.round(total * 100) / 100));
}

export const calendarText = ({ week }: CalendarDraft, telling: Telling): string =>
  weekText(week.map(windowsOf), telling);

export const othersText = (draft: PolicyDraft, words: PolicyWords): string =>
  [
    `${words.fields.warnAtShares}: ${draft.warnAt}`,
    `${words.fields.contactAttemptsBeforeHold}: ${draft.contactAttempts}`,
    `${words.fields.closeAfterResolvedMs}: ${durationWritten(draft.closeAfter, words)}`,
    `${words.fields.citizenReopensWithinMs}: ${durationWritten(draft.reopensWithin, words)}`,
  ].join(' · ');

export const dutyText = ({ duty }: PolicyDraft, words: PolicyWords): string =>
  [
    `${words.fields.unreachablePerson}: ${words.unreachablePerson[duty.unreachablePerson]}`,
    `${words.fields.acknowledgeHandOverMs}: ${durationWritten(duty.acknowledgeHandOver, words)}`,
    `${words.fields.warnAheadMs}: ${durationWritten(duty.warnAhead, words)}`,
  ].join(' · ');
