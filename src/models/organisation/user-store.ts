import { hash, verify } from '@node-rs/argon2';
import type { Connection } from 'mongoose';
import type { Role, User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import { fromUser, toUser, usernameOf, type PersonCrypto } from './documents';
import { organisationModels, type UserDocument } from './organisation-models';
import type { UserRepository } from './organisation-repository';

/** OWASP's smallest recommended argon2id (the library's default kind): 19 MiB, two passes; about 70 ms. */
const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** People and their sign-ins in MongoDB, names and phones encrypted. */
export function createUserRepository(connection: Connection, crypto: PersonCrypto): UserRepository {
  const { users } = organisationModels(connection);
  const open = async (document: UserDocument | null): Promise<User | null> =>
    document && crypto.reading(() => toUser(document, crypto));
  // Checked against when there is no account or no password, so that an answer's time tells nothing.
  const nobodysHash = hash('a password that nobody has', passwordCost);
  return {
    async find(id) {
      return open(await users.findById(id).lean());
    },
    async findMany(ids) {
      const found = await users.find({ _id: { $in: [...new Set(ids)] } }).lean();
      return crypto.reading(() => found.map((document) => toUser(document, crypto)));
    },
    async findByUsername(username) {
      return open(await users.findOne({ username: usernameOf(username) }).lean());
    },
    async findSession(id) {
      const document = await users.findById(id).lean();
      const user = await open(document);
      return user && { user, sessionsFrom: document?.sessionsFrom ?? null };
    },
    async list({ unitCode, role, teamId }) {
      const found = await users
        .find({
          ...(unitCode !== undefined && { unitCode }),
          ...(role !== undefined && { role: role as Role }),
          ...(teamId !== undefined && { teamId }),
        })
        .sort({ _id: 1 })
        .lean();
      return crypto.reading(() => found.map((document) => toUser(document, crypto)));
    },
    async save(user, password) {
      const taken = await users.exists({ username: usernameOf(user.username), _id: { $ne: user.id } });
      if (taken) {
        throw new DomainError('invalid-command', 'this username belongs to somebody else', {
          pointer: '/username',
        });
      }
      const { _id, ...fields } = fromUser(user, crypto);
      const passwordHash = password === undefined ? {} : { passwordHash: await hash(password, passwordCost) };
      const ended = password !== undefined || !user.active ? { sessionsFrom: new Date() } : {};
      await users.updateOne({ _id }, { $set: { ...fields, ...passwordHash, ...ended } }, { upsert: true });
      return { ...user, username: fields.username };
    },
    async verifyPassword(username, password) {
      const document = await users.findOne({ username: usernameOf(username) }).lean();
      const isRight = await verify(document?.passwordHash ?? (await nobodysHash), password);
      return document?.passwordHash !== undefined && document.active && isRight ? open(document) : null;
    },
  };
}
