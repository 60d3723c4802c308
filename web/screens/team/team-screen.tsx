import { Center, Loader, Stack, Title } from '@mantine/core';
import { IconChecks, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { Countdown } from '../../parts/countdown';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { useNames } from '../../parts/names';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import { TeamFrame, useTasks } from './team-data';
import styles from './team.module.css';
import { teamWords } from './words';

/** What the team has in hand and what it is offered, most urgent first. */
export function Screen() {
  return (
    <TeamFrame>
      <Tasks />
    </TeamFrame>
  );
}

function Tasks() {
  const words = useWords(teamWords);
  const { loading } = useWords(sharedWords);
  const { tasks, error } = useTasks();
  if (!tasks) {
    return error ? (
      <div className={styles.page}>
        <ErrorLine error={error} />
      </div>
    ) : (
      <Center py={64}>
        <Loader aria-label={loading} />
      </Center>
    );
  }
  const mine = tasks.filter(({ ownerTeamId }) => ownerTeamId !== null);
  const offered = tasks.filter(({ ownerTeamId }) => ownerTeamId === null);
  if (tasks.length === 0) {
    const icon = <IconChecks size={64} stroke={1.25} aria-hidden />;
    return <EmptyState icon={icon} title={words.nothing.title} body={words.nothing.body} />;
  }
  return (
    <div className={styles.page}>
      <h1 className={styles.hidden}>{words.title}</h1>
      {[
        { title: words.mine, list: mine },
        { title: words.offered, list: offered },
      ].map(
        ({ title, list }) =>
          list.length > 0 && (
            <section key={title} aria-label={title}>
              <Title order={2} size="h4" mb="xs">
                {title} ({list.length})
              </Title>
              <Stack gap="sm">
                {list.map((ticket) => (
                  <TaskCard key={ticket.id} ticket={ticket} />
                ))}
              </Stack>
            </section>
          ),
      )}
    </div>
  );
}

function TaskCard({ ticket }: { readonly ticket: TicketSummary }) {
  const { status } = useWords(sharedWords);
  const names = useNames();
  const { address, unitCode } = ticket.location;
  return (
    <Link to="/team/$id" params={{ id: ticket.id }} className={styles.card} data-priority={ticket.priority}>
      <span className={styles.row}>
        <PriorityBadge priority={ticket.priority} />
        {ticket.nextDueAt !== null && (
          <span className={styles.due}>
            <SlaBand sla={ticket.sla} compact />
            <Countdown dueAt={ticket.nextDueAt} />
          </span>
        )}
      </span>
      <span className={styles.name}>{names.category(ticket.category)}</span>
      <span>{[address, names.unit(unitCode)].filter(Boolean).join(', ')}</span>
      <span className={styles.row}>
        <span className={styles.quiet}>
          {ticket.code} · {status[ticket.status]}
        </span>
        <IconChevronRight aria-hidden />
      </span>
    </Link>
  );
}
