import { useInfiniteQuery } from '@tanstack/react-query';
import { createContext, useContext, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import type { Operations } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { SideDrawer } from '../../parts/drawer';
import { ErrorLine } from '../../parts/error-line';
import { LinkTo } from '../../parts/link-to';
import { LoadingList, MoreButton } from '../../parts/list-parts';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import rows from '../../parts/rows.module.css';
import { queryOf, type Asked } from './asked';
import { countText } from './number-text';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

type Wanted = Pick<
  Operations['GET /reports/{kind}/tickets']['query'],
  'figure' | 'clock' | 'tier' | 'owedBy' | 'row' | 'category' | 'channel' | 'priority'
>;
/** A number whose tickets somebody wants to see. */
export interface Opened {
  readonly title: string;
  readonly wanted: Wanted;
}

const OpenContext = createContext<((opened: Opened) => void) | null>(null);
export const OpenBehind = OpenContext.Provider;

/** A number that opens the list of its tickets; nothing is no list, nor is a number of a report that was sent. */
export function Counted(props: { readonly count: number; readonly name: string; readonly wanted: Wanted }) {
  const words = useWords(reportScreenWords);
  const { language } = useLanguage();
  const open = useContext(OpenContext);
  const { count, name, wanted } = props;
  if (count === 0 || !open) return <>{countText(count, language)}</>;
  return (
    <button
      type="button"
      className={styles.counted}
      data-figure={wanted.figure}
      aria-label={words.behind(name, count)}
      onClick={() => {
        open({ title: name, wanted });
      }}
    >
      {countText(count, language)}
    </button>
  );
}

const columns = { '--columns': '10rem minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr)' } as CSSProperties;

/** The tickets behind a number, as it was counted. */
export function BehindDrawer(props: {
  readonly opened: Opened | null;
  readonly asked: Asked;
  readonly countedAt: string;
  readonly onClose: () => void;
}) {
  const { opened, onClose } = props;
  return (
    <SideDrawer wide title={opened?.title ?? ''} isOpen={opened !== null} onClose={onClose}>
      {opened && <Tickets {...props} opened={opened} />}
    </SideDrawer>
  );
}

function Tickets({
  opened,
  asked,
  countedAt,
}: {
  readonly opened: Opened;
  readonly asked: Asked;
  readonly countedAt: string;
}) {
  const words = useWords(reportScreenWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const names = useNames();
  const query = { ...queryOf(asked), ...opened.wanted, asOf: countedAt, limit: 50 };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['report', 'behind', asked.kind, query],
    queryFn: ({ pageParam }) =>
      ask('GET /reports/{kind}/tickets', {
        params: { kind: asked.kind },
        query: { ...query, ...(pageParam !== null && { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (error) return <ErrorLine error={error} />;
  if (!data) {
    return <LoadingList />;
  }
  return (
    <div className={styles.behind}>
      <p className={styles.quiet}>{words.tickets(data.pages[0]?.count ?? 0)}</p>
      <ul className={rows.list} aria-label={opened.title}>
        {data.pages
          .flatMap(({ items }) => items)
          .map(({ ticketId, code, category, priority, status, receivedAt, unitCode }) => (
            <li key={ticketId}>
              <LinkTo to={`/tickets/${ticketId}`} className={rows.row} style={columns}>
                <span className={rows.cell}>
                  <b>{code}</b>
                  <small>{dayAndTime(receivedAt, language)}</small>
                </span>
                <span className={rows.cell}>
                  {priority} · {names.category(category)}
                </span>
                <span className={rows.cell}>{names.unit(unitCode)}</span>
                <span className={rows.cell}>{shared.status[status]}</span>
              </LinkTo>
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <MoreButton
          text={words.moreTickets}
          isLoading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        />
      )}
    </div>
  );
}
