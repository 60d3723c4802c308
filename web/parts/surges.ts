import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { Surge } from '../api/operations.gen';
import { useNow } from './countdown';

const looksEveryMs = 5_000;

/** Surges in force that concern me, the highest unit first. Time alone ends one, whatever the network does. */
export function useSurges(): readonly Surge[] {
  const now = useNow(looksEveryMs);
  const { data } = useQuery({
    queryKey: ['surges'],
    queryFn: () => ask('GET /surge'),
    refetchInterval: 60_000,
  });
  return (data?.items ?? []).filter(({ endsAt }) => Date.parse(endsAt) > now);
}

/** The surge that rules a unit: its own, else that of the nearest unit above. */
export function useRulingSurge(unitCode: string): Surge | null {
  const surges = useSurges();
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const path = data?.items.find(({ code }) => code === unitCode)?.path ?? [{ code: unitCode }];
  for (const { code } of [...path].reverse()) {
    const found = surges.find((surge) => surge.unitCode === code);
    if (found) return found;
  }
  return null;
}
