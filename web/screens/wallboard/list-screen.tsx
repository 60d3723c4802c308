import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { clockTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { DrillDown } from './drill-down';
import { TicketList } from './ticket-list';
import { useCallStats, useDuty, useWallboard } from './use-board';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

const unowned = ['received', 'triaged', 'dispatched'] as const;
const working = [...unowned, 'claimed', 'enRoute', 'onScene', 'onHold'] as const;
/** The tickets behind a figure; newest first, as the API gives them. */
const filters = {
  urgent: { priority: ['P1'], status: unowned },
  breached: { sla: 'breached', status: working },
  done: { sla: 'breached', status: ['resolved', 'closed'] },
} as const;

/** What lies behind one of the six figures. */
export function Screen() {
  const { what = '' }: { readonly what?: string } = useParams({ strict: false });
  if (what === 'calls') return <Callers />;
  if (what === 'duty') return <Gaps />;
  if (what === 'soon') return <Soon />;
  return <Tickets what={what in filters ? (what as keyof typeof filters) : 'breached'} />;
}

function Tickets({ what }: { readonly what: keyof typeof filters }) {
  const { list: words } = useWords(wallboardWords);
  const { data, error, isPending } = useQuery({
    queryKey: ['tickets', 'wall', what],
    queryFn: () => ask('GET /tickets', { query: { ...filters[what], limit: 100 } }),
  });
  return (
    <DrillDown title={words[what]} error={error} isLoading={isPending && !error}>
      <TicketList tickets={data?.items ?? []} />
      {data?.nextCursor != null && <p className={styles.quiet}>{words.more}</p>}
    </DrillDown>
  );
}

function Soon() {
  const { list: words } = useWords(wallboardWords);
  const { data, error, isPending } = useWallboard();
  const soon = new Date(Date.now() + 10 * 60_000).toISOString();
  const tickets = data?.next.filter(({ clock }) => clock.dueAt <= soon).map(({ ticket }) => ticket);
  return (
    <DrillDown title={words.soon} error={error} isLoading={isPending && !error}>
      <TicketList tickets={tickets ?? []} />
    </DrillDown>
  );
}

function Gaps() {
  const { list: words } = useWords(wallboardWords);
  const names = useNames();
  const { data, error, isPending } = useDuty();
  return (
    <DrillDown title={words.duty} error={error} isLoading={isPending && !error}>
      {data?.gaps.length === 0 && <b>{words.noGaps}</b>}
      <ul className={styles.next}>
        {data?.gaps.map(({ teamId, name, unitCode }) => (
          <li key={teamId}>
            <Link to={`/board/unit/${unitCode}`} className={styles.due}>
              <span />
              <b>{name}</b>
              <span>{names.unit(unitCode)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </DrillDown>
  );
}

function Callers() {
  const { list: words, figures } = useWords(wallboardWords);
  const { language } = useLanguage();
  const names = useNames();
  // Numbers are personal: a commander sees how many, not who.
  const mayList = useMe().role === 'supervisor';
  const stats = useCallStats();
  const queue = useQuery({
    queryKey: ['callFigures', 'queue'],
    queryFn: async () => ({
      calls: (await ask('GET /calls/queue')).items,
      callBacks: (await ask('GET /call-backs')).items,
    }),
    enabled: mayList,
    refetchInterval: 5_000,
  });
  const { calls = [], callBacks = [] } = queue.data ?? {};
  return (
    <DrillDown title={words.calls} error={stats.error ?? queue.error} isLoading={!stats.data && !stats.error}>
      {stats.data && (
        <p className={styles.quiet}>
          {figures.calls}: {stats.data.calls.waitingNow} ·{' '}
          {figures.callBacks(stats.data.callBacks.open, stats.data.callBacks.breachedOpen)}
        </p>
      )}
      {!mayList && <p className={styles.quiet}>{words.onlyFigures}</p>}
      {queue.data && calls.length + callBacks.length === 0 && <b>{words.noCalls}</b>}
      <ul className={styles.next}>
        {calls.map(({ id, caller, unitCode, hint, waitingSince, startedAt }) => (
          <li key={id} className={styles.due}>
            <b>{hint.priority}</b>
            <span>{[caller, names.unit(unitCode)].filter(Boolean).join(' · ')}</span>
            <span>{words.waitingSince(clockTime(waitingSince ?? startedAt, language))}</span>
          </li>
        ))}
        {callBacks.map(({ id, caller, unitCodes, hint, sla, calls: times, firstCallAt }) => (
          <li key={id} className={styles.due} data-sla={sla}>
            <b>{hint.priority}</b>
            <span>
              {[caller, names.unit(unitCodes.at(-1) ?? ''), words.tried(times)].filter(Boolean).join(' · ')}
            </span>
            <span>{words.waitingSince(clockTime(firstCallAt, language))}</span>
          </li>
        ))}
      </ul>
    </DrillDown>
  );
}
