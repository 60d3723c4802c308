import type { WorkedRoster } from '../../domain/effective-duty';
import type { Turn } from '../../domain/roster';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';

/**
 * Every shift and override of these people in a period, and those of the teams that they work for: all that says
 * whether they are on duty then.
 */
export async function rosterOfPeople(
  organisation: Pick<OrganisationRepository, 'listShifts' | 'listOverrides'>,
  userIds: readonly string[],
  { from, until }: Turn,
): Promise<WorkedRoster> {
  const [shifts, own] = await Promise.all([
    Promise.all(userIds.map((userId) => organisation.listShifts({ userId }))),
    organisation.listOverrides({ userIds, from, until }),
  ]);
  const teamIds = [...new Set([...shifts.flat(), ...own].map(({ teamId }) => teamId))];
  // Whoever took over from them may have been replaced in turn, by an override that does not name them.
  const overrides = await Promise.all(
    teamIds.map((teamId) => organisation.listOverrides({ teamId, from, until })),
  );
  return { shifts: shifts.flat(), overrides: overrides.flat() };
}
