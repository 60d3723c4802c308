import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import { useLanguage } from '../app/language';

/** What the ids and codes of tickets are called. Read once; a code stands for itself until then. */
export function useNames(): {
  readonly unit: (code: string) => string;
  readonly category: (code: string) => string;
} {
  const { language } = useLanguage();
  const units = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const protocols = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
  });
  return {
    unit: (code) => units.data?.items.find((unit) => unit.code === code)?.name ?? code,
    category: (code) =>
      protocols.data?.items.find((protocol) => protocol.category === code)?.name[language] ?? code,
  };
}
