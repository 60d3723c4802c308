import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask, type AnswerOf } from '../../api/ask';

const everyMs = 5_000;

/** Says that this ticket is open here, for as long as somebody looks, and tells who else has it open. */
export function usePresence(id: string): AnswerOf<'PUT /tickets/{id}/presence'>['others'] {
  const { data } = useQuery({
    queryKey: ['presence', id],
    queryFn: () => ask('PUT /tickets/{id}/presence', { params: { id } }),
    refetchInterval: everyMs,
    // Nothing depends on it: what fails is asked again at the next turn.
    retry: false,
    gcTime: 0,
  });
  useEffect(
    () => () => {
      ask('DELETE /tickets/{id}/presence', { params: { id } }).catch(() => undefined);
    },
    [id],
  );
  return data?.others ?? [];
}
