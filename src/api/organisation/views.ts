import { z } from 'zod';
import {
  fields,
  roles,
  tierProfiles,
  tiers,
  type DutyShift,
  type HotlineNumber,
  type Team,
  type Unit,
} from '../../domain/organisation';
import { rosterWarningCodes, type RosterWarning } from '../../domain/roster-warnings';
import { clockTime, date, idText, textOf, unitCode } from '../http/schemas';
import { unitRefView } from '../tickets/ticket-schemas';

export const unitView = z
  .object({
    code: z.string(),
    officialCode: z.string().optional().describe("The state's own code, where ours differs"),
    tier: z.enum(tiers),
    name: z.string(),
    type: z.string().describe('tỉnh, thành phố, thị xã, huyện, phường, xã, thị trấn'),
    parentCode: z.string().nullable(),
    path: z.array(unitRefView),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    successors: z.array(z.string()),
    profile: z.enum(tierProfiles),
  })
  .meta({ id: 'Unit' });

export const teamView = z
  .object({
    id: z.string(),
    name: z.string(),
    unitCode: z.string(),
    tier: z.enum(tiers),
    fields: z.array(z.enum(fields)),
    active: z.boolean(),
  })
  .meta({ id: 'Team' });

export const hotlineNumberView = z
  .object({
    id: z.string(),
    unitCode: z.string(),
    teamId: z.string().nullable(),
    label: z.string(),
    number: z.string().describe('E.164, or a short code such as 1022'),
    published: z.boolean(),
  })
  .meta({ id: 'HotlineNumber' });

export const shiftView = z
  .object({
    id: z.string(),
    teamId: z.string(),
    userId: z.string().nullable().describe('Null while nobody has been found for it'),
    weekdays: z.array(z.number().int()).describe('ISO weekdays on which it starts: 1 Monday … 7 Sunday'),
    from: z.string(),
    to: z.string().describe('Earlier than `from`: ends the next morning; equal: the whole day'),
    validFrom: z.string(),
    validTo: z.string().nullable(),
  })
  .meta({ id: 'DutyShift' });

export const gapView = z.object({ weekday: z.number().int(), from: z.string(), to: z.string() });

export const rosterWarningView = z
  .object({
    code: z.enum(rosterWarningCodes),
    teamId: z.string(),
    userId: z.string().nullable(),
    shiftId: z.string().nullable(),
    missing: z.string().describe('What is missing, in words'),
    gaps: z.array(gapView).optional().describe('Of gap-in-coverage: hours of a week without anybody'),
  })
  .meta({ id: 'RosterWarning' });

export const onDutyView = z
  .object({
    userId: z.string(),
    name: z.string(),
    role: z.enum(roles),
    teamId: z.string().nullable(),
    reachable: z.boolean(),
  })
  .meta({ id: 'OnDutyPerson' });

export const teamBody = z.strictObject({
  name: textOf(200),
  unitCode,
  fields: z
    .array(z.enum(fields, { error: `must be of: ${fields.join(', ')}` }))
    .max(3)
    .describe('Empty for an operations centre, which is offered nothing'),
  active: z.boolean().default(true),
});

export const hotlineBody = z.strictObject({
  unitCode,
  teamId: idText.nullable().default(null),
  label: textOf(200),
  number: textOf(40),
  published: z.boolean().default(true),
});

export const shiftBody = z.strictObject({
  teamId: idText,
  userId: idText.nullable().default(null).describe('Null while nobody has been found for it'),
  weekdays: z
    .array(z.int().min(1, 'must be 1 to 7').max(7, 'must be 1 to 7'))
    .min(1, 'must name a weekday')
    .max(7),
  from: clockTime,
  to: clockTime,
  validFrom: date,
  validTo: date.nullable().default(null),
});

export const toUnitView = ({ searchKey: _key, ...unit }: Unit): z.input<typeof unitView> => ({
  ...unit,
  path: unit.path.map(({ tier, code }) => ({ tier, code })),
  successors: [...unit.successors],
});
export const toTeamView = (team: Team): z.input<typeof teamView> => ({ ...team, fields: [...team.fields] });
export const toHotlineView = (number: HotlineNumber): z.input<typeof hotlineNumberView> => ({ ...number });
export const toShiftView = (shift: DutyShift): z.input<typeof shiftView> => ({
  ...shift,
  weekdays: [...shift.weekdays],
});
export const toWarningView = ({ gaps, ...warning }: RosterWarning): z.input<typeof rosterWarningView> => ({
  ...warning,
  ...(gaps && { gaps: gaps.map((gap) => ({ ...gap })) }),
});
