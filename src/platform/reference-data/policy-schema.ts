import { z } from 'zod';
import { policyProblems } from '../../domain/policy-rules';
import type { Policy } from '../../domain/policy';
import { date, priority, text, version } from './fields';

const durationMs = z.int('must be whole milliseconds').positive('must be more than 0 milliseconds');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 07:30');
const dayWindows = z.array(z.tuple([timeOfDay, timeOfDay]).readonly());

const calendar = z.strictObject({
  id: text,
  utcOffsetMinutes: z.int().min(-720).max(840),
  weekly: z
    .tuple([dayWindows, dayWindows, dayWindows, dayWindows, dayWindows, dayWindows, dayWindows])
    .readonly(),
  holidays: z.array(date),
  extraDays: z.record(date, dayWindows).exactOptional(),
});

const serviceClass = z.strictObject({
  triageMs: durationMs,
  acknowledgeMs: durationMs,
  firstResponseMs: durationMs,
  resolveMs: durationMs,
  calendarId: text.nullable(),
  holdReasons: z.array(
    z.enum(['waitingForBed', 'waitingForVehicle', 'citizenUnreachable', 'waitingForCitizen']),
  ),
  countsHoldTime: z.boolean(),
  allStepsAtOnce: z.boolean(),
  repageEveryMs: durationMs.nullable(),
  channels: z.array(z.enum(['sms', 'voice'])).min(1, 'must name sms, voice or both'),
});

const ladder = z
  .array(
    z.strictObject({
      tier: z.enum(['province', 'district', 'commune'], 'must be province, district or commune'),
      share: z.number('must be a number').gt(0, 'must be above 0').max(1, 'must be at most 1'),
    }),
  )
  .min(1, 'must have a step');

/** One file of `config/policies`: its fields here, what they must be to each other in the domain. */
export const policySchema: z.ZodType<Policy> = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
    version,
    name: text,
    effectiveFrom: date,
    unitCode: text,
    classes: z.record(priority, serviceClass),
    calendars: z.array(calendar),
    ladder: z.strictObject({ down: ladder, climb: ladder }),
    warnAtShares: z.array(z.number().gt(0).lt(1)),
    contactAttemptsBeforeHold: z.int().min(1, 'must be 1 or more'),
    closeAfterResolvedMs: durationMs,
    duty: z
      .strictObject({
        unreachablePerson: z.enum(['warn', 'refuse'], 'must be warn or refuse'),
        acknowledgeHandOverMs: durationMs,
        warnAheadMs: durationMs,
      })
      .exactOptional(),
    citizenReopensWithinMs: durationMs.exactOptional(),
    onlyInSurge: z.literal(true, 'must be true, or left out').exactOptional(),
  })
  .check((context) => {
    for (const { pointer, message } of policyProblems(context.value)) {
      context.issues.push({ code: 'custom', message, path: pathOf(pointer), input: context.value });
    }
  });

const pathOf = (pointer: string): PropertyKey[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
