import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconClipboardList, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { CommandOrderSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { OrderFilters } from './order-filters';
import { noFilter, useOrderFilter } from './order-filter';
import type { OrderFilter } from './order-filter';
import { inOrder } from './order-queue';
import { OrderRow } from './order-row';
import styles from './orders.module.css';
import { Summary } from './summary';
import { orderWords } from './words';

const longest = 200;
const endedAtOnce = 20;

const queryOf = ({ box, late, unit }: OrderFilter) => ({
  ...(box !== 'all' && { box }),
  ...(late && { late: 'true' as const }),
  ...(unit !== null && { unit }),
});

/** The orders of my unit, given and received: what needs me first. */
export function Screen() {
  const words = useWords(orderWords);
  const isCommander = useMe().role === 'commander';
  const [filter, change] = useOrderFilter();
  const { data, error } = useQuery({
    queryKey: ['commandOrders', 'open', filter],
    queryFn: () =>
      ask('GET /command-orders', { query: { status: ['open'], limit: longest, ...queryOf(filter) } }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(noFilter);
  const open = inOrder(data?.items ?? []);
  const [mine, others] = [
    open.filter(({ needs }) => needs !== null),
    open.filter(({ needs }) => needs === null),
  ];
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <h1 className={styles.title}>{words.title}</h1>
        {isCommander && (
          <Button
            renderRoot={(props) => <Link to="/orders/new" {...props} />}
            size="md"
            leftSection={<IconPlus size={20} aria-hidden />}
          >
            {words.give}
          </Button>
        )}
      </header>
      {data && <Summary orders={open} />}
      <OrderFilters filter={filter} isFiltered={isFiltered} onChange={change} />
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && open.length === 0 && (
        <EmptyState
          icon={<IconClipboardList size={64} stroke={1.25} aria-hidden />}
          {...(isFiltered ? words.nothingLikeThis : isCommander ? words.emptyGive : words.empty)}
        />
      )}
      <Group title={words.groups.mine} orders={mine} />
      <Group title={words.groups.others} orders={others} />
      {data && <Ended filter={filter} />}
    </div>
  );
}

function Group(props: { readonly title: string; readonly orders: readonly CommandOrderSummary[] }) {
  if (props.orders.length === 0) return null;
  return (
    <section className={styles.group} aria-label={props.title}>
      <h2 className={styles.groupTitle}>
        {props.title} <span className={styles.quiet}>{props.orders.length}</span>
      </h2>
      <ul className={styles.list}>
        {props.orders.map((order) => (
          <OrderRow key={order.id} order={order} />
        ))}
      </ul>
    </section>
  );
}

/** Read only when somebody wants to look back. */
function Ended({ filter }: { readonly filter: OrderFilter }) {
  const words = useWords(orderWords);
  const [limit, setLimit] = useState(0);
  const { data, error } = useQuery({
    queryKey: ['commandOrders', 'ended', filter, limit],
    queryFn: () =>
      ask('GET /command-orders', {
        query: { status: ['done', 'closed', 'withdrawn'], limit, ...queryOf(filter) },
      }),
    enabled: limit > 0,
    placeholderData: keepPreviousData,
  });
  const isOpen = limit > 0;
  const Arrow = isOpen ? IconChevronUp : IconChevronDown;
  return (
    <>
      <Button
        className={styles.more}
        variant="subtle"
        size="md"
        aria-expanded={isOpen}
        leftSection={<Arrow size={18} aria-hidden />}
        onClick={() => {
          setLimit(isOpen ? 0 : endedAtOnce);
        }}
      >
        {isOpen ? words.hideEnded : words.showEnded}
      </Button>
      <ErrorLine error={error} />
      {isOpen && data && <Group title={words.groups.ended} orders={data.items} />}
      {isOpen && data?.nextCursor != null && limit < longest && (
        <Button
          className={styles.more}
          variant="default"
          onClick={() => {
            setLimit(Math.min(longest, limit + 4 * endedAtOnce));
          }}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}
