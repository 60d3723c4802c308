import type { WorkedRoster } from '../domain/effective-duty';
import {
  dutyNews,
  gapAheadOf,
  handOverIntents,
  handOverOf,
  isHandOverOverdue,
  openWorkOf,
  overdueHandOver,
  type HandOver,
} from '../domain/hand-over';
import type { Team, Unit } from '../domain/organisation';
import { defaultDutyRules, type DutyRules } from '../domain/policy';
import { canBePaged } from '../domain/roster-warnings';
import type { HandOverRepository } from '../models/duty/hand-over-repository';
import type {
  OrganisationRepository,
  PolicyRepository,
  UserRepository,
} from '../models/organisation/organisation-repository';
import type { TicketRepository } from '../models/tickets/ticket-repository';
import type { Outbox } from '../notifications/outbox';

interface DutyDependencies {
  readonly organisation: Pick<
    OrganisationRepository,
    'findTeam' | 'findUnit' | 'listShifts' | 'listOverrides' | 'supervisorsOf'
  >;
  readonly users: Pick<UserRepository, 'find'>;
  readonly policies: Pick<PolicyRepository, 'choose'>;
  readonly handOvers: Pick<HandOverRepository, 'open' | 'listWaiting' | 'change'>;
  readonly tickets: Pick<TicketRepository, 'listOpenOfTeam'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
}

export interface DutyLook {
  /** When to look again (ISO 8601 UTC); null when the team has no duty to watch. */
  readonly nextAt: string | null;
  /** A hand-over that has just been written, and the tickets that the team owns. */
  readonly handedOver?: { readonly handOverId: string; readonly ticketIds: readonly string[] };
}

/** How far ahead overrides are read: further than any look goes. */
const daysSeen = 31 * 24 * 60 * 60_000;

export function createDutyActivities(dependencies: DutyDependencies) {
  const { organisation, users, policies, handOvers, tickets, outbox } = dependencies;

  /** The nearest unit upwards that has somebody to tell. */
  async function supervisorsNear(unit: Unit): Promise<readonly string[]> {
    const path = unit.path.map(({ code }) => code).reverse();
    const found = await organisation.supervisorsOf(path);
    return (
      path.flatMap((code) => {
        const own = found.find(({ unitCode }) => unitCode === code)?.userIds ?? [];
        return own.length > 0 ? [own] : [];
      })[0] ?? []
    );
  }

  async function factsOf(team: Team, unit: Unit) {
    const [supervisorUserIds, open] = await Promise.all([
      supervisorsNear(unit),
      tickets.listOpenOfTeam(team.id),
    ]);
    const work = openWorkOf(team.id, open);
    const unitCodes = unit.path.map(({ code }) => code);
    return {
      ...{ teamId: team.id, teamName: team.name, unitCode: unit.code, unitCodes },
      ...{ supervisorUserIds, work },
    };
  }

  /** Once, however often it is repeated: the record first, then its messages. */
  async function tell(handOver: HandOver): Promise<HandOver> {
    const stored = await handOvers.open(handOver, handOverIntents(handOver));
    if (stored.outbox.length > 0) await outbox.enqueue(handOver.id, stored.outbox);
    return stored.handOver;
  }

  /** The supervisors of those that nobody has taken in time; resolves to when the next one is due. */
  async function pressOverdue(teamId: string, at: string): Promise<string | null> {
    const waiting = await handOvers.listWaiting(teamId);
    for (const handOver of waiting.filter((one) => isHandOverOverdue(one, at))) {
      const { handOver: overdue, intents } = overdueHandOver(handOver, at);
      // Written first: what is not queued then, because this process died, the message relay queues.
      if (await handOvers.change(overdue, 'waiting', intents)) await outbox.enqueue(handOver.id, intents);
    }
    const [next] = waiting
      .flatMap(({ acknowledgeBy }) => (acknowledgeBy !== null && acknowledgeBy > at ? [acknowledgeBy] : []))
      .sort();
    return next ?? null;
  }

  return {
    /**
     * One look at a team's duty at `at` (workflow time), which accounts for everything since the last one: a shift
     * that ended hands over, an end that nobody follows and a hand-over that nobody took are told to the
     * supervisors. Safe to repeat.
     */
    async watchDuty(query: {
      readonly teamId: string;
      readonly since: string;
      readonly at: string;
    }): Promise<DutyLook> {
      const { teamId, since, at } = query;
      const team = await organisation.findTeam(teamId);
      const unit = team?.active ? await organisation.findUnit(team.unitCode) : null;
      if (!team || !unit) return { nextAt: await pressOverdue(teamId, at) };
      const roster = await rosterOf(organisation, teamId, since, at);
      const overdueAt = await pressOverdue(teamId, at);
      if (roster.shifts.length === 0 && roster.overrides.length === 0) return { nextAt: overdueAt };

      const isReachable = await reachableOf(users, roster);
      const rules: DutyRules =
        (await policies.choose(unit.path, new Date(at)))?.policy.duty ?? defaultDutyRules;
      const news = dutyNews(roster, teamId, { since, at }, rules, isReachable);
      if (news.change === null && news.gapsAhead.length === 0) {
        return { nextAt: earliest(news.nextAt, overdueAt) };
      }
      const facts = await factsOf(team, unit);
      for (const end of news.gapsAhead) await tell(gapAheadOf(end, facts, at));
      if (news.change === null) return { nextAt: earliest(news.nextAt, overdueAt) };
      const written = await tell(handOverOf(news.change, facts, rules, at));
      return {
        nextAt: earliest(news.nextAt, overdueAt, written.acknowledgeBy),
        handedOver: {
          handOverId: written.id,
          ticketIds: written.work.flatMap(({ ticketId, isOwned }) => (isOwned ? [ticketId] : [])),
        },
      };
    },
  };
}

const earliest = (first: string, ...others: readonly (string | null)[]): string =>
  others.reduce<string>((least, one) => (one !== null && one < least ? one : least), first);

async function rosterOf(
  organisation: DutyDependencies['organisation'],
  teamId: string,
  since: string,
  at: string,
): Promise<WorkedRoster> {
  const until = new Date(Date.parse(at) + daysSeen).toISOString();
  // An override that ended at the last look still tells who was there just before.
  const from = new Date(Date.parse(since) - 1).toISOString();
  const [shifts, overrides] = await Promise.all([
    organisation.listShifts({ teamId }),
    organisation.listOverrides({ teamId, from, until }),
  ]);
  return { shifts, overrides };
}

/** Whoever could not be paged is not there: a shift without a telephone leaves its hours empty. */
async function reachableOf(
  users: DutyDependencies['users'],
  { shifts, overrides }: WorkedRoster,
): Promise<(userId: string) => boolean> {
  const ids = [...new Set([...shifts, ...overrides].flatMap(({ userId }) => userId ?? []))];
  const people = await Promise.all(ids.map((id) => users.find(id)));
  const reachable = new Set(people.flatMap((user) => (user && canBePaged(user) ? [user.id] : [])));
  return (userId) => reachable.has(userId);
}
