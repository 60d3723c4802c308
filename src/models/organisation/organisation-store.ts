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
      await shifts.updateMany({ teamId: team.id }, { $set: { unitCode: team.unitCode } });
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
    async saveShift(shift) {
      const unitCode = await unitOfSoundShift(models, shift);
      await shifts.replaceOne({ _id: shift.id }, fromShift(shift, unitCode), { upsert: true });
      return shift;
    },
    async removeShift(id) {
      return (await shifts.deleteOne({ _id: id })).deletedCount === 1;
    },
    ...createRosterReader(models),
  };
}

/** Checks a shift against its person and team; the code of the team's unit, or a refusal naming the field. */
async function unitOfSoundShift({ teams, users }: OrganisationModels, shift: DutyShift): Promise<string> {
  const [team, user] = await Promise.all([
    teams.findById(shift.teamId).lean(),
    users.findById(shift.userId, { phone: 1, active: 1 }).lean(),
  ]);
  if (!team) throw new DomainError('invalid-command', 'teamId must be a known team', { pointer: '/teamId' });
  if (!user)
    throw new DomainError('invalid-command', 'userId must be a known person', { pointer: '/userId' });
  const [problem] = shiftProblems(shift, user, team);
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
