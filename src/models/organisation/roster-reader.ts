import type { OnDutyTeam, Roster } from '../../domain/organisation';
import { onDutyAt } from '../../domain/roster';
import { toShift } from './documents';
import type { OrganisationModels } from './organisation-models';
import type { OrganisationRepository } from './organisation-repository';

/**
 * Reads who can be paged, one query a collection however many units are asked. It never opens an encrypted
 * phone: to know that there is one is enough here, the number is looked up when the page is sent.
 */
export function createRosterReader({
  units,
  teams,
  shifts,
  users,
}: OrganisationModels): Pick<OrganisationRepository, 'rostersOf' | 'supervisorsOf'> {
  return {
    async rostersOf(unitCodes, field, at) {
      const within = { $in: [...unitCodes] };
      const [unitRows, teamRows, shiftRows] = await Promise.all([
        units.find({ _id: within }, { tier: 1 }).lean(),
        teams
          .find({ unitCode: within, fields: field, active: true }, { unitCode: 1 })
          .sort({ _id: 1 })
          .lean(),
        shifts.find({ unitCode: within }).lean(),
      ]);
      const onDuty = onDutyAt(shiftRows.map(toShift), at);
      const people = onDuty.map(({ userId }) => userId);
      const reachable = await users
        .find({ _id: { $in: people }, active: true, phone: { $ne: null } }, { _id: 1 })
        .sort({ _id: 1 })
        .lean();

      const teamOf = (teamId: string): OnDutyTeam => {
        const members = new Set(
          onDuty.filter((shift) => shift.teamId === teamId).map(({ userId }) => userId),
        );
        return { teamId, userIds: reachable.map(({ _id }) => _id).filter((id) => members.has(id)) };
      };
      return unitCodes.flatMap((unitCode): Roster[] => {
        const unit = unitRows.find(({ _id }) => _id === unitCode);
        if (!unit) return [];
        const onDutyTeams = teamRows
          .filter((team) => team.unitCode === unitCode)
          .map(({ _id }) => teamOf(_id))
          .filter(({ userIds }) => userIds.length > 0);
        return [{ unitCode, tier: unit.tier, teams: onDutyTeams }];
      });
    },
    async supervisorsOf(unitCodes) {
      const found = await users
        .find(
          { unitCode: { $in: [...unitCodes] }, role: 'supervisor', active: true, phone: { $ne: null } },
          { unitCode: 1 },
        )
        .sort({ _id: 1 })
        .lean();
      return unitCodes.map((unitCode) => ({
        unitCode,
        userIds: found.filter((user) => user.unitCode === unitCode).map(({ _id }) => _id),
      }));
    },
  };
}
