import type { Connection } from 'mongoose';
import { fold } from '../../domain/fold';
import { DomainError } from '../../domain/refusal';
import { localDate, shiftProblems } from '../../domain/roster';
import { tiers, type DutyShift, type Tier } from '../../domain/organisation';
import {
  fromHotlineNumber,
  fromShift,
  fromTeam,
  toHotlineNumber,
  toOverride,
  toShift,
  toTeam,
  toUnit,
} from './documents';
import { organisationModels, type OrganisationModels } from './organisation-models';
import type { OrganisationRepository } from './organisation-repository';
import { createRosterReader } from './roster-reader';

/** The organisation in MongoDB. Saving refuses with a `DomainError` that names the field to put right. */
export function createOrganisationRepository(connection: Connection): OrganisationRepository {
  const models = organisationModels(connection);
  const { units, teams, hotlineNumbers, shifts } = models;
  return {
    async findUnit(code) {
      const unit = await units.findById(code).lean();
      return unit && toUnit(unit);
    },
    async listUnits({ parentCode, tier, q, on }) {
      const found = await units
        .find({
          ...(parentCode !== undefined && { parentCode }),
          ...(tier !== undefined && { tier: tier as Tier }),
          ...(q !== undefined && q.trim() !== '' && { searchKey: wordsBeginningWith(q) }),
          ...(on && inForceOn(localDate(on))),
        })
        .sort({ _id: 1 })
        .lean();
      return found.map(toUnit).sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier));
    },
    async findTeam(id) {
      const team = await teams.findById(id).lean();
      return team && toTeam(team);
    },
    async listTeams({ unitCode, field, active }) {
      const found = await teams
        .find({
          ...(unitCode !== undefined && { unitCode }),
          ...(field !== undefined && { fields: field }),
          ...(active !== undefined && { active }),
        })
        .sort({ _id: 1 })
        .lean();
      return found.map(toTeam);
    },
    async saveTeam(team) {
      const unit = await units.findById(team.unitCode, { tier: 1 }).lean();
      if (!unit)
        throw new DomainError('unit-not-found', 'there is no unit with this code', { pointer: '/unitCode' });
      const saved = { ...team, tier: unit.tier };
      await teams.replaceOne({ _id: team.id }, fromTeam(saved), { upsert: true });
      const moved = { $set: { unitCode: team.unitCode } };
      await Promise.all([
        shifts.updateMany({ teamId: team.id }, moved),
        models.dutyOverrides.updateMany({ teamId: team.id }, moved),
      ]);
      return saved;
    },
    async listHotlineNumbers({ unitCode, published }) {
      const found = await hotlineNumbers
        .find({ ...(unitCode !== undefined && { unitCode }), ...(published !== undefined && { published }) })
        .sort({ _id: 1 })
        .lean();
      return found.map(toHotlineNumber);
    },
    async saveHotlineNumber(number) {
      const [unit, other] = await Promise.all([
        units.exists({ _id: number.unitCode }),
        hotlineNumbers.findOne({ number: number.number, _id: { $ne: number.id } }, { unitCode: 1 }).lean(),
      ]);
      if (!unit)
        throw new DomainError('unit-not-found', 'there is no unit with this code', { pointer: '/unitCode' });
      if (other) {
        throw new DomainError('invalid-command', 'this number belongs to another unit already', {
          pointer: '/number',
          unitCode: other.unitCode,
        });
      }
      await hotlineNumbers.replaceOne({ _id: number.id }, fromHotlineNumber(number), { upsert: true });
      return number;
    },
    async listShifts({ unitCode, teamId, userId }) {
      const found = await shifts
        .find({
          ...(unitCode !== undefined && { unitCode }),
          ...(teamId !== undefined && { teamId }),
          ...(userId !== undefined && { userId }),
        })
        .sort({ _id: 1 })
        .lean();
      return found.map(toShift);
    },
    async findShift(id) {
      const shift = await shifts.findById(id).lean();
      return shift && toShift(shift);
    },
    async listOverrides({ unitCode, teamId, userIds, from = new Date().toISOString(), until }) {
      const found = await models.dutyOverrides
        .find(
          {
            until: { $gt: from },
            ...(until !== undefined && { from: { $lt: until } }),
            ...(unitCode !== undefined && { unitCode }),
            ...(teamId !== undefined && { teamId }),
            ...(userIds && {
              $or: [{ userId: { $in: [...userIds] } }, { replacesUserId: { $in: [...userIds] } }],
            }),
          },
          { reason: 0 },
        )
        .sort({ _id: 1 })
        .lean();
      // A period that was cancelled before it began is empty and says nothing.
      return found.filter((row) => row.from < row.until).map(toOverride);
    },
    async saveShift(shift) {
      const unitCode = await unitOfSoundShift(models, shift);
      await shifts.replaceOne({ _id: shift.id }, fromShift(shift, unitCode), { upsert: true });
      return shift;
    },
    async removeShift(id) {
      return (await shifts.deleteOne({ _id: id })).deletedCount === 1;
    },
    async replaceShiftsOfTeam(teamId, wanted, isCurrent) {
      return connection.transaction(async (session) => {
        const team = await teams.findById(teamId, { unitCode: 1 }, { session }).lean();
        const stored = await shifts.find({ teamId }, null, { session }).lean();
        if (!team || !isCurrent(stored.map(toShift))) return false;
        // All of them anew: of two that save at once, the second meets the first one's writes and reads again.
        await shifts.deleteMany({ teamId }, { session });
        await shifts.insertMany(
          wanted.map((shift) => fromShift(shift, team.unitCode)),
          { session },
        );
        return true;
      });
    },
    ...createRosterReader(models),
  };
}

/**
 * Checks a shift against its team and its person, who may be missing or hard to reach but not unknown; the code of
 * the team's unit, or a refusal naming the field.
 */
async function unitOfSoundShift({ teams, users }: OrganisationModels, shift: DutyShift): Promise<string> {
  const [team, user] = await Promise.all([
    teams.findById(shift.teamId).lean(),
    shift.userId === null ? null : users.exists({ _id: shift.userId }),
  ]);
  if (!team) throw new DomainError('invalid-command', 'teamId must be a known team', { pointer: '/teamId' });
  if (shift.userId !== null && !user)
    throw new DomainError('invalid-command', 'userId must be a known person', { pointer: '/userId' });
  const [problem] = shiftProblems(shift, team);
  if (problem) {
    throw new DomainError('invalid-command', `${problem.field} must be ${problem.mustBe}`, {
      pointer: `/${problem.field}`,
      problem: problem.code,
    });
  }
  return team.unitCode;
}

/** What people type before a name; names themselves are stored without it. */
const unitTypeWords = /^(phuong|xa|thi tran|thi xa|thanh pho|huyen|quan|tinh|tp|tx|tt|p|x|h|q)\b[. ]+(?=\S)/;

function wordsBeginningWith(typed: string): RegExp {
  const folded = fold(typed);
  const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const bare = folded.replace(unitTypeWords, '');
  const wanted = bare === folded ? escape(folded) : `(?:${escape(folded)}|${escape(bare)})`;
  return new RegExp(`(?:^| )${wanted}`);
}

const inForceOn = (date: string) => ({
  validFrom: { $lte: date },
  $or: [{ validTo: null }, { validTo: { $gt: date } }],
});
