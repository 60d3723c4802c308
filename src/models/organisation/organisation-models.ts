import { Schema, type Connection, type Model } from 'mongoose';
import type {
  DutyOverride,
  DutyShift,
  HotlineNumber,
  Team,
  Unit,
  UnitRef,
  User,
} from '../../domain/organisation';
import type { Policy } from '../../domain/policy';

type Stored<T extends { id: string }> = Omit<T, 'id'> & { _id: string };

/** A unit's code is its id. */
export type UnitDocument = Omit<Unit, 'code'> & { _id: string };
export type TeamDocument = Stored<Team>;
export type HotlineNumberDocument = Stored<HotlineNumber>;
/** The team's unit stands beside the shift, so that rosters of many units are one query. */
export type ShiftDocument = Stored<DutyShift> & { unitCode: string };
/** `reason` is somebody's own words, encrypted; who, when and why stay after the period is over or cancelled. */
export type DutyOverrideDocument = Stored<DutyOverride> & {
  unitCode: string;
  reason: string;
  createdBy: string;
  /** The swap it comes from; null for a supervisor's word. */
  swapId: string | null;
  cancelledBy: string | null;
  cancelledAt: string | null;
};
/**
 * `name` and `phone` are encrypted; `null` as phone says without a key that nobody can be paged. Sessions from before
 * `sessionsFrom` have ended.
 */
export type UserDocument = Stored<User> & { passwordHash?: string; sessionsFrom?: Date };
export interface PolicyDocument {
  _id: string;
  policyId: string;
  version: number;
  unitCode: string;
  effectiveFrom: string;
  policy: Policy;
  /** Of a version that somebody saved; absent for what came from a file. */
  createdBy?: string;
  createdAt?: Date;
}

const text = { type: String, required: true } as const;
const optionalText = { type: String, default: null } as const;
const options = { autoIndex: false, strict: 'throw', versionKey: false, minimize: false } as const;

const pathOf = () => [new Schema<UnitRef>({ tier: text, code: text }, { _id: false, strict: 'throw' })];

const unitSchema = new Schema<UnitDocument>(
  {
    _id: text,
    officialCode: String,
    tier: text,
    name: text,
    type: text,
    parentCode: optionalText,
    path: pathOf(),
    validFrom: text,
    validTo: optionalText,
    successors: [String],
    profile: text,
    searchKey: text,
  },
  { ...options, collection: 'units' },
);
unitSchema.index({ parentCode: 1 });
unitSchema.index({ searchKey: 1 });

const teamSchema = new Schema<TeamDocument>(
  {
    _id: text,
    name: text,
    unitCode: text,
    tier: text,
    fields: [String],
    active: { type: Boolean, required: true },
  },
  { ...options, collection: 'teams' },
);
teamSchema.index({ unitCode: 1, fields: 1 });

const hotlineNumberSchema = new Schema<HotlineNumberDocument>(
  {
    _id: text,
    unitCode: text,
    teamId: optionalText,
    label: text,
    number: text,
    published: { type: Boolean, required: true },
  },
  { ...options, collection: 'hotlineNumbers' },
);
hotlineNumberSchema.index({ unitCode: 1 });
// One number belongs to one unit, or a call there would have two owners and so none.
hotlineNumberSchema.index({ number: 1 }, { unique: true });

const shiftSchema = new Schema<ShiftDocument>(
  {
    _id: text,
    teamId: text,
    unitCode: text,
    userId: optionalText,
    weekdays: [Number],
    from: text,
    to: text,
    validFrom: text,
    validTo: optionalText,
  },
  { ...options, collection: 'shifts' },
);
shiftSchema.index({ unitCode: 1 });
shiftSchema.index({ teamId: 1 });
shiftSchema.index({ userId: 1 });

const dutyOverrideSchema = new Schema<DutyOverrideDocument>(
  {
    _id: text,
    teamId: text,
    unitCode: text,
    userId: text,
    replacesUserId: optionalText,
    from: text,
    until: text,
    createdAt: text,
    reason: text,
    createdBy: text,
    swapId: optionalText,
    cancelledBy: optionalText,
    cancelledAt: optionalText,
  },
  { ...options, collection: 'dutyOverrides' },
);
dutyOverrideSchema.index({ unitCode: 1, until: 1 });
dutyOverrideSchema.index({ teamId: 1, until: 1 });
dutyOverrideSchema.index({ userId: 1, until: 1 });
dutyOverrideSchema.index({ until: 1 });

const userSchema = new Schema<UserDocument>(
  {
    _id: text,
    username: text,
    name: text,
    role: text,
    unitCode: text,
    unitPath: pathOf(),
    teamId: optionalText,
    phone: optionalText,
    active: { type: Boolean, required: true },
    language: text,
    passwordHash: String,
    sessionsFrom: Date,
  },
  { ...options, collection: 'users' },
);
userSchema.index({ username: 1 }, { unique: true });
userSchema.index({ unitCode: 1, role: 1 });
userSchema.index({ teamId: 1 });

const policySchema = new Schema<PolicyDocument>(
  {
    _id: text,
    policyId: text,
    version: { type: Number, required: true },
    unitCode: text,
    effectiveFrom: text,
    policy: { type: Schema.Types.Mixed, required: true },
    createdBy: String,
    createdAt: Date,
  },
  { ...options, collection: 'policies' },
);
policySchema.index({ unitCode: 1, effectiveFrom: -1 });

const modelOf = <T>(connection: Connection, name: string, schema: Schema<T>): Model<T> =>
  (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema);

/** The collections of one connection; asking again gives the same ones. */
export const organisationModels = (connection: Connection) => ({
  units: modelOf(connection, 'Unit', unitSchema),
  teams: modelOf(connection, 'Team', teamSchema),
  hotlineNumbers: modelOf(connection, 'HotlineNumber', hotlineNumberSchema),
  shifts: modelOf(connection, 'Shift', shiftSchema),
  dutyOverrides: modelOf(connection, 'DutyOverride', dutyOverrideSchema),
  users: modelOf(connection, 'User', userSchema),
  policies: modelOf(connection, 'Policy', policySchema),
});
export type OrganisationModels = ReturnType<typeof organisationModels>;

/** Creates what the queries here rely on. Safe to repeat; called once by a composition root at start. */
export async function ensureOrganisationIndexes(connection: Connection): Promise<void> {
  await Promise.all(Object.values(organisationModels(connection)).map((model) => model.createIndexes()));
}
