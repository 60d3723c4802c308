import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask, type AnswerOf } from '../../api/ask';
import type { DraftReport, Lookalike } from '../../api/operations.gen';
import { normalisePhone } from '../../../src/domain/phone';
import type { Draft } from './draft';

const typingPauseMs = 350;
/** Each look-up of a number is recorded: one a call is enough. */
const callerFreshMs = 5 * 60_000;

/** Open tickets that look like the draft, anew at every pause of the typing. */
export function useLookalikes(draft: Draft): readonly Lookalike[] {
  const [report] = useDebouncedValue(JSON.stringify(reportOf(draft)), typingPauseMs);
  const body = JSON.parse(report) as DraftReport | null;
  const { data } = useQuery({
    queryKey: ['lookalikes', report],
    queryFn: () => ask('POST /tickets/lookalikes', { body: body ?? {} }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
  return body === null ? none : (data?.items ?? none);
}
const none: readonly Lookalike[] = [];

/** Null until something is known that a ticket could be found by. */
function reportOf(draft: Draft): DraftReport | null {
  const phone = normalisePhone(draft.phone);
  const [address, description, name] = [draft.address.trim(), draft.description.trim(), draft.name.trim()];
  const isPlaced = draft.unitCode !== null && (address.length > 2 || description.length > 7);
  if (phone === null && !isPlaced) return null;
  const location = {
    ...(draft.unitCode !== null && { unitCode: draft.unitCode }),
    ...(address && { address }),
  };
  return {
    ...(phone !== null && { phone }),
    ...(name && { name }),
    ...(draft.category !== null && { category: draft.category }),
    ...(Object.keys(location).length > 0 && { location }),
    ...(description && { description }),
  };
}

/** Open and earlier tickets of the number, once it is one. */
export function useCaller(phone: string): AnswerOf<'GET /callers/{phone}'> | undefined {
  const [settled] = useDebouncedValue(phone, typingPauseMs);
  const number = normalisePhone(settled);
  const { data } = useQuery({
    queryKey: ['caller', number],
    queryFn: () => ask('GET /callers/{phone}', { params: { phone: number ?? '' } }),
    enabled: number !== null,
    staleTime: callerFreshMs,
    retry: false,
  });
  return number === null ? undefined : data;
}
