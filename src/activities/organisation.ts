import type { Field, Roster } from '../domain/organisation';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';

export function createOrganisationActivities(dependencies: {
  organisation: Pick<OrganisationRepository, 'rostersOf'>;
}) {
  return {
    /** Who can be paged for these units at `at`; `at` is workflow time, so a skipped clock sees its shifts. */
    async findRosters(query: {
      unitCodes: readonly string[];
      field: Field;
      at: string;
    }): Promise<readonly Roster[]> {
      return dependencies.organisation.rostersOf(query.unitCodes, query.field, query.at);
    },
  };
}
