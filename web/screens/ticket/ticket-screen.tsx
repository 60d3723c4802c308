import { Navigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { ActionsPanel, possibleActions, type Opened } from './actions-panel';
import { Alike } from './alike';
import { Facts } from './facts';
import { Head } from './head';
import { Orders } from './orders';
import { Assignments, Clocks, Messages, OnDuty } from './side';
import { useDuty, useTicket, type Whole } from './ticket-data';
import styles from './ticket.module.css';
import { Timeline } from './timeline';
import { useStoryNames } from './use-names';

/** One ticket with everything about it; what can be done there depends on who looks. */
export function Screen() {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const { data, error } = useTicket(id);
  // By its code: the stream speaks of ids.
  if (data && data.id !== id) return <Navigate to={`/tickets/${data.id}`} replace />;
  if (data) return <TicketPage key={data.id} ticket={data} />;
  return <div className={styles.page}>{error ? <ErrorLine error={error} /> : <LoadingList />}</div>;
}

function TicketPage({ ticket }: { readonly ticket: Whole }) {
  const duty = useDuty(ticket);
  const names = useStoryNames(duty);
  const [opened, setOpened] = useState<Opened | null>(null);
  const possible = possibleActions(ticket);
  return (
    <div className={styles.page}>
      <Head ticket={ticket} names={names} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <ActionsPanel {...{ ticket, duty, names, opened }} onOpen={setOpened} />
          <Facts ticket={ticket} names={names} />
          <Timeline entries={ticket.timeline} names={names} />
        </div>
        <div className={styles.column}>
          <Clocks ticket={ticket} />
          <Orders ticket={ticket} />
          <OnDuty
            ticket={ticket}
            duty={duty}
            onSend={
              possible.includes('dispatch')
                ? (teamId) => {
                    setOpened({ action: 'dispatch', preset: { teamId } });
                  }
                : null
            }
          />
          <Messages ticket={ticket} names={names} />
          <Alike
            ticket={ticket}
            onLink={
              possible.includes('link')
                ? (code) => {
                    setOpened({ action: 'link', preset: { duplicateOf: code } });
                  }
                : null
            }
          />
          <Assignments ticket={ticket} names={names} />
        </div>
      </div>
    </div>
  );
}
