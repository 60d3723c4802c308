import { z } from 'zod';
import { ruleProblems, type NotificationRule } from '../../domain/notification-rules';
import type { User } from '../../domain/organisation';
import type { NotificationRuleStore } from '../../models/notification-rules/notification-rule-store';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import {
  notificationRuleSchema,
  notificationRulesSchema,
} from '../../platform/reference-data/notification-rules';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText } from '../http/schemas';
import { knownUser } from './known-user';

const rulesView = z
  .object({
    userId: z.string(),
    isDefault: z.boolean().describe('True while the person is told as their role is'),
    rules: z.array(notificationRuleSchema),
    updatedBy: z.string().nullable(),
    updatedAt: z.string().nullable(),
  })
  .meta({ id: 'NotificationRules' });
const rulesBody = z.strictObject({
  rules: notificationRulesSchema.nullable().describe('null takes the rules of the role again'),
});
const params = z.object({ id: idText });

export interface NotificationRuleDependencies {
  readonly users: Pick<UserRepository, 'find'>;
  readonly notificationRules: NotificationRuleStore;
}

/** How people want to be told of a page: everybody their own rules, supervisors and admins those of their people. */
export function notificationRuleRoutes(deps: NotificationRuleDependencies): Route[] {
  const tag = 'Accounts';
  return [
    route({
      operationId: 'getMyNotificationRules',
      method: 'get',
      path: '/me/notification-rules',
      tag,
      permission: 'signedIn',
      summary: 'How I am told of a page',
      status: 200,
      response: rulesView,
      handle: ({ user }) => rulesOf(deps, user),
    }),
    route({
      operationId: 'replaceMyNotificationRules',
      method: 'put',
      path: '/me/notification-rules',
      tag,
      permission: 'signedIn',
      summary: 'Say how I want to be told of a page',
      description:
        'Counts from the next page on. Quiet hours never apply to P1, and P1 must always reach me.',
      status: 200,
      problems: ['impossible'],
      body: rulesBody,
      response: rulesView,
      handle: ({ user, body }) => replaceRules(deps, user, user, body.rules),
    }),
    route({
      operationId: 'getNotificationRules',
      method: 'get',
      path: '/users/:id/notification-rules',
      tag,
      permission: ['NotificationRules', 'manage'],
      summary: 'How somebody in my area is told of a page',
      status: 200,
      problems: ['not-found'],
      params,
      response: rulesView,
      handle: async ({ params: { id }, user }) => rulesOf(deps, await knownUser(deps, user, id)),
    }),
    route({
      operationId: 'replaceNotificationRules',
      method: 'put',
      path: '/users/:id/notification-rules',
      tag,
      permission: ['NotificationRules', 'manage'],
      summary: 'Say how somebody in my area is told of a page',
      status: 200,
      problems: ['not-found', 'impossible'],
      params,
      body: rulesBody,
      response: rulesView,
      handle: async ({ params: { id }, user, body }) =>
        replaceRules(deps, user, await knownUser(deps, user, id), body.rules),
    }),
  ];
}

async function rulesOf(
  { notificationRules }: NotificationRuleDependencies,
  { id }: User,
): Promise<z.input<typeof rulesView>> {
  const own = await notificationRules.find(id);
  const rules = own?.rules ?? (await notificationRules.rulesOf([id]))[id] ?? [];
  return {
    userId: id,
    isDefault: own === null,
    rules: rules.map((rule) => ({ ...rule, priorities: [...rule.priorities] })),
    updatedBy: own?.updatedBy ?? null,
    updatedAt: own?.updatedAt.toISOString() ?? null,
  };
}

async function replaceRules(
  deps: NotificationRuleDependencies,
  writer: User,
  person: User,
  rules: readonly NotificationRule[] | null,
): Promise<z.input<typeof rulesView>> {
  if (rules === null) {
    await deps.notificationRules.remove(person.id);
    return rulesOf(deps, person);
  }
  const problems = ruleProblems(rules, person.phone);
  if (problems.length > 0) {
    const errors = problems.map(({ pointer, message }) => ({ pointer: `/rules${pointer}`, message }));
    const said = errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; ');
    throw new Refused('impossible', said, { errors });
  }
  await deps.notificationRules.save({ userId: person.id, rules, updatedBy: writer.id });
  return rulesOf(deps, person);
}
