import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { ReadinessSummary } from '../api/operations.gen';

/** What each unit of my area lacks, and who is on duty in each team; read again every minute. */
export function useReadiness(): {
  readonly all: readonly ReadinessSummary[] | undefined;
  readonly error: unknown;
  readonly ofUnit: (code: string) => ReadinessSummary | undefined;
  readonly ofTeam: (id: string) => ReadinessSummary['teams'][number] | undefined;
} {
  const { data, error } = useQuery({
    queryKey: ['readiness'],
    queryFn: () => ask('GET /readiness'),
    refetchInterval: 60_000,
  });
  return {
    all: data?.items,
    error,
    ofUnit: (code) => data?.items.find(({ unitCode }) => unitCode === code),
    ofTeam: (id) => data?.items.flatMap(({ teams }) => teams).find(({ teamId }) => teamId === id),
  };
}
