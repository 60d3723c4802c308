import { Schema } from 'mongoose';
import type { ClientSession, Connection, Model } from 'mongoose';
import type { ShiftSwap } from '../../domain/shift-swap';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import { organisationModels, type DutyOverrideDocument } from '../organisation/organisation-models';
import type { DutyRepository, OverrideEnd, StoredOverride } from './duty-repository';

type DutyCrypto = Pick<FieldCrypto, 'encrypt' | 'decrypt' | 'reading'>;
/** `reason` is encrypted. */
type SwapRow = Omit<ShiftSwap, 'id'> & { readonly _id: string };

const SWAPS = 'shiftSwaps';
const OVERRIDES = 'dutyOverrides';

const text = { type: String, required: true } as const;
const optionalText = { type: String, default: null } as const;

const swapSchema = new Schema<SwapRow>(
  {
    ...{ _id: text, shiftId: text, teamId: text, date: text, from: text, until: text },
    ...{ fromUserId: text, toUserId: text, reason: text, state: text, askedBy: text, askedAt: text },
    needsPermission: { type: Boolean, required: true },
    ...{ permittedBy: optionalText, permittedAt: optionalText },
    ...{ answeredBy: optionalText, answeredAt: optionalText },
  },
  { autoIndex: false, strict: 'throw', versionKey: false, collection: SWAPS },
);
// Two who are asked at the same moment: one asking wins, so that nobody accepts a turn that is gone.
swapSchema.index(
  { shiftId: 1, date: 1 },
  {
    name: 'oneOpenPerTurn',
    unique: true,
    partialFilterExpression: { state: { $in: ['asked', 'accepted'] } },
  },
);
swapSchema.index({ teamId: 1, askedAt: -1 });
swapSchema.index({ fromUserId: 1, askedAt: -1 });
swapSchema.index({ toUserId: 1, askedAt: -1 });

const swapsOf = (connection: Connection): Model<SwapRow> =>
  (connection.models.ShiftSwap as Model<SwapRow> | undefined) ??
  connection.model<SwapRow>('ShiftSwap', swapSchema);

/** A start-up step; safe to repeat. Those of the overrides are the organisation's. */
export async function ensureDutyIndexes(connection: Connection): Promise<void> {
  await swapsOf(connection).createIndexes();
}

const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

/** Swaps and overrides in MongoDB, their words sealed. */
export function createDutyRepository(connection: Connection, crypto: DutyCrypto): DutyRepository {
  const swaps = swapsOf(connection);
  const overrides = organisationModels(connection).dutyOverrides;
  const reasonOf = (collection: string, id: string): string => `${collection}/${id}/reason`;
  const openSwap = ({ _id, reason, ...row }: SwapRow): Promise<ShiftSwap> =>
    crypto.reading(() => ({ ...row, id: _id, reason: crypto.decrypt(reason, reasonOf(SWAPS, _id)) }));
  const openOverride = ({ _id, reason, ...row }: DutyOverrideDocument): Promise<StoredOverride> =>
    crypto.reading(() => ({ ...row, id: _id, reason: crypto.decrypt(reason, reasonOf(OVERRIDES, _id)) }));
  const sealOverride = ({ id, reason, ...override }: StoredOverride): DutyOverrideDocument => ({
    ...{ _id: id, ...override },
    reason: crypto.encrypt(reason, reasonOf(OVERRIDES, id)),
  });
  const endOverride = async (
    { id, userId, at, until }: OverrideEnd,
    options: { readonly session?: ClientSession } = {},
  ): Promise<boolean> => {
    const change = { cancelledBy: userId, cancelledAt: at, until };
    const open = { _id: id, cancelledAt: null };
    return (await overrides.updateOne(open, { $set: change }, options)).modifiedCount === 1;
  };
  const added = async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };

  return {
    addOverride: (override) => added(overrides.create([sealOverride(override)])),
    async findOverride(id) {
      const row = await overrides.findById(id).lean<DutyOverrideDocument>();
      return row && openOverride(row);
    },
    async findOverrideOfSwap(swapId) {
      const row = await overrides.findOne({ swapId }).lean<DutyOverrideDocument>();
      return row && openOverride(row);
    },
    async listOverrides(teamId, limit) {
      const rows = await overrides
        .find({ teamId })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit)
        .lean<DutyOverrideDocument[]>();
      return Promise.all(rows.map(openOverride));
    },
    cancelOverride: (end) => endOverride(end),
    addSwap: ({ id, reason, ...swap }) =>
      added(swaps.create([{ _id: id, ...swap, reason: crypto.encrypt(reason, reasonOf(SWAPS, id)) }])),
    async findSwap(id) {
      const row = await swaps.findById(id).lean<SwapRow>();
      return row && openSwap(row);
    },
    async listSwapsOfTurn(shiftId, date) {
      return Promise.all((await swaps.find({ shiftId, date }).lean<SwapRow[]>()).map(openSwap));
    },
    async listSwaps({ teamId, userId, state }, limit) {
      const rows = await swaps
        .find({
          ...(teamId !== undefined && { teamId }),
          ...(state !== undefined && { state }),
          ...(userId !== undefined && { $or: [{ fromUserId: userId }, { toUserId: userId }] }),
        })
        .sort({ askedAt: -1, _id: -1 })
        .limit(limit)
        .lean<SwapRow[]>();
      return Promise.all(rows.map(openSwap));
    },
    async changeSwap({ id, state, permittedBy, permittedAt, answeredBy, answeredAt }, before, effect) {
      const change = { state, permittedBy, permittedAt, answeredBy, answeredAt };
      return connection.transaction(async (session) => {
        const written = await swaps.updateOne({ _id: id, state: before }, { $set: change }, { session });
        if (written.matchedCount !== 1) return false;
        if (effect && 'adds' in effect) await overrides.create([sealOverride(effect.adds)], { session });
        if (effect && 'ends' in effect) await endOverride(effect.ends, { session });
        return true;
      });
    },
  };
}
