import type { Action, Commands } from '../../domain/commands';
import type { OnDutyTeam, Team, Unit, User } from '../../domain/organisation';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import type { NotificationRuleStore } from '../../models/notification-rules/notification-rule-store';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import type { StoredTicket } from '../../models/tickets/ticket-repository';
import { Refused } from '../http/problem';
import { linkTargetOf } from '../duplicates/main-ticket';
import { isInAreaOf, type Rights } from '../rights';
import type { ActionBody } from './action-bodies';
import { actorOf } from './create-route';
import { findReadable, mustBeAllowed, type FindTicketDependencies } from './find-ticket';
import { assessAnswers } from './intake-triage';

export interface CommandDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findTeam' | 'findUnit' | 'rostersOf'>;
  /** How the people of a team that is sent by hand are told. */
  readonly notificationRules: Pick<NotificationRuleStore, 'rulesOf'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly tickets: FindTicketDependencies['tickets'];
  readonly now?: () => Date;
}

export interface AskedBy {
  readonly user: User;
  readonly rights: Rights;
  readonly ticket: StoredTicket;
}

type Builders = {
  [A in Action]: (body: ActionBody<A>, asked: AskedBy) => Commands[A] | Promise<Commands[A]>;
};

/**
 * Turns what a person sent into the whole command: their team and unit, who is on duty, what the protocol asks.
 *
 * @throws DomainError or Refused when the organisation or the protocol does not allow it
 */
export function createCommandBuilders(deps: CommandDependencies): Builders {
  const plain = <B extends object>(body: B, { user }: AskedBy) => ({
    ...definedOf(body),
    actor: actorOf(user),
  });
  const protocolOf = (category: string): Protocol => {
    const protocol = deps.protocols.get(category);
    if (protocol) return protocol;
    throw new DomainError('category-not-found', 'category must be one of GET /protocols', {
      pointer: '/category',
    });
  };
  return {
    triage: ({ answers, priority }, { user, ticket }) => {
      const all = { ...ticket.intake.details.answers, ...answers };
      const assessed = assessAnswers(protocolOf(ticket.state.category), all, '/answers');
      const { priority: advised, ...triage } = assessed;
      return priority === undefined
        ? { actor: actorOf(user), priority: advised, triage }
        : { actor: actorOf(user), priority, triage: { ...triage, because: 'manual' } };
    },
    claim: async ({ teamId }, { user }) => {
      // A dispatcher's team is the centre itself, which is on no ladder: they take it in hand in person.
      const takesInHand = user.teamId === null || user.role === 'dispatcher';
      if (takesInHand && teamId === undefined) return { actor: actorOf(user), team: null };
      const { team, unit } = await teamWithUnit(deps, teamId ?? user.teamId ?? '');
      if (team.id !== user.teamId)
        throw new Refused('not-allowed', 'You claim for your own team only; use dispatch.');
      return { actor: actorOf(user), team: { teamId: team.id, unit: { tier: unit.tier, code: unit.code } } };
    },
    decline: ({ reason }, { user }) => {
      if (user.teamId === null) throw new Refused('not-allowed', 'Only a member of a team declines for it.');
      return { actor: actorOf(user), teamId: user.teamId, reason };
    },
    dispatch: async ({ teamId, reason }, asked) => {
      const { team, unit } = await teamWithUnit(deps, teamId);
      mustReach(asked, unit);
      const onDuty = await onDutyOf(deps, team, asked.ticket);
      return {
        actor: actorOf(asked.user),
        team: onDuty,
        unit: { tier: unit.tier, code: unit.code },
        ...(reason !== undefined && { reason }),
      };
    },
    resolve: ({ evidence, text }, { user, ticket }) => ({
      actor: actorOf(user),
      evidence,
      required: protocolOf(ticket.state.category).evidence,
      ...(text !== undefined && { text }),
    }),
    reclassify: ({ category, priority, reason }, { user }) => {
      const protocol = category === undefined ? undefined : protocolOf(category);
      return {
        actor: actorOf(user),
        reason,
        ...(protocol && { category: { code: protocol.category, field: protocol.field } }),
        ...(priority !== undefined && { priority }),
      };
    },
    link: async ({ duplicateOf, reason }, { user, rights, ticket }) => {
      const named = await findReadable(deps.tickets, duplicateOf, rights);
      const main = await linkTargetOf(deps.tickets, ticket, named);
      mustBeAllowed(rights, 'link', main);
      return { actor: actorOf(user), duplicateOf: main.id, ...(reason !== undefined && { reason }) };
    },
    verify: ({ result, note }, { user, ticket }) => {
      const { answers } = ticket.intake.details;
      const assessed = assessAnswers(protocolOf(ticket.state.category), answers, '/details/answers');
      const { priority: advised, ...triage } = assessed;
      const { priority } = ticket.state;
      const because = priority === advised ? triage.because : 'manual';
      return { actor: actorOf(user), result, text: note, priority, triage: { ...triage, because } };
    },
    handBack: plain,
    enRoute: plain,
    onScene: plain,
    hold: plain,
    resume: plain,
    close: plain,
    reopen: plain,
    cancel: plain,
    note: plain,
    unlink: plain,
  };
}

async function teamWithUnit(deps: CommandDependencies, teamId: string): Promise<{ team: Team; unit: Unit }> {
  const team = await deps.organisation.findTeam(teamId);
  const unit = team?.active ? await deps.organisation.findUnit(team.unitCode) : null;
  if (team && unit) return { team, unit };
  throw new DomainError('invalid-command', 'teamId must be an active team, see GET /teams', {
    pointer: '/teamId',
  });
}

/** Down into one's own area, or up to a unit above the ticket's place. */
function mustReach({ user, ticket }: AskedBy, unit: Unit): void {
  const above = ticket.state.unitPath.some(({ code }) => code === unit.code);
  if (above || isInAreaOf(user, unit.path)) return;
  throw new Refused('not-allowed', 'This team belongs to another area.');
}

async function onDutyOf(deps: CommandDependencies, team: Team, ticket: StoredTicket): Promise<OnDutyTeam> {
  const at = (deps.now ?? (() => new Date()))().toISOString();
  const field = team.fields.includes(ticket.state.field) ? ticket.state.field : team.fields[0];
  const rosters = field ? await deps.organisation.rostersOf([team.unitCode], field, at) : [];
  const onDuty = rosters.flatMap((roster) => roster.teams).find(({ teamId }) => teamId === team.id);
  if (onDuty) return { ...onDuty, rules: await deps.notificationRules.rulesOf(onDuty.userIds) };
  throw new DomainError('nobody-on-duty', 'Nobody of this team is on duty with a phone just now', {
    teamId: team.id,
  });
}

/** Optional fields that were not sent are absent, not undefined: commands travel as JSON. */
type Defined<B> = { [K in keyof B]: Exclude<B[K], undefined> };
const definedOf = <B extends object>(body: B): Defined<B> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Defined<B>;
