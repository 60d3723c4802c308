import { PeriodFields } from './period-fields';
import { Text, TextInput } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { FilterBar } from '../../parts/page';
import rows from '../../parts/rows.module.css';
import { LoadingList, MoreButton } from '../../parts/list-parts';
import { PersonPicker } from './person-picker';
import { periodOf } from './period';
import { auditWords } from './words';

const columns = {
  '--columns': '11rem minmax(0, 2fr) minmax(0, 2fr) minmax(0, 3fr)',
} as CSSProperties;

/** Who looked at personal data: of one's area, or at one ticket. */
export function AccessLog() {
  const words = useWords(auditWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const [user, setUser] = useState<string | null>(null);
  const [ticket, setTicket] = useState('');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const code = ticket.trim().toUpperCase();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['access', user, code, since, until],
    queryFn: ({ pageParam }) =>
      ask('GET /audit/access', {
        query: {
          ...periodOf(since, until),
          ...(user !== null && { user }),
          ...(code !== '' && { ticket: code }),
          ...(pageParam !== null && { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: code === '' || code.length >= 8,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Text c="var(--truc-quiet)">{words.accessLead}</Text>
      <FilterBar label={shared.filters}>
        <PersonPicker label={words.person} value={user} onChange={setUser} />
        <TextInput
          label={words.ticket}
          description={words.ticketHint}
          value={ticket}
          onChange={({ currentTarget }) => {
            setTicket(currentTarget.value);
          }}
        />
        <PeriodFields {...{ since, until }} onSince={setSince} onUntil={setUntil} />
      </FilterBar>
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && items.length === 0 && (
        <EmptyState icon={<IconEyeOff size={64} stroke={1.25} aria-hidden />} {...words.noAccess} />
      )}
      <ul className={rows.list} aria-label={words.access}>
        {items.map(({ at, user: who, what, subjectId, full, requestId }, index) => (
          <li key={`${requestId} ${subjectId} ${String(index)}`}>
            <div className={rows.row} style={{ ...columns, cursor: 'default' }}>
              <span className={rows.cell}>{dayAndTime(at, language)}</span>
              <span className={rows.cell}>
                {who?.name ?? '–'}
                {who && <small>{shared.roles[who.role]}</small>}
              </span>
              <span className={rows.cell}>{words.kinds[what] ?? what}</span>
              <span className={rows.cell}>
                {full ? words.full : words.masked}
                <small>{subjectId}</small>
              </span>
            </div>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <MoreButton text={words.more} isLoading={isFetchingNextPage} onClick={() => void fetchNextPage()} />
      )}
    </div>
  );
}
