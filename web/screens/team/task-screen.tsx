import { IconArrowLeft, IconMapPin, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import type { Ticket, TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { Countdown } from '../../parts/countdown';
import { EmptyState } from '../../parts/empty-state';
import { useNames } from '../../parts/names';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import { useOutbox } from './outbox';
import { TaskSteps } from './task-steps';
import { TeamFrame, useTasks } from './team-data';
import styles from './team.module.css';
import { teamWords } from './words';

/** One task: how long there is, where, who, what, and the next step under the thumb. */
export function Screen() {
  return (
    <TeamFrame>
      <Task />
    </TeamFrame>
  );
}

function Task() {
  const words = useWords(teamWords);
  const { id }: { id?: string } = useParams({ strict: false });
  const { tasks } = useTasks();
  const task = tasks?.find((ticket) => ticket.id === id || ticket.code === id);
  return (
    <div className={styles.page}>
      <Link to="/team" className={styles.back}>
        <IconArrowLeft aria-hidden /> {words.back}
      </Link>
      {task && <TaskBody task={task} />}
      {tasks && !task && <EmptyState title={words.gone.title} body={words.gone.body} />}
    </div>
  );
}

function TaskBody({ task }: { readonly task: TicketSummary }) {
  const words = useWords(teamWords);
  const { status } = useWords(sharedWords);
  const { teamId } = useMe();
  const { waiting } = useOutbox();
  const names = useNames();
  const isMine = task.ownerTeamId === teamId;
  const { data } = useQuery({
    queryKey: ['ticket', task.id],
    queryFn: () => ask('GET /tickets/{id}', { params: { id: task.id } }),
    enabled: isMine && !task.redacted,
    networkMode: 'always',
  });
  const isWaiting = waiting.some(({ ticketId, refusal }) => ticketId === task.id && !refusal);
  return (
    <>
      <div className={styles.row}>
        <PriorityBadge priority={task.priority} />
        <SlaBand sla={task.sla} />
      </div>
      <h1 className={styles.heading}>{names.category(task.category)}</h1>
      <p className={styles.quiet}>
        {task.code} · {status[task.status]}
        {isWaiting && ` · ${words.willBeSent}`}
      </p>
      {task.nextDueAt !== null && (
        <div className={styles.clock} data-sla={task.sla}>
          <span>{isMine ? words.deadline.work : words.deadline.claim}</span>
          <b>
            <Countdown dueAt={task.nextDueAt} />
          </b>
        </div>
      )}
      <Where task={task} />
      {task.redacted ? (
        <p className={styles.quiet}>{words.addressAfterClaim}</p>
      ) : (
        <Who caller={task.caller} subject={data?.subject ?? null} />
      )}
      <section className={styles.box}>
        <h2>{words.what}</h2>
        <p className={styles.words}>{task.description}</p>
      </section>
      <TaskSteps task={task} isMine={isMine} />
    </>
  );
}

function Where({ task }: { readonly task: TicketSummary }) {
  const words = useWords(teamWords);
  const names = useNames();
  const { address, unitCode, point } = task.location;
  const text = [address, names.unit(unitCode)].filter(Boolean).join(', ');
  const at = point ? `${String(point.lat)},${String(point.lng)}` : null;
  return (
    <section className={styles.box}>
      <h2>{words.place}</h2>
      <p className={styles.place}>{text}</p>
      {!task.redacted && (
        <a
          className={styles.action}
          href={at ? `geo:${at}?q=${at}` : `geo:0,0?q=${encodeURIComponent(text)}`}
        >
          <IconMapPin aria-hidden /> {words.map}
        </a>
      )}
    </section>
  );
}

function Who({ caller, subject }: Pick<TicketSummary, 'caller'> & Pick<Ticket, 'subject'>) {
  const words = useWords(teamWords);
  const about = [subject?.name, subject?.birthYear && words.born(subject.birthYear)]
    .filter(Boolean)
    .join(', ');
  return (
    <section className={styles.box}>
      {about && (
        <>
          <h2>{words.subject}</h2>
          <p>{about}</p>
        </>
      )}
      {subject?.phone !== undefined && <CallLink phone={subject.phone} />}
      <h2>{words.caller}</h2>
      {caller.name !== null && <p>{caller.name}</p>}
      {caller.language === 'en' && <p>{words.speaksEnglish}</p>}
      {caller.phone !== null && <CallLink phone={caller.phone} />}
    </section>
  );
}

function CallLink({ phone }: { readonly phone: string }) {
  const words = useWords(teamWords);
  return (
    <a className={styles.action} href={`tel:${phone}`}>
      <IconPhone aria-hidden /> {words.call(phone.replace(/^\+84/, '0'))}
    </a>
  );
}
