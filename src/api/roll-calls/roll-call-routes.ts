import { z } from 'zod';
import { ringResults } from '../../domain/hotline';
import { resultOfRings } from '../../domain/roll-call';
import type { User } from '../../domain/organisation';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { Ring, RollCall, RollCallRepository } from '../../models/roll-calls/roll-call-repository';
import { newId } from '../../platform/ids';
import { rollCallWorkflowIdOf } from '../../workflows/roll-call/messages';
import { Refused } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { idText, isoTime, itemsOf, unitCode } from '../http/schemas';
import { managedUnit } from '../organisation/team-routes';
import { areaCodeOf, isInAreaOf } from '../rights';
import type { RollCallDesk } from './roll-call-desk';

export interface RollCallRouteDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly rollCalls: Pick<RollCallRepository, 'open' | 'find' | 'remove' | 'list' | 'rings' | 'notices'>;
  readonly rollCallDesk: Pick<RollCallDesk, 'start'>;
}

const rollCallView = z
  .object({
    id: z.string(),
    kind: z.enum(['nightly', 'unit']),
    unitCode: z.string().nullable().describe('Null: every unit'),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    credible: z
      .boolean()
      .nullable()
      .describe(
        'False: so much was silent that the fault is likely ours; nothing was counted against anybody',
      ),
  })
  .meta({ id: 'RollCall' });

const tryView = z.object({
  attempt: z.number().int(),
  at: z.string().nullable(),
  result: z.enum(ringResults).nullable().describe('Null: under way'),
});
const rollCallDetail = rollCallView
  .extend({
    numbers: z
      .array(
        z.object({
          numberId: z.string(),
          unitCode: z.string(),
          result: z.enum(ringResults),
          tries: z.array(tryView),
        }),
      )
      .describe('Of my area'),
    told: z
      .array(z.object({ kind: z.string(), unitCode: z.string(), userId: z.string(), sent: z.boolean() }))
      .describe('Who of my area was, or is to be, told by SMS'),
  })
  .meta({ id: 'RollCallDetail' });

const listed = 50;

/** Checks of the duty numbers: what the nightly ones found, and one now. */
export function rollCallRoutes(deps: RollCallRouteDependencies): Route[] {
  const { organisation, rollCalls, rollCallDesk } = deps;
  const isTheirs = async (user: User, rollCall: RollCall): Promise<boolean> => {
    if (rollCall.unitCode === null) return true;
    const unit = await organisation.findUnit(rollCall.unitCode);
    // One of a unit above mine has rung my numbers, too.
    const mine = await organisation.findUnit(areaCodeOf(user));
    return (
      (unit !== null && isInAreaOf(user, unit.path)) ||
      (mine?.path.some(({ code }) => code === rollCall.unitCode) ?? false)
    );
  };
  return [
    route({
      operationId: 'startRollCall',
      method: 'post',
      path: '/roll-calls',
      tag: 'Organisation',
      permission: ['HotlineNumber', 'manage'],
      summary: 'Ring the published numbers of a unit, and of those below it, now',
      description: 'One at a time for a unit: 409 `conflict` names the one under way in `rollCallId`.',
      status: 201,
      problems: ['unit-not-found', 'conflict', 'unavailable'],
      body: z.strictObject({ unitCode }),
      response: rollCallView,
      handle: async ({ body, user }) => {
        const unit = await managedUnit(organisation, user, body.unitCode);
        const id = newId();
        const rollCall: RollCall = {
          ...{ id, workflowId: rollCallWorkflowIdOf(id), kind: 'unit', unitCode: unit.code },
          ...{ startedBy: user.id, startedAt: new Date(), finishedAt: null, credible: null },
        };
        if (!(await rollCalls.open(rollCall))) {
          const underWay = (await rollCalls.list(null, listed)).find(
            (other) => other.unitCode === unit.code && other.finishedAt === null,
          );
          throw new Refused('conflict', 'A roll-call of this unit is under way.', {
            facts: { rollCallId: underWay?.id ?? null },
          });
        }
        try {
          await rollCallDesk.start(rollCall);
        } catch (error) {
          await rollCalls.remove(id);
          throw error;
        }
        return new ReplyWith(toView(rollCall), { headers: { Location: `/api/v1/roll-calls/${id}` } });
      },
    }),
    route({
      operationId: 'listRollCalls',
      method: 'get',
      path: '/roll-calls',
      tag: 'Organisation',
      permission: ['Figures', 'read'],
      summary: 'Roll-calls that rang numbers of my area, newest first',
      status: 200,
      query: z.strictObject({ before: isoTime.optional().describe('Started before; for the next page') }),
      response: itemsOf(rollCallView),
      handle: async ({ query: { before }, user }) => {
        const found = await rollCalls.list(before === undefined ? null : new Date(before), listed);
        const theirs = await Promise.all(found.map((one) => isTheirs(user, one)));
        return { items: found.filter((_, index) => theirs[index]).map(toView) };
      },
    }),
    route({
      operationId: 'getRollCall',
      method: 'get',
      path: '/roll-calls/:id',
      tag: 'Organisation',
      permission: ['Figures', 'read'],
      summary: 'One roll-call, number by number and try by try',
      status: 200,
      problems: ['not-found'],
      params: z.object({ id: idText }),
      response: rollCallDetail,
      handle: async ({ params: { id }, user }) => {
        const rollCall = await rollCalls.find(id);
        if (!rollCall || !(await isTheirs(user, rollCall)))
          throw new Refused('not-found', 'There is no roll-call with this id that you may see.');
        const area = areaCodeOf(user);
        const [rings, notices] = await Promise.all([rollCalls.rings(id), rollCalls.notices(id)]);
        const mine = rings.filter(({ unitCodes }) => unitCodes.includes(area));
        const units = new Set(mine.map((ring) => ring.unitCode));
        return {
          ...toView(rollCall),
          numbers: numbersOf(mine),
          told: notices
            .filter((notice) => units.has(notice.unitCode) || notice.unitCode === area)
            .map(({ kind, unitCode: of, userId, providerId }) => ({
              ...{ kind, unitCode: of, userId, sent: providerId !== null },
            })),
        };
      },
    }),
  ];
}

function numbersOf(rings: readonly Ring[]): z.input<typeof rollCallDetail>['numbers'] {
  const ids = [...new Set(rings.map(({ numberId }) => numberId))];
  return ids.map((numberId) => {
    const own = rings.filter((ring) => ring.numberId === numberId);
    return {
      numberId,
      unitCode: own[0]?.unitCode ?? '',
      result: resultOfRings(own.flatMap(({ result }) => (result === null ? [] : [result]))),
      tries: own.map(({ attempt, askedAt, result }) => ({
        ...{ attempt, at: askedAt?.toISOString() ?? null, result },
      })),
    };
  });
}

const toView = (rollCall: RollCall): z.input<typeof rollCallView> => ({
  ...{ id: rollCall.id, kind: rollCall.kind, unitCode: rollCall.unitCode, credible: rollCall.credible },
  startedAt: rollCall.startedAt.toISOString(),
  finishedAt: rollCall.finishedAt?.toISOString() ?? null,
});
