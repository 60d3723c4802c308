import type { User } from '../../domain/organisation';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { isInAreaOf } from '../rights';

/** @throws Refused `not-found` for an account that is not there, or not in the reader's area */
export async function knownUser(
  { users }: { readonly users: Pick<UserRepository, 'find'> },
  reader: User,
  id: string,
): Promise<User> {
  const user = await users.find(id);
  if (user && isInAreaOf(reader, user.unitPath)) return user;
  throw new Refused('not-found', 'There is no account with this id in your area.');
}
