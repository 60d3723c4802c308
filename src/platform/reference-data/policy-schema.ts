import { z } from 'zod';
import type { Policy } from '../../domain/policy';
import { date, priority, refuseRepeats, text, version } from './fields';

const durationMs = z.int('must be whole milliseconds').positive('must be more than 0 milliseconds');
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 07:30');

const dayWindows = z
  .array(z.tuple([timeOfDay, timeOfDay]).readonly())
  .refine(
    (windows) => windows.flat().every((time, place, all) => place === 0 || (all[place - 1] ?? '') < time),
    'must be windows in order that do not touch or overlap',
  );

const calendar = z
  .strictObject({
    id: text,
    utcOffsetMinutes: z.int().min(-720).max(840),
    weekly: z
      .tuple([dayWindows, dayWindows, dayWindows, dayWindows, dayWindows, dayWindows, dayWindows])
      .readonly(),
    holidays: z.array(date),
    extraDays: z.record(date, dayWindows).exactOptional(),
  })
  .refine(({ weekly }) => weekly.some((day) => day.length > 0), 'must have working time on some day')
  .check((context) => {
    refuseRepeats(
      context,
      context.value.holidays.map((day, place) => [['holidays', place], day] as const),
      'holiday',
    );
  });

const serviceClass = z
  .strictObject({
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
  })
  .refine(({ firstResponseMs, resolveMs }) => firstResponseMs <= resolveMs, {
    path: ['resolveMs'],
    message: 'must not be shorter than firstResponseMs',
  });

const ladder = z
  .array(
    z.strictObject({
      tier: z.enum(['province', 'district', 'commune'], 'must be province, district or commune'),
      share: z.number('must be a number').gt(0, 'must be above 0').max(1, 'must be at most 1'),
    }),
  )
  .min(1, 'must have a step')
  .refine(
    (steps) => Math.abs(steps.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9,
    'shares must sum to 1',
  )
  .check((context) => {
    refuseRepeats(
      context,
      context.value.map(({ tier }, place) => [[place, 'tier'], tier] as const),
      'tier',
    );
  });

/** One file of `config/policies`, and the body of a policy that an admin adds. */
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
    warnAtShares: z
      .array(z.number().gt(0).lt(1))
      .refine(
        (shares) => shares.every((share, place) => place === 0 || (shares[place - 1] ?? 0) < share),
        'must be ascending shares between 0 and 1',
      ),
    contactAttemptsBeforeHold: z.int().min(1, 'must be 1 or more'),
    closeAfterResolvedMs: durationMs,
  })
  .check((context) => {
    const { calendars, classes } = context.value;
    refuseRepeats(
      context,
      calendars.map(({ id }, place) => [['calendars', place, 'id'], id] as const),
      'calendar',
    );
    for (const [name, { calendarId }] of Object.entries(classes)) {
      if (calendarId !== null && !calendars.some(({ id }) => id === calendarId)) {
        context.issues.push({
          code: 'custom',
          message: 'must name one of the calendars, or be null for around the clock',
          path: ['classes', name, 'calendarId'],
          input: calendarId,
        });
      }
    }
  });
