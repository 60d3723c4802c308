import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { Team } from '../api/operations.gen';

/** Every team and what it is called; read once, an id stands for itself until then. */
export function useTeams(): { readonly all: readonly Team[]; readonly name: (id: string) => string } {
  const { data } = useQuery({ queryKey: ['teams'], queryFn: () => ask('GET /teams'), staleTime: 300_000 });
  return {
    all: data?.items ?? [],
    name: (id) => data?.items.find((team) => team.id === id)?.name ?? id,
  };
}
