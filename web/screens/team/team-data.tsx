import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/ask';
import type { TicketSummary } from '../../api/operations.gen';
import { useMe } from '../../app/session';
import { useKeptQueries } from '../../parts/kept-queries';
import { useOfflineShell } from '../../parts/offline-shell';
import { OfflineBanner } from './offline-banner';
import { OutboxProvider, useOutbox } from './outbox';
import { withWaiting } from './with-waiting';

/** A team's tickets, and what their codes are called. */
const kept = ['tickets', 'ticket', 'protocols', 'units'];
const open = ['dispatched', 'claimed', 'enRoute', 'onScene', 'onHold'] as const;

/** Around both screens of a team: what the phone remembers, what it still has to send. */
export function TeamFrame({ children }: { readonly children: ReactNode }) {
  useOfflineShell('team');
  const isReady = useKeptQueries(kept);
  if (!isReady) return null;
  return (
    <OutboxProvider>
      <OfflineBanner />
      {children}
    </OutboxProvider>
  );
}

/** The team's open tickets, most urgent first, as they are once everything has been sent. */
export function useTasks(): {
  readonly tasks: readonly TicketSummary[] | undefined;
  readonly error: unknown;
} {
  const { teamId } = useMe();
  const { waiting } = useOutbox();
  const { data, error } = useQuery({
    queryKey: ['tickets', 'team', teamId],
    queryFn: () => ask('GET /tickets', { query: { team: teamId ?? '', status: open, limit: 100 } }),
    enabled: teamId !== null,
    refetchInterval: 60_000,
    networkMode: 'always',
    gcTime: Infinity,
  });
  const held = data?.items.filter(({ ownerTeamId }) => ownerTeamId === null || ownerTeamId === teamId);
  const tasks =
    held && withWaiting(held, waiting, teamId).sort((a, b) => urgency(a).localeCompare(urgency(b)));
  return { tasks, error };
}

const urgency = (ticket: TicketSummary): string =>
  `${ticket.priority} ${ticket.nextDueAt ?? '~'} ${ticket.receivedAt}`;
