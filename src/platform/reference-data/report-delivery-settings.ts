import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { clockTime, timeZone } from './clock-fields';
import { date, text, version } from './fields';

const schema = z.strictObject({
  version,
  effectiveFrom: date,
  note: text.optional(),
  dailyAt: clockTime,
  /** On Mondays. */
  weeklyAt: clockTime,
  timeZone,
});

/** When reports are sent: data, so that a province changes it without a release. */
export type ReportDeliverySettings = Pick<z.output<typeof schema>, 'dailyAt' | 'weeklyAt' | 'timeZone'>;

/** Throws with the file's name and the field that is wrong. */
export function loadReportDeliverySettings(file: string): ReportDeliverySettings {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
