import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import { useMe } from '../app/session';
import type { User } from '../api/operations.gen';

/** The accounts of my area, for those who may see them; an id stands for itself until they are read. */
export function usePeople(): {
  readonly all: readonly User[] | undefined;
  readonly error: unknown;
  readonly find: (id: string) => User | undefined;
  readonly name: (id: string) => string;
} {
  const { role } = useMe();
  const { data, error } = useQuery({
    queryKey: ['people'],
    queryFn: () => ask('GET /users'),
    staleTime: 60_000,
    enabled: role === 'admin' || role === 'supervisor',
  });
  const find = (id: string): User | undefined => data?.items.find((person) => person.id === id);
  return { all: data?.items, error, find, name: (id) => find(id)?.name ?? id };
}
