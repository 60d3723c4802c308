import type { Field, OnDutyTeam, RulesByUser, Supervisors } from '../domain/organisation';
import type { NotificationRuleStore } from '../models/notification-rules/notification-rule-store';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';

export function createOrganisationActivities(dependencies: {
  organisation: Pick<OrganisationRepository, 'rostersOf' | 'supervisorsOf'>;
  notificationRules: Pick<NotificationRuleStore, 'rulesOf'>;
}) {
  const { organisation, notificationRules } = dependencies;
  return {
    /**
     * Teams with somebody on duty, and how each of them is told; `at` is workflow time, so a skipped clock sees its
     * own shifts.
     */
    async findOnDutyTeams(query: {
      unitCodes: readonly string[];
      field: Field;
      at: string;
    }): Promise<{ unitCode: string; teams: readonly OnDutyTeam[] }[]> {
      const rosters = await organisation.rostersOf(query.unitCodes, query.field, query.at);
      const people = rosters.flatMap(({ teams }) => teams.flatMap(({ userIds }) => userIds));
      const rules = await notificationRules.rulesOf(people);
      return rosters.map(({ unitCode, teams }) => ({
        unitCode,
        teams: teams.map((team) => ({ ...team, rules: ofThese(team.userIds, rules) })),
      }));
    },

    async findSupervisors(query: { unitCodes: readonly string[] }): Promise<readonly Supervisors[]> {
      const found = await organisation.supervisorsOf(query.unitCodes);
      const rules = await notificationRules.rulesOf(found.flatMap(({ userIds }) => userIds));
      return found.map((unit) => ({ ...unit, rules: ofThese(unit.userIds, rules) }));
    },
  };
}

/** Each team carries its own people's rules only: they are part of the ticket's history. */
const ofThese = (userIds: readonly string[], rules: RulesByUser): RulesByUser =>
  Object.fromEntries(userIds.flatMap((id) => (rules[id] ? [[id, rules[id]] as const] : [])));
