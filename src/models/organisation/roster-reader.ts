import type { OnDutyTeam, Roster } from '../../domain/organisation';
import { peopleOnDuty } from '../../domain/effective-duty';
import { toOverride, toShift } from './documents';
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
  dutyOverrides,
  users,
}: OrganisationModels): Pick<OrganisationRepository, 'rostersOf' | 'supervisorsOf' | 'leadersOf'> {
  return {
    async rostersOf(unitCodes, field, at) {
      const within = { $in: [...unitCodes] };
      const [unitRows, teamRows, shiftRows, overrideRows] = await Promise.all([
        units.find({ _id: within }, { tier: 1 }).lean(),
        teams
          .find({ unitCode: within, fields: field, active: true }, { unitCode: 1 })
          .sort({ _id: 1 })
          .lean(),
        shifts.find({ unitCode: within }).lean(),
        dutyOverrides
          .find({ unitCode: within, from: { $lte: at }, until: { $gt: at } }, { reason: 0 })
          .lean(),
      ]);
      const roster = { shifts: shiftRows.map(toShift), overrides: overrideRows.map(toOverride) };
      const onDuty = new Map(teamRows.map(({ _id }) => [_id, new Set(peopleOnDuty(roster, _id, at))]));
      const people = [...onDuty.values()].flatMap((members) => [...members]);
      const reachable = await users
        .find({ _id: { $in: people }, active: true, phone: { $ne: null } }, { _id: 1 })
        .sort({ _id: 1 })
        .lean();

      const teamOf = (teamId: string): OnDutyTeam => {
        const members = onDuty.get(teamId);
        return { teamId, userIds: reachable.map(({ _id }) => _id).filter((id) => members?.has(id)) };
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
    async leadersOf(unitCodes, at) {
      const within = { $in: [...unitCodes] };
      const [people, shiftRows, overrideRows] = await Promise.all([
        users
          .find(
            {
              ...{ unitCode: within, active: true, phone: { $ne: null } },
              role: { $in: ['commander', 'supervisor', 'dispatcher'] },
            },
            { unitCode: 1, role: 1, teamId: 1 },
          )
          .sort({ _id: 1 })
          .lean(),
        shifts.find({ unitCode: within }).lean(),
        dutyOverrides
          .find({ unitCode: within, from: { $lte: at }, until: { $gt: at } }, { reason: 0 })
          .lean(),
      ]);
      const roster = { shifts: shiftRows.map(toShift), overrides: overrideRows.map(toOverride) };
      const teamIds = new Set(people.flatMap(({ teamId }) => teamId ?? []));
      const onDuty = new Set([...teamIds].flatMap((teamId) => peopleOnDuty(roster, teamId, at)));
      const idsOf = (unitCode: string, role: string): readonly string[] =>
        people
          .filter((user) => user.unitCode === unitCode && user.role === role)
          .filter(({ _id, teamId }) => role !== 'dispatcher' || teamId === null || onDuty.has(_id))
          .map(({ _id }) => _id);
      return unitCodes.map((unitCode) => ({
        unitCode,
        commanders: idsOf(unitCode, 'commander'),
        supervisors: idsOf(unitCode, 'supervisor'),
        dispatchers: idsOf(unitCode, 'dispatcher'),
      }));
    },
  };
}
