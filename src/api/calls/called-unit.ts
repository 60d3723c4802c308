import type { UnitRef } from '../../domain/organisation';
import { normalisePhone } from '../../domain/phone';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';

export interface CalledUnitDependencies {
  readonly organisation: Pick<OrganisationRepository, 'listHotlineNumbers' | 'findUnit'>;
  /** Whose a call is when the dialled number belongs to no unit: the province. */
  readonly defaultUnitCode: string;
}

/** The unit whose hotline number was dialled, as a path from the province down. */
export async function calledUnit(
  dialled: string,
  { organisation, defaultUnitCode }: CalledUnitDependencies,
): Promise<readonly UnitRef[]> {
  const number = normalisePhone(dialled);
  const hotlines = number === null ? [] : await organisation.listHotlineNumbers({});
  const hotline = hotlines.find((one) => normalisePhone(one.number) === number);
  const unit = await organisation.findUnit(hotline?.unitCode ?? defaultUnitCode);
  return unit?.path ?? [{ tier: 'province', code: defaultUnitCode }];
}
