import { Button, Text } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { SurgeBanner } from '../../parts/surge-banner';
import { Filters } from './filters';
import { noFilter, useQueueFilter } from './queue-filter';
import { QueueRow } from './queue-row';
import styles from './queue.module.css';
import { queueWords } from './words';

/** What somebody may still have to do something about. */
const open = ['received', 'triaged', 'dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;
const pageSize = 50;
const longest = 200;

/** The open tickets of the area, what breaches next first. */
export function Screen() {
  const words = useWords(queueWords);
  const [filter, change] = useQueueFilter();
  const [limit, setLimit] = useState(pageSize);
  const { unit, category, priority, sla } = filter;
  const { data, error } = useQuery({
    queryKey: ['tickets', 'queue', filter, limit],
    queryFn: () =>
      ask('GET /tickets', {
        query: {
          ...{ order: 'breachNext', status: open, limit },
          ...(unit !== null && { unit }),
          ...(category !== null && { category: [category] }),
          ...(priority.length > 0 && { priority }),
          ...(sla !== null && { sla }),
        },
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const list = useRef<HTMLUListElement>(null);
  useArrows(list);
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(noFilter);
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <h1 className={styles.title}>{words.title}</h1>
        <Text c="var(--truc-quiet)">{words.lead}</Text>
      </header>
      <SurgeBanner />
      <Filters filter={filter} onChange={change} isFiltered={isFiltered} />
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconChecks size={64} stroke={1.25} aria-hidden />}
          {...(isFiltered ? words.nothingLikeThis : words.nothing)}
        />
      )}
      {data && data.items.length > 0 && (
        <>
          <div className={styles.labels} aria-hidden>
            <span>{words.due}</span>
            <span>{words.what}</span>
            <span>{words.where}</span>
            <span>{words.who}</span>
          </div>
          <ul ref={list} className={styles.list} aria-label={words.title}>
            {data.items.map((ticket) => (
              <QueueRow key={ticket.id} ticket={ticket} />
            ))}
          </ul>
          {data.nextCursor !== null && (
            <div className={styles.more}>
              <Text>{words.more(data.items.length)}</Text>
              {limit < longest && (
                <Button
                  variant="default"
                  onClick={() => {
                    setLimit(Math.min(longest, limit + pageSize));
                  }}
                >
                  {words.showMore}
                </Button>
              )}
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** Up and down go from ticket to ticket, from anywhere but a field; Enter is the link's own. */
function useArrows(list: { readonly current: HTMLUListElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const at = event.target as HTMLElement;
      if (step === 0 || at.closest('input, textarea, select, [role="listbox"], [role="menu"]')) return;
      const links = [...(list.current?.querySelectorAll('a') ?? [])];
      if (links.length === 0) return;
      const now = links.findIndex((link) => link === document.activeElement);
      const next = links[now < 0 ? 0 : Math.min(links.length - 1, Math.max(0, now + step))];
      event.preventDefault();
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [list]);
}
