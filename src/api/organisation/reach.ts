import type { Reach } from '../../domain/roster-warnings';
import type { MessageRepository } from '../../models/messages/message-repository';
import type { UserRepository } from '../../models/organisation/organisation-repository';
import type { OptOuts } from '../../models/recipients/recipient-lists';

export interface ReachDependencies {
  readonly users: Pick<UserRepository, 'find'>;
  readonly messages: Pick<MessageRepository, 'listUndelivered'>;
  readonly optOuts: Pick<OptOuts, 'has'>;
}

/** What is known of these people's telephones; an id of nobody is left out. */
export async function reachOf(
  { users, messages, optOuts }: ReachDependencies,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Reach>> {
  const ids = [...new Set(userIds)];
  const [people, undelivered] = await Promise.all([
    Promise.all(ids.map((id) => users.find(id))),
    messages.listUndelivered(ids),
  ]);
  const known = people.filter((user) => user !== null);
  const reaches = await Promise.all(
    known.map(async (user): Promise<Reach> => ({
      user,
      // News about the number they had before says nothing about the one they have now.
      lastUndelivered: user.phone !== null && undelivered.get(user.id) === user.phone,
      optedOut: user.phone !== null && (await optOuts.has(user.phone)),
    })),
  );
  return new Map(reaches.map((reach) => [reach.user.id, reach]));
}
