import { Button, Kbd, Loader } from '@mantine/core';
import { IconCircleCheck, IconCloudOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { Countdown } from '../../parts/countdown';
import { PriorityBadge } from '../../parts/priority-badge';
import styles from './agent.module.css';
import type { Desk } from './use-desk';
import type { Delivery } from './use-outbox';
import { agentWords } from './words';

/** The code to read out, what happens next, and the next call. */
export function SavedCard({
  desk,
  delivery,
}: {
  readonly desk: Desk;
  readonly delivery: Delivery | undefined;
}) {
  const { saved: words } = useWords(agentWords);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    next.current?.focus();
  }, []);
  const ticket = delivery?.ticket ?? null;
  return (
    <section className={styles.saved}>
      {ticket ? (
        <SavedTicket delivery={delivery} ticketId={ticket.id} />
      ) : delivery?.isWaiting ? (
        <>
          <IconCloudOff size={56} stroke={1.25} aria-hidden />
          <h1 className={styles.title} role="status">
            {words.waiting}
          </h1>
        </>
      ) : (
        <>
          <Loader aria-hidden />
          <h1 className={styles.title} role="status">
            {words.sending}
          </h1>
        </>
      )}
      <Button
        ref={next}
        size="lg"
        loading={desk.isTaking}
        rightSection={<Kbd>F2</Kbd>}
        onClick={() => void desk.takeNextCall()}
      >
        {words.next}
      </Button>
    </section>
  );
}

function SavedTicket(props: { readonly delivery: Delivery | undefined; readonly ticketId: string }) {
  const { saved: words } = useWords(agentWords);
  const { status } = useWords(sharedWords);
  const created = props.delivery?.ticket;
  const { data } = useQuery({
    queryKey: ['ticket', props.ticketId],
    queryFn: () => ask('GET /tickets/{id}', { params: { id: props.ticketId } }),
  });
  const ticket = data ?? created;
  if (!ticket) return null;
  const isWorked = ['claimed', 'enRoute', 'onScene'].includes(ticket.status);
  return (
    <>
      <IconCircleCheck size={56} stroke={1.25} aria-hidden color="var(--truc-ok)" />
      <h1 className={styles.title}>{props.delivery?.isContact ? words.contact : words.title}</h1>
      <p>{words.tell}</p>
      <p className={styles.code} role="status">
        {ticket.code}
      </p>
      <p className={styles.rowHead}>
        <PriorityBadge priority={ticket.priority} /> {status[ticket.status]}
      </p>
      {ticket.status !== 'duplicate' && <p>{isWorked ? words.claimed : words.searching}</p>}
      {ticket.nextDueAt !== null && ticket.status !== 'duplicate' && (
        <p>
          {words.due} <Countdown dueAt={ticket.nextDueAt} />
        </p>
      )}
      {props.delivery && props.delivery.attachedTo !== null && ticket.status === 'duplicate' && (
        <p>{words.attached(props.delivery.attachedTo)}</p>
      )}
      {props.delivery?.refusedSteps.map(({ step }) => (
        <p key={step} role="alert" className={styles.mistake}>
          {words[step]}
        </p>
      ))}
    </>
  );
}
