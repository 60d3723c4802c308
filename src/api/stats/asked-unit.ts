import type { User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { areaCodeOf, isInAreaOf } from '../rights';

/** The unit whose figures are asked: the reader's own, or one in their area. Throws for any other. */
export async function askedUnitOf(
  user: User,
  asked: string | undefined,
  organisation: Pick<OrganisationRepository, 'findUnit'>,
): Promise<string> {
  if (asked === undefined) return areaCodeOf(user);
  const found = await organisation.findUnit(asked);
  if (!found) throw new DomainError('unit-not-found', 'unit must be the code of a unit', { field: 'unit' });
  if (isInAreaOf(user, found.path)) return asked;
  throw new Refused('not-allowed', 'This unit is not in your area.');
}
