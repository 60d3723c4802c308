import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { useTicket, type Whole } from './ticket-data';
import styles from './ticket.module.css';
import { ticketWords } from './words';

/** Reports of the same event: what is linked, and what might have to be. */
export function Alike(props: { readonly ticket: Whole; readonly onLink: ((code: string) => void) | null }) {
  const { alike: words } = useWords(ticketWords);
  const { status } = useWords(sharedWords);
  const { ticket, onLink } = props;
  const { data } = useLookalikes(ticket);
  const linked = new Set([ticket.id, ticket.duplicateOf, ...ticket.duplicateIds]);
  const others = (data?.items ?? []).filter(({ id }) => !linked.has(id));
  return (
    <section className={styles.card} aria-labelledby="alike">
      <h2 id="alike">{words.title}</h2>
      {ticket.duplicateOf !== null && (
        <p>
          {words.duplicateOf} <TicketLink id={ticket.duplicateOf} />
        </p>
      )}
      {ticket.duplicateIds.length > 0 && (
        <p>
          {words.duplicates}:{' '}
          {ticket.duplicateIds.map((id) => (
            <TicketLink key={id} id={id} />
          ))}
        </p>
      )}
      {data && others.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      <ul className={styles.plain}>
        {others.map(({ id, code, score, because, description, status: stands }) => (
          <li key={id} className={styles.team}>
            <div>
              <Link to={`/tickets/${id}`}>{code}</Link> <b>{words.share(Math.round(score * 100))}</b>{' '}
              <span className={styles.quiet}>
                {status[stands]} ·{' '}
                {because
                  .flatMap(({ sign, share }) => (share > 0 ? (words.signs[sign] ?? []) : []))
                  .join(', ')}
              </span>
              <span className={styles.words}>{description}</span>
            </div>
            {onLink && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={words.linkNamed(code)}
                onClick={() => {
                  onLink(code);
                }}
              >
                {words.link}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asked once a visit: looking by a number is recorded each time. */
function useLookalikes(ticket: Whole) {
  const { role } = useMe();
  const { caller, location, category, description } = ticket;
  return useQuery({
    queryKey: ['lookalikes', ticket.id, category],
    queryFn: () =>
      ask('POST /tickets/lookalikes', {
        body: {
          category,
          ...(caller.phone !== null && { phone: caller.phone }),
          ...(caller.name !== null && { name: caller.name }),
          ...(description !== null && { description }),
          location: {
            unitCode: location.unitCode,
            ...(location.address !== null && { address: location.address }),
            ...(location.point && { point: location.point }),
          },
        },
      }),
    // Only who takes calls may ask, and only whole words find anything.
    enabled: !ticket.redacted && (role === 'agent' || role === 'dispatcher'),
    staleTime: 300_000,
    retry: false,
  });
}

function TicketLink({ id }: { readonly id: string }) {
  const { data } = useTicket(id);
  return (
    <>
      <Link to={`/tickets/${id}`}>{data?.code ?? id.slice(0, 8)}</Link>{' '}
    </>
  );
}
