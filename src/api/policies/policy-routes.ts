import { z } from 'zod';
import { tiers } from '../../domain/organisation';
import { holdReasons, priorities, type Policy } from '../../domain/policy';
import type {
  OrganisationRepository,
  PolicyRepository,
} from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { clockTime, date, idText, itemsOf, textOf, unitCode } from '../http/schemas';
import { managedUnit } from '../organisation/team-routes';
import { differencesOf } from './differences';

const durationMs = z
  .int()
  .min(0)
  .max(366 * 86_400_000, 'must be at most a year in milliseconds');
const windows = z.array(z.tuple([clockTime, clockTime])).max(10);
const calendar = z.strictObject({
  id: idText,
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
  channels: z.array(z.enum(['sms', 'voice'])).min(1),
});
const ladderShares = z
  .array(z.strictObject({ tier: z.enum(tiers), share: z.number().gt(0).max(1) }))
  .min(1)
  .max(tiers.length)
  .refine(
    (steps) => Math.abs(steps.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-6,
    'must have shares that sum to 1',
  );

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
  } satisfies Record<(typeof priorities)[number], unknown>),
  calendars: z.array(calendar).max(20),
  ladder: z.strictObject({ down: ladderShares, climb: ladderShares }),
  warnAtShares: z.array(z.number().gt(0).lt(1)).max(10),
  contactAttemptsBeforeHold: z.int().min(0).max(100),
  closeAfterResolvedMs: durationMs,
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
  })
  .meta({ id: 'PolicySummary' });
const policyBody = z
  .strictObject({ id: idText, ...policyShape })
  .superRefine(({ classes, calendars }, context) => {
    const known = new Set(calendars.map(({ id }) => id));
    for (const priority of priorities) {
      const { calendarId } = classes[priority];
      if (calendarId === null || known.has(calendarId)) continue;
      context.addIssue({
        code: 'custom',
        path: ['classes', priority, 'calendarId'],
        message: 'must be one of calendars',
      });
    }
  });
const version = z.coerce.number('must be a number').int('must be a whole number').min(1).max(1_000_000);

export interface PolicyDependencies {
  readonly policies: Pick<PolicyRepository, 'find' | 'list' | 'add'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
}

export function policyRoutes({ policies, organisation }: PolicyDependencies): Route[] {
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
        const all = await policies.list();
        return {
          items: [...all]
            .sort((a, b) => a.id.localeCompare(b.id) || b.version - a.version)
            .map(({ id, version: number, name, effectiveFrom, unitCode: unit }) => ({
              id,
              version: number,
              name,
              effectiveFrom,
              unitCode: unit,
            })),
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
      handle: async ({ body, user }) => {
        await managedUnit(organisation, user, body.unitCode);
        const earlier = (await policies.list()).filter(({ id }) => id === body.id);
        for (const { unitCode: ruled } of earlier) await managedUnit(organisation, user, ruled);
        const next = Math.max(0, ...earlier.map(({ version: number }) => number)) + 1;
        const policy = await policies.add(plainPolicy({ ...body, version: next })).catch(takenVersion);
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

/** Two admins saved at once: the second one's version number is taken. */
function takenVersion(error: unknown): never {
  const taken =
    error instanceof Error &&
    ((error as { code?: unknown }).code === 11_000 || error.name.startsWith('Duplicate'));
  throw taken
    ? new Refused('conflict', 'Somebody saved a version just now. Compare, then save again.')
    : error;
}
