import { z } from 'zod';
import { tiers } from '../../domain/organisation';
import { differencesOf } from '../../domain/differences';
import { policyProblems } from '../../domain/policy-rules';
import { holdReasons, type Policy, type Priority } from '../../domain/policy';
import type {
  OrganisationRepository,
  PolicyRepository,
  SavedPolicy,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { clockTime, date, idText, itemsOf, textOf, unitCode } from '../http/schemas';
import { managedUnit } from '../organisation/team-routes';

const durationMs = z
  .int('must be a number')
  .min(0, 'must be 0 or more')
  .max(366 * 86_400_000, 'must be at most a year in milliseconds');
const endOfWindow = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time HH:MM')
  .describe('24:00 is the end of the day');
const windows = z.array(z.tuple([clockTime, endOfWindow])).max(10);
const calendar = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/, 'must be letters, digits, - and _, at most 64'),
  utcOffsetMinutes: z.int().min(-720).max(840),
  weekly: z.tuple([windows, windows, windows, windows, windows, windows, windows]),
  holidays: z.array(date).max(1_000),
  extraDays: z.record(date, windows).optional(),
});
const serviceClass = z.strictObject({
  triageMs: durationMs,
  acknowledgeMs: durationMs,
  firstResponseMs: durationMs,
  resolveMs: durationMs,
  calendarId: idText.nullable(),
  holdReasons: z.array(z.enum(holdReasons)),
  countsHoldTime: z.boolean(),
  allStepsAtOnce: z.boolean(),
  repageEveryMs: durationMs.nullable(),
  channels: z.array(z.enum(['sms', 'voice'])).min(1, 'must name sms, voice or both'),
});
const ladderShares = z
  .array(
    z.strictObject({
      tier: z.enum(tiers),
      share: z.number('must be a number').gt(0, 'must be more than 0').max(1, 'must be at most 1'),
    }),
  )
  .min(1, 'must have a step')
  .max(tiers.length);

const policyShape = {
  name: textOf(200),
  effectiveFrom: date,
  unitCode,
  classes: z.strictObject({
    P1: serviceClass,
    P2: serviceClass,
    P3: serviceClass,
    P4: serviceClass,
    P5: serviceClass,
  } satisfies Record<Priority, unknown>),
  calendars: z.array(calendar).max(20),
  ladder: z.strictObject({ down: ladderShares, climb: ladderShares }),
  warnAtShares: z
    .array(z.number('must be a number').gt(0, 'must be more than 0').lt(1, 'must be less than 1'))
    .max(10),
  contactAttemptsBeforeHold: z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(100, 'must be at most 100'),
  closeAfterResolvedMs: durationMs,
  duty: z
    .strictObject({
      unreachablePerson: z.enum(['warn', 'refuse'], { error: 'must be warn or refuse' }),
      acknowledgeHandOverMs: durationMs,
      warnAheadMs: durationMs,
    })
    .optional()
    .describe('Shifts and hand-overs; absent: warn, 15 minutes, 30 minutes'),
  citizenReopensWithinMs: durationMs.optional().describe('7 days when left out'),
  onlyInSurge: z
    .literal(true, 'must be true, or left out')
    .optional()
    .describe('Rules only where a surge profile names it'),
};
const policyView = z
  .object({ id: z.string(), version: z.number().int(), ...policyShape })
  .meta({ id: 'Policy' });
const policySummary = z
  .object({
    id: z.string(),
    version: z.number().int(),
    name: z.string(),
    effectiveFrom: z.string(),
    unitCode: z.string(),
    onlyInSurge: z.boolean(),
    createdBy: z.object({ id: z.string(), name: z.string().nullable() }).nullable().describe('Null: a file'),
    createdAt: z.string().nullable(),
  })
  .meta({ id: 'PolicySummary' });
const policyBody = z
  .strictObject({
    id: idText,
    ...policyShape,
    basedOn: z
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .optional()
      .describe(
        'The newest version that was read, 0 for none; refused when somebody has saved another since',
      ),
  })
  .superRefine((body, context) => {
    for (const { pointer, message } of policyProblems(plainPolicy(body))) {
      context.addIssue({ code: 'custom', path: pointer.split('/').slice(1), message });
    }
  });
const version = z.coerce.number('must be a number').int('must be a whole number').min(1).max(1_000_000);

