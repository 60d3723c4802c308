import type { Connection, Model } from 'mongoose';
import { isDeepStrictEqual } from 'node:util';
import type { DutyShift, HotlineNumber, Team, Unit, User } from '../../domain/organisation';
import type { Policy } from '../../domain/policy';
import {
  fromHotlineNumber,
  fromShift,
  fromTeam,
  fromUnit,
  fromUser,
  toUser,
  type PersonCrypto,
} from './documents';
import { organisationModels, type UserDocument } from './organisation-models';
import { fromPolicy } from './policy-store';

/** A whole organisation, or a part of one, already checked. */
export interface OrganisationBundle {
  readonly units: readonly Unit[];
  readonly teams: readonly Team[];
  readonly users: readonly User[];
  readonly shifts: readonly DutyShift[];
  readonly hotlineNumbers: readonly HotlineNumber[];
  readonly policies: readonly Policy[];
}

export type BundlePart = keyof OrganisationBundle;

export interface LoadCount {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
}

export interface LoadOptions {
  /** `keep` leaves what is there as somebody may have edited it; `update` makes it as the bundle says. */
  readonly existing: 'keep' | 'update';
  /** Ids of teams whose shifts are exactly those of the bundle: others are removed. */
  readonly replaceShiftsOf?: readonly string[];
}

/**
 * Writes a bundle with a handful of bulk writes, only what differs, parents before what points at them: a
 * load that was cut short leaves nothing dangling, and loading again completes it. Passwords and stored
 * policies are never touched.
 */
export function createOrganisationLoader(connection: Connection, crypto: PersonCrypto) {
  const models = organisationModels(connection);

  async function write<D extends { _id: string }>(
    model: Model<D>,
    documents: readonly D[],
    existing: LoadOptions['existing'],
    isSame: (stored: D, wanted: D) => boolean | Promise<boolean>,
  ): Promise<LoadCount> {
    const ids = documents.map(({ _id }) => _id);
    const stored = (await model.collection
      .find({ _id: { $in: ids as never[] } })
      .toArray()) as unknown as D[];
    const byId = new Map(stored.map((document) => [document._id, document]));
    const isNew = (document: D): boolean => !byId.has(document._id);
    const differs = async (document: D): Promise<boolean> => {
      const before = byId.get(document._id);
      return existing === 'update' && before !== undefined && !(await isSame(before, document));
    };
    const differences = await Promise.all(documents.map(differs));
    const created = documents.filter(isNew);
    const updated = documents.filter((_, index) => differences[index]);
    const operations = [...created, ...updated].map(({ _id, ...fields }) => ({
      updateOne: { filter: { _id: _id as never }, update: { $set: fields }, upsert: true },
    }));
    if (operations.length > 0) await model.collection.bulkWrite(operations, { ordered: false });
    return {
      created: created.length,
      updated: updated.length,
      unchanged: documents.length - created.length - updated.length,
      removed: 0,
    };
  }

  const isSameUser = (stored: UserDocument, wanted: UserDocument): Promise<boolean> =>
    crypto.reading(() => isDeepStrictEqual(toUser(stored, crypto), toUser(wanted, crypto)));

  return async function load(
    bundle: OrganisationBundle,
    { existing, replaceShiftsOf = [] }: LoadOptions,
  ): Promise<Readonly<Record<BundlePart, LoadCount>>> {
    const unitOfTeam = await unitsOfTeams(bundle);
    const units = await write(models.units, bundle.units.map(fromUnit), existing, isDeepStrictEqual);
    const policies = await write(models.policies, bundle.policies.map(fromPolicy), 'keep', isDeepStrictEqual);
    const teams = await write(models.teams, bundle.teams.map(fromTeam), existing, isDeepStrictEqual);
    const users = await write(
      models.users,
      bundle.users.map((user) => fromUser(user, crypto)),
      existing,
      isSameUser,
    );
    const hotlineNumbers = await write(
      models.hotlineNumbers,
      bundle.hotlineNumbers.map(fromHotlineNumber),
      existing,
      isDeepStrictEqual,
    );
    const shiftDocuments = bundle.shifts.map((shift) => fromShift(shift, unitOfTeam(shift.teamId)));
    const shifts = await write(models.shifts, shiftDocuments, existing, isDeepStrictEqual);
    const { deletedCount: removed } = await models.shifts.deleteMany({
      teamId: { $in: [...replaceShiftsOf] },
      _id: { $nin: shiftDocuments.map(({ _id }) => _id) },
    });
    return { units, policies, teams, users, hotlineNumbers, shifts: { ...shifts, removed } };
  };

  /** Shifts may belong to teams of the bundle or to stored ones. */
  async function unitsOfTeams({ teams, shifts }: OrganisationBundle): Promise<(teamId: string) => string> {
    const unitCodes = new Map(teams.map(({ id, unitCode }) => [id, unitCode]));
    const others = [...new Set(shifts.map(({ teamId }) => teamId))].filter((id) => !unitCodes.has(id));
    const stored = await models.teams.find({ _id: { $in: others } }, { unitCode: 1 }).lean();
    for (const { _id, unitCode } of stored) unitCodes.set(_id, unitCode);
    return (teamId) => {
      const unitCode = unitCodes.get(teamId);
      if (unitCode === undefined) throw new Error(`a shift names team ${teamId}, which does not exist`);
      return unitCode;
    };
  }
}
