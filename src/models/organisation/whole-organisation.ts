import type { Connection } from 'mongoose';
import type { PersonCrypto } from './documents';
import type { OrganisationBundle } from './organisation-loader';
import { createOrganisationRepository } from './organisation-store';
import { createPolicyRepository } from './policy-store';
import { createUserRepository } from './user-store';

/** Everything that is stored, at once: what an import is checked against. */
export async function readWholeOrganisation(
  connection: Connection,
  crypto: PersonCrypto,
): Promise<OrganisationBundle> {
  const organisation = createOrganisationRepository(connection);
  const [units, teams, users, shifts, hotlineNumbers, policies] = await Promise.all([
    organisation.listUnits({}),
    organisation.listTeams({}),
    createUserRepository(connection, crypto).list({}),
    organisation.listShifts({}),
    organisation.listHotlineNumbers({}),
    createPolicyRepository(connection).list(),
  ]);
  return { units, teams, users, shifts, hotlineNumbers, policies };
}
