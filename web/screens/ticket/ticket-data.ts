import { useQueries, useQuery } from '@tanstack/react-query';
import { ask, type AnswerOf } from '../../api/ask';

export type Whole = AnswerOf<'GET /tickets/{id}'>;
export type Directory = AnswerOf<'GET /units/{code}/directory'>;

export const useTicket = (id: string) =>
  useQuery({
    queryKey: ['ticket', id],
    queryFn: () => ask('GET /tickets/{id}', { params: { id } }),
    retry: false,
  });

/** Numbers, teams and people on duty of the units of the ticket's place, the nearest first. */
export function useDuty(ticket: Whole): readonly Directory[] {
  return useQueries({
    queries: [...ticket.unitPath].reverse().map(({ code }) => ({
      queryKey: ['directory', code],
      queryFn: () => ask('GET /units/{code}/directory', { params: { code } }),
      staleTime: 60_000,
      refetchInterval: 120_000,
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
}