export interface PolicyDependencies {
  readonly policies: Pick<PolicyRepository, 'find' | 'listSaved' | 'add'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

export function policyRoutes({ policies, organisation, users }: PolicyDependencies): Route[] {
  const findVersion = async (id: string, number: number): Promise<Policy> => {
    const policy = await policies.find(id, number);
    if (policy) return policy;
    throw new Refused('not-found', 'There is no such version of this policy.');
  };
  return [
    route({
      operationId: 'listPolicies',
      method: 'get',
      path: '/policies',
      tag: 'Policies',
      permission: ['Policy', 'read'],
      summary: 'Every version of every service policy, newest first',
      status: 200,
      response: itemsOf(policySummary),
      handle: async () => {
        const all = await policies.listSaved();
        const people = await users.findMany([...new Set(all.flatMap(({ createdBy }) => createdBy ?? []))]);
        const names = new Map(people.map(({ id, name }) => [id, name]));
        return {
          items: [...all]
            .sort((a, b) => a.policy.id.localeCompare(b.policy.id) || b.policy.version - a.policy.version)
            .map((saved) => toSummary(saved, (id) => names.get(id) ?? null)),
        };
      },
    }),
    route({
      operationId: 'addPolicyVersion',
      method: 'post',
      path: '/policies',
      tag: 'Policies',
      permission: ['Policy', 'manage'],
      summary: 'A new version of a policy; running tickets keep the one they were accepted under',
      status: 201,
      problems: ['unit-not-found', 'conflict'],
      body: policyBody,
      response: policyView,
      handle: async ({ body: { basedOn, ...body }, user, act }) => {
        await managedUnit(organisation, user, body.unitCode);
        const earlier = (await policies.listSaved()).filter(({ policy: { id } }) => id === body.id);
        for (const { policy } of earlier) await managedUnit(organisation, user, policy.unitCode);
        const newest = earlier
          .map(({ policy }) => policy)
          .toSorted((a, b) => a.version - b.version)
          .at(-1);
        const latest = newest?.version ?? 0;
        if (basedOn !== undefined && basedOn !== latest) throw savedMeanwhile(earlier, latest);
        const policy = await policies
          .add(plainPolicy({ ...body, version: latest + 1 }), user.id)
          .catch(takenVersion);
        act.changed(newest ?? null, policy);
        return new ReplyWith(toPolicyView(policy), {
          headers: { Location: `/api/v1/policies/${policy.id}/versions/${String(policy.version)}` },
        });
      },
    }),
    route({
      operationId: 'getPolicyVersion',
      method: 'get',
      path: '/policies/:id/versions/:version',
      tag: 'Policies',
      permission: ['Policy', 'read'],
      summary: 'One version of a policy',
      status: 200,
      problems: ['not-found'],
      params: z.object({ id: idText, version }),
      response: policyView,
      handle: async ({ params }) => toPolicyView(await findVersion(params.id, params.version)),
    }),
    route({
      operationId: 'comparePolicyVersions',
      method: 'get',
      path: '/policies/:id/diff',
      tag: 'Policies',
      permission: ['Policy', 'read'],
      summary: 'What changed between two versions, value by value',
      status: 200,
      problems: ['not-found'],
      params: z.object({ id: idText }),
      query: z.strictObject({ from: version, to: version }),
      response: z.object({
        changes: z.array(
          z.object({ pointer: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }),
        ),
      }),
      handle: async ({ params: { id }, query: { from, to } }) => {
        const [older, newer] = await Promise.all([findVersion(id, from), findVersion(id, to)]);
        return { changes: differencesOf(older, newer) };
      },
    }),
  ];
}

const plainPolicy = (value: unknown): Policy => JSON.parse(JSON.stringify(value)) as Policy;
const toPolicyView = (policy: Policy) => plainPolicy(policy) as unknown as z.input<typeof policyView>;

const toSummary = (
  { policy, createdBy, createdAt }: SavedPolicy,
  nameOf: (id: string) => string | null,
): z.input<typeof policySummary> => ({
  ...{ id: policy.id, version: policy.version, name: policy.name, effectiveFrom: policy.effectiveFrom },
  ...{ unitCode: policy.unitCode, onlyInSurge: policy.onlyInSurge === true },
  createdBy: createdBy === null ? null : { id: createdBy, name: nameOf(createdBy) },
  createdAt: createdAt?.toISOString() ?? null,
});

/** Whoever was quicker is named, so that both versions can be laid side by side. */
const savedMeanwhile = (earlier: readonly SavedPolicy[], latest: number): Refused => {
  const newest = earlier.find(({ policy }) => policy.version === latest);
  return new Refused('conflict', 'Somebody has saved another version since. Compare, then save again.', {
    facts: { latest, by: newest?.createdBy ?? null, at: newest?.createdAt?.toISOString() ?? null },
  });
};

/** Two admins saved at once: the second one's version number is taken. */
function takenVersion(error: unknown): never {
  const { code, name } = error as { readonly code?: unknown; readonly name?: string };
  const isTaken = code === 11_000 || code === 'invalid-command' || name?.startsWith('Duplicate') === true;
  throw isTaken
    ? new Refused('conflict', 'Somebody saved a version just now. Compare, then save again.')
    : error;
}
