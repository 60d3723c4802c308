import { Button, Checkbox } from '@mantine/core';
import { IconMailFast } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveryKinds, shortPeriod, type DeliveryKind } from '../../../src/domain/report-delivery';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { SideDrawer } from '../../parts/drawer';
import { ErrorLine } from '../../parts/error-line';
import { LinkTo } from '../../parts/link-to';
import { LoadingList, MoreButton } from '../../parts/list-parts';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import rows from '../../parts/rows.module.css';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

const queryKey = ['report-subscriptions'];

/** Having the reports of this unit sent by themselves, and those that were. */
export function Delivery({ unitCode }: { readonly unitCode: string }) {
  const words = useWords(reportScreenWords);
  const names = useNames();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useQuery({ queryKey, queryFn: () => ask('GET /report-subscriptions') });
  const choose = useMutation({
    mutationFn: async ({ kind, wanted }: { readonly kind: DeliveryKind; readonly wanted: boolean }) => {
      const params = { kind, unit: unitCode };
      if (wanted) await ask('PUT /report-subscriptions/{kind}/{unit}', { params });
      else await ask('DELETE /report-subscriptions/{kind}/{unit}', { params });
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  const isSent = (kind: DeliveryKind): boolean =>
    choose.isPending && choose.variables.kind === kind
      ? choose.variables.wanted
      : (data?.items.some((one) => one.kind === kind && one.unitCode === unitCode) ?? false);
  return (
    <section className={styles.delivery} aria-label={words.delivery}>
      <span>{words.sendMe}</span>
      {deliveryKinds.map((kind) => (
        <Checkbox
          key={kind}
          size="md"
          label={words.often[kind]}
          checked={isSent(kind)}
          disabled={!data || choose.isPending}
          onChange={({ currentTarget: { checked } }) => {
            choose.mutate({ kind, wanted: checked });
          }}
        />
      ))}
      <Button
        variant="default"
        mih={48}
        leftSection={<IconMailFast size={20} aria-hidden />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {words.sentReports}
      </Button>
      <ErrorLine error={choose.error ?? error} />
      <SideDrawer
        title={`${words.sentReports}: ${names.unit(unitCode)}`}
        isOpen={isOpen}
        onClose={() => {
          setOpen(false);
        }}
      >
        {isOpen && <SentReports unitCode={unitCode} />}
      </SideDrawer>
    </section>
  );
}

function SentReports({ unitCode }: { readonly unitCode: string }) {
  const words = useWords(reportScreenWords);
  const { language } = useLanguage();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['sent-reports', unitCode],
    queryFn: ({ pageParam }) =>
      ask('GET /sent-reports', {
        query: { unit: unitCode, limit: 50, ...(pageParam !== null && { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (error) return <ErrorLine error={error} />;
  if (!data) return <LoadingList />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className={styles.quiet}>{words.noneSent}</p>;
  return (
    <div className={styles.behind}>
      <ul className={rows.list} aria-label={words.sentReports}>
        {items.map((one) => (
          <li key={one.id}>
            <LinkTo to={`/reports/sent/${one.id}`} className={`${rows.row ?? ''} ${styles.sent ?? ''}`}>
              <b>
                {words.kinds[one.kind]} {shortPeriod(one)}
              </b>
              <span className={styles.quiet}>{words.sentAt(dayAndTime(one.sentAt, language))}</span>
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
