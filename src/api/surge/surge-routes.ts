import { z } from 'zod';
import type { Unit, User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import {
  decideSurge,
  isInForce,
  rulingSurge,
  type SurgeDecision,
  type SurgeProfile,
  type SurgeSwitch,
} from '../../domain/surge';
import type {
  OrganisationRepository,
  PolicyRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import type { SurgeRepository } from '../../models/surges/surge-repository';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { isoTime, textOf, unitCode } from '../http/schemas';
import { concernsSurge, isInAreaOf, rightsOf } from '../rights';
import {
  surgeDecisionView,
  surgeProfileView,
  surgeView,
  toDecisionView,
  toProfileView,
  toSurgeView,
  type NameOf,
} from './surge-views';

export interface SurgeDependencies {
  readonly surges: SurgeRepository;
  readonly surgeProfiles: readonly SurgeProfile[];
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly policies: Pick<PolicyRepository, 'choose'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly now?: () => Date;
}

const shownDecisions = 50;
const ruledBy = z.object({ id: z.string(), version: z.number().int(), name: z.string() });

const unitSurgeView = z
  .object({
    unitCode: z.string(),
    version: z.number().int().describe('Of the newest decision, 0 before the first; send it back to decide'),
    own: surgeView.nullable().describe('Switched on at this very unit'),
    ruling: surgeView
      .nullable()
      .describe('What is in force here: the own one, or that of the nearest unit above'),
    mayDecide: z.boolean(),
    policy: ruledBy.nullable().describe('What rules new tickets of this unit now'),
    policyWith: z
      .record(z.string(), ruledBy)
      .describe('By profile: what would rule new tickets of this unit with it'),
    history: z.array(surgeDecisionView).describe('Newest first, 50 at most'),
  })
  .meta({ id: 'UnitSurge' });

const version = z.int('must be a whole number').min(0, 'must be 0 or more').describe('The one that was read');
const reason = textOf(300).describe('Everybody at the desks of the area reads it: no names, no numbers');
const switchBody = z
  .discriminatedUnion('on', [
    z.strictObject({ on: z.literal(true), version, profileId: z.string().max(64), reason, endsAt: isoTime }),
    z.strictObject({ on: z.literal(false), version, reason }),
  ])
  .meta({ id: 'SurgeSwitch' });

/** The surge switch of each unit: who may see it sees why and until when; commanders and admins decide. */
export function surgeRoutes(deps: SurgeDependencies): Route[] {
  const now = deps.now ?? (() => new Date());
  const namesOf = async (decisions: readonly SurgeDecision[]): Promise<NameOf> => {
    const ids = [...new Set(decisions.map(({ byUserId }) => byUserId))];
    const names = new Map((await deps.users.findMany(ids)).map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? null;
  };
  const unitOf = async (code: string, user: User): Promise<Unit> => {
    const unit = await deps.organisation.findUnit(code);
    if (!unit) throw new Refused('not-found', 'There is no unit with this code.');
    if (concernsSurge(user, { unitPath: unit.path })) return unit;
    throw new Refused('not-allowed', 'This unit is neither in your area nor above it.');
  };
  const maySwitch = (user: User, unit: Unit): boolean =>
    rightsOf(user).holds(['Surge', 'manage']) && isInAreaOf(user, unit.path);

  const show = async (unit: Unit, user: User): Promise<z.input<typeof unitSurgeView>> => {
    const at = now();
    const [history, above] = await Promise.all([
      deps.surges.history(unit.code, shownDecisions),
      deps.surges.newestOf(unit.path.map(({ code }) => code)),
    ]);
    const ruling = rulingSurge(above, unit.path, at.toISOString());
    const ruler = async (ids: readonly string[]): Promise<z.input<typeof ruledBy> | null> => {
      const chosen = (await deps.policies.choose(unit.path, at, ids))?.policy;
      return chosen ? { id: chosen.id, version: chosen.version, name: chosen.name } : null;
    };
    const [policy, nameOf, ...withProfile] = await Promise.all([
      ruler(ruling?.profile.policyIds ?? []),
      namesOf([...history, ...(ruling ? [ruling] : [])]),
      ...deps.surgeProfiles.map(async ({ id, policyIds }) => [id, await ruler(policyIds)] as const),
    ]);
    const shown = ruling && toSurgeView(ruling, nameOf);
    return {
      unitCode: unit.code,
      version: history[0]?.version ?? 0,
      own: ruling?.unitCode === unit.code ? shown : null,
      ruling: shown,
      mayDecide: maySwitch(user, unit),
      policy,
      policyWith: Object.fromEntries(withProfile.flatMap(([id, one]) => (one ? [[id, one] as const] : []))),
      history: history.map((decision) => toDecisionView(decision, nameOf)),
    };
  };

  return [
    route({
      operationId: 'listSurges',
      method: 'get',
      path: '/surge',
      tag: 'Surge',
      permission: ['Surge', 'read'],
      summary: 'Surges in force in my area and above it, and the profiles there are',
      description:
        'A surge rules its unit and everything below, except where a unit below has switched one on.',
      status: 200,
      response: z.object({
        at: z.string(),
        items: z.array(surgeView),
        profiles: z.array(surgeProfileView),
      }),
      handle: async ({ user }) => {
        const at = now().toISOString();
        const inForce = (await deps.surges.newest())
          .filter((decision) => isInForce(decision, at))
          .filter((surge) => concernsSurge(user, surge))
          .sort((a, b) => a.unitPath.length - b.unitPath.length || a.unitCode.localeCompare(b.unitCode));
        const nameOf = await namesOf(inForce);
        const items = inForce.map((surge) => toSurgeView(surge, nameOf));
        return { at, items, profiles: deps.surgeProfiles.map(toProfileView) };
      },
    }),
    route({
      operationId: 'getSurge',
      method: 'get',
      path: '/surge/:unitCode',
      tag: 'Surge',
      permission: ['Surge', 'read'],
      summary: 'What is in force at one unit, from where, and every decision about it',
      status: 200,
      problems: ['not-found'],
      params: z.object({ unitCode }),
      response: unitSurgeView,
      handle: async ({ params, user }) => show(await unitOf(params.unitCode, user), user),
    }),
    route({
      operationId: 'switchSurge',
      method: 'put',
      path: '/surge/:unitCode',
      tag: 'Surge',
      permission: ['Surge', 'manage'],
      summary: 'Switch a surge on, prolong or change it, or end it',
      description:
        'For the unit and everything below it. Running tickets keep what they were accepted under. Every decision is kept with who made it, when and why.',
      status: 200,
      problems: ['not-found', 'surge-changed', 'surge-not-on', 'invalid-command'],
      params: z.object({ unitCode }),
      body: switchBody,
      response: unitSurgeView,
      handle: async ({ params, body, user, act }) => {
        const unit = await unitOf(params.unitCode, user);
        act.about({ id: unit.code, unit });
        if (!maySwitch(user, unit)) throw new Refused('not-allowed', 'This unit lies outside your area.');
        const wanted: SurgeSwitch = body.on
          ? {
              ...{ on: true, reason: body.reason, profile: profileOf(deps.surgeProfiles, body.profileId) },
              endsAt: new Date(body.endsAt).toISOString(),
            }
          : { on: false, reason: body.reason };
        const facts = { unitPath: unit.path, version: body.version, byUserId: user.id };
        const newest = async (): Promise<SurgeDecision | null> =>
          (await deps.surges.newestOf([unit.code]))[0] ?? null;
        const before = await newest();
        const decision = decideSurge(before, { ...wanted, ...facts }, now().toISOString());
        // Of two at the same moment one is written; the other hears who was quicker.
        if (!(await deps.surges.add(decision))) {
          decideSurge(await newest(), { ...wanted, ...facts }, now().toISOString());
          throw new Refused('unavailable', 'It could not be decided just now. Try again.', {
            headers: { 'Retry-After': '1' },
          });
        }
        act.changed(before && recorded(before), recorded(decision));
        return show(unit, user);
      },
    }),
  ];
}

/** What the audit keeps of a decision; the profile itself lies in the history. */
const recorded = ({ profile, reason, endsAt }: SurgeDecision): object => ({
  ...{ profileId: profile?.id ?? null, reason, endsAt },
});

function profileOf(profiles: readonly SurgeProfile[], id: string): SurgeProfile {
  const found = profiles.find((profile) => profile.id === id);
  if (found) return found;
  throw new DomainError('invalid-command', 'must name a profile, see GET /surge', { pointer: '/profileId' });
}
