import { Button, Kbd } from '@mantine/core';
import type { Lookalike, TicketSummary } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { clockTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { PriorityBadge } from '../../parts/priority-badge';
import { SlaBand } from '../../parts/sla-band';
import styles from './agent.module.css';
import type { Draft } from './draft';
import type { CallerTickets } from './use-desk';
import { agentWords } from './words';

/** What is known already: tickets that look like this report, and those of this number. */
export function KnownPanel(props: {
  readonly draft: Draft;
  readonly alike: readonly Lookalike[];
  readonly caller: CallerTickets | undefined;
  readonly onAttach: (ticket: Lookalike | TicketSummary | null) => void;
  readonly onAddress: (ticket: TicketSummary) => void;
}) {
  const { draft, alike, caller } = props;
  const words = useWords(agentWords);
  const shown = new Set(alike.map(({ id }) => id));
  const withAddress = [...(caller?.open ?? []), ...(caller?.earlier ?? [])].find(
    ({ location }) => location.address,
  );
  return (
    <aside className={styles.known} aria-label={words.caller.title}>
      <section>
        <h2 className={styles.heading}>
          {words.alike.title} <span className={styles.count}>{alike.length}</span>
        </h2>
        <div role="status">
          {draft.attachTo && (
            <p className={styles.attached}>
              {words.alike.attached(draft.attachTo.code)}{' '}
              <Button
                size="compact-sm"
                variant="default"
                rightSection={<Kbd>F8</Kbd>}
                onClick={() => {
                  props.onAttach(null);
                }}
              >
                {words.alike.detach}
              </Button>
            </p>
          )}
          {alike.length === 0 && <p className={styles.quiet}>{words.alike.none}</p>}
        </div>
        <ul className={styles.list}>
          {alike.map((ticket, index) => (
            <TicketRow
              key={ticket.id}
              ticket={ticket}
              signs={ticket.because
                .filter(({ share }) => share !== 0)
                .map(({ sign }) => words.alike.signs[sign])}
              isFirst={index === 0}
              draft={draft}
              onAttach={props.onAttach}
            />
          ))}
        </ul>
      </section>
      <section>
        <h2 className={styles.heading}>{words.caller.title}</h2>
        {!caller && <p className={styles.quiet}>{words.caller.unknown}</p>}
        {caller && caller.open.length + caller.earlier.length === 0 && (
          <p className={styles.quiet}>{words.caller.none}</p>
        )}
        {withAddress && (
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<Kbd>Alt+C</Kbd>}
            onClick={() => {
              props.onAddress(withAddress);
            }}
          >
            {words.caller.useAddress}: {withAddress.location.address}
          </Button>
        )}
        {caller &&
          (['open', 'earlier'] as const).map(
            (which) =>
              caller[which].length > 0 && (
                <div key={which}>
                  <h3 className={styles.subheading}>{words.caller[which](caller[which].length)}</h3>
                  <ul className={styles.list}>
                    {caller[which].slice(0, 5).map((ticket) => (
                      <TicketRow
                        key={ticket.id}
                        ticket={ticket}
                        signs={[]}
                        isFirst={false}
                        draft={draft}
                        onAttach={which === 'open' && !shown.has(ticket.id) ? props.onAttach : null}
                      />
                    ))}
                  </ul>
                </div>
              ),
          )}
      </section>
    </aside>
  );
}

function TicketRow(props: {
  readonly ticket: Lookalike | TicketSummary;
  readonly signs: readonly string[];
  readonly isFirst: boolean;
  readonly draft: Draft;
  readonly onAttach: ((ticket: Lookalike | TicketSummary) => void) | null;
}) {
  const { ticket, signs, draft, onAttach } = props;
  const words = useWords(agentWords);
  const { status } = useWords(sharedWords);
  const { language } = useLanguage();
  const names = useNames();
  const { address, unitCode } =
    'location' in ticket ? ticket.location : { address: ticket.address, unitCode: ticket.unitCode };
  const isAttached = draft.attachTo?.id === ticket.id;
  return (
    <li className={styles.row} data-mine={isAttached}>
      <div className={styles.rowHead}>
        <PriorityBadge priority={ticket.priority} />
        {'sla' in ticket && <SlaBand sla={ticket.sla} compact />}
        <b>{ticket.code}</b>
      </div>
      <span>
        {names.category(ticket.category)} · {status[ticket.status]} · {clockTime(ticket.receivedAt, language)}
      </span>
      <span>{[address, names.unit(unitCode)].filter(Boolean).join(', ')}</span>
      <span className={styles.cut}>{ticket.description}</span>
      {signs.length > 0 && <span className={styles.signs}>{signs.join(' · ')}</span>}
      {onAttach && !isAttached && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            onAttach(ticket);
          }}
          {...(props.isFirst && !draft.attachTo && { rightSection: <Kbd>F8</Kbd> })}
        >
          {words.alike.attach}
        </Button>
      )}
    </li>
  );
}
