import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { NotificationDefaults } from '../../domain/notification-defaults';
import type { NotificationChannel, NotificationRule, RuleProblem } from '../../domain/notification-rules';
import type { Role } from '../../domain/organisation';
import { date, priority, version } from './fields';

const channels = ['push', 'sms', 'voice'] as const satisfies readonly NotificationChannel[];
const roles = [
  'agent',
  'dispatcher',
  'responder',
  'supervisor',
  'commander',
  'admin',
] as const satisfies readonly Role[];
/** A ladder's step is over by then. */
const longestMs = 30 * 60_000;
const mostRules = 12;

const localTime = z
  .string('must be a time HH:MM')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time HH:MM from 00:00 to 23:59');

/** One rule, as a file of defaults and as the body of a request. */
export const notificationRuleSchema = z.strictObject({
  channel: z.enum(channels, { error: `must be one of: ${channels.join(', ')}` }),
  afterMs: z
    .int('must be a whole number of milliseconds')
    .min(0, 'must be 0 or more')
    .max(longestMs, `must be at most ${String(longestMs)}: by then another step is asked`),
  priorities: z
    .array(priority)
    .min(1, 'must name one priority or more')
    .refine((list) => new Set(list).size === list.length, 'must name each priority once'),
  quietHours: z.strictObject({ from: localTime, to: localTime }).nullable().default(null),
}) satisfies z.ZodType<NotificationRule>;

export const notificationRulesSchema = z
  .array(notificationRuleSchema)
  .min(1, 'must hold one rule or more')
  .max(mostRules, `must hold ${String(mostRules)} rules at most`);

const schema: z.ZodType<NotificationDefaults> = z.strictObject({
  version,
  effectiveFrom: date,
  note: z.string().optional(),
  roles: z.partialRecord(z.enum(roles), notificationRulesSchema),
  everybodyElse: notificationRulesSchema,
});

/**
 * The rules of whoever has set none; `problemsOf` is the domain's judgement on one list. Throws with the file's name
 * and the field that is wrong.
 */
export function loadNotificationDefaults(
  file: string,
  problemsOf: (rules: readonly NotificationRule[], phone: null) => readonly RuleProblem[],
): NotificationDefaults {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  const lists = { ...parsed.data.roles, everybodyElse: parsed.data.everybodyElse };
  for (const [name, rules] of Object.entries(lists)) {
    const [problem] = problemsOf(rules, null);
    if (problem) throw new Error(`${file} is not valid: ${name}${problem.pointer} ${problem.message}`);
  }
  return parsed.data;
}
