import type { DutyOverride, DutyShift, HotlineNumber, Team, Unit, User } from '../../domain/organisation';
import type { FieldCrypto } from '../../platform/crypto/field-crypto';
import type {
  DutyOverrideDocument,
  HotlineNumberDocument,
  ShiftDocument,
  TeamDocument,
  UnitDocument,
  UserDocument,
} from './organisation-models';

/** What the models need of the field crypto; `reading` loads a key that another process has just made. */
export type PersonCrypto = Pick<FieldCrypto, 'encrypt' | 'decrypt' | 'reading'>;

export const toUnit = ({ _id, ...unit }: UnitDocument): Unit => ({ code: _id, ...unit });
export const fromUnit = ({ code, ...unit }: Unit): UnitDocument => ({ _id: code, ...unit });

export const toTeam = ({ _id, ...team }: TeamDocument): Team => ({ id: _id, ...team });
export const fromTeam = ({ id, ...team }: Team): TeamDocument => ({ _id: id, ...team });

export const toHotlineNumber = ({ _id, ...number }: HotlineNumberDocument): HotlineNumber => ({
  id: _id,
  ...number,
});
export const fromHotlineNumber = ({ id, ...number }: HotlineNumber): HotlineNumberDocument => ({
  _id: id,
  ...number,
});

export function toShift({ _id, unitCode: _unitCode, ...shift }: ShiftDocument): DutyShift {
  return { id: _id, ...shift };
}
export const fromShift = ({ id, ...shift }: DutyShift, unitCode: string): ShiftDocument => ({
  _id: id,
  unitCode,
  ...shift,
});

/** As the roster counts it; the words and the audit stay sealed in the row. */
export const toOverride = (row: Omit<DutyOverrideDocument, 'reason'>): DutyOverride => ({
  ...{ id: row._id, teamId: row.teamId, userId: row.userId, replacesUserId: row.replacesUserId },
  ...{ from: row.from, until: row.until, createdAt: row.createdAt },
});

const contextOf = (userId: string, field: 'name' | 'phone'): string => `users/${userId}/${field}`;

export function toUser(document: UserDocument, crypto: Pick<PersonCrypto, 'decrypt'>): User {
  const { _id, passwordHash: _passwordHash, sessionsFrom: _sessionsFrom, name, phone, ...rest } = document;
  return {
    id: _id,
    ...rest,
    name: crypto.decrypt(name, contextOf(_id, 'name')),
    phone: phone === null ? null : crypto.decrypt(phone, contextOf(_id, 'phone')),
  };
}

export function fromUser(user: User, crypto: Pick<PersonCrypto, 'encrypt'>): UserDocument {
  const { id, name, phone, username, ...rest } = user;
  return {
    _id: id,
    ...rest,
    username: usernameOf(username),
    name: crypto.encrypt(name, contextOf(id, 'name')),
    phone: phone === null ? null : crypto.encrypt(phone, contextOf(id, 'phone')),
  };
}

/** Usernames are one word in lower case: what a phone's keyboard makes of the first letter must not matter. */
export const usernameOf = (typed: string): string => typed.trim().toLowerCase();
