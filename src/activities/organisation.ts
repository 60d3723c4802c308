import type { Field, OnDutyTeam } from '../domain/organisation';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';

export function createOrganisationActivities(dependencies: {
  organisation: Pick<OrganisationRepository, 'rostersOf' | 'supervisorsOf'>;
}) {
  return {
    /** Teams with somebody on duty; `at` is workflow time, so a skipped clock sees its own shifts. */
    async findOnDutyTeams(query: {
      unitCodes: readonly string[];
      field: Field;
      at: string;
    }): Promise<{ unitCode: string; teams: readonly OnDutyTeam[] }[]> {
      const rosters = await dependencies.organisation.rostersOf(query.unitCodes, query.field, query.at);
      return rosters.map(({ unitCode, teams }) => ({ unitCode, teams }));
    },

    async findSupervisors(query: {
      unitCodes: readonly string[];
    }): Promise<readonly { unitCode: string; userIds: readonly string[] }[]> {
      return dependencies.organisation.supervisorsOf(query.unitCodes);
    },
  };
}
