import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, type AnswerOf } from '../../api/ask';
import type { DutyFigures, Unit, Wallboard } from '../../api/operations.gen';
import { useMe } from '../../app/session';
import { unitsBelow } from './places';

/** Time passes without events, and a deadline comes nearer. */
const passingMs = 15_000;

export function useWallboard(): UseQueryResult<Wallboard> {
  return useQuery({
    queryKey: ['board', 'wall'],
    queryFn: () => ask('GET /stats/wallboard'),
    refetchInterval: passingMs,
    placeholderData: keepPreviousData,
  });
}

/** Rosters change by the shift, not by the ticket. */
export function useDuty(): UseQueryResult<DutyFigures> {
  return useQuery({
    queryKey: ['duty'],
    queryFn: () => ask('GET /stats/duty'),
    refetchInterval: 60_000,
  });
}

export function useCallStats(): UseQueryResult<AnswerOf<'GET /stats/calls'>> {
  return useQuery({
    queryKey: ['callFigures'],
    queryFn: () => ask('GET /stats/calls'),
    refetchInterval: passingMs,
  });
}

/** The area that this person answers for, and what lies below it. */
export function usePlaces(board: Wallboard | undefined): {
  readonly area: Unit | undefined;
  readonly below: readonly Unit[];
} {
  const { unitCode } = useMe();
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const withWork = board?.units.map(({ code }) => code).join(' ') ?? '';
  return useMemo(() => {
    const units = data?.items ?? [];
    const working = new Set(withWork.split(' '));
    const today = new Date().toISOString().slice(0, 10);
    return {
      area: units.find(({ code }) => code === unitCode),
      below: unitsBelow(units, unitCode, today, (code) => working.has(code)),
    };
  }, [data, unitCode, withWork]);
}
