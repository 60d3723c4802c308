import type { Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { LostTime } from '../../parts/lost-time';
import { TicketRow } from './ticket-row';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** Open tickets by the time of their next promise, and whose time is gone already. */
export function NextBreaches({ board }: { readonly board: Wallboard }) {
  const { next: words, clocks, tiers } = useWords(wallboardWords);
  return (
    <section className={styles.card} aria-labelledby="next">
      <h2 id="next" className={styles.heading}>
        {words.title}
      </h2>
      {board.next.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      <ol className={styles.next}>
        {board.next.map(({ ticket, clock, holdingTiers, lost }) => (
          <TicketRow
            key={ticket.id}
            ticket={ticket}
            dueAt={clock.dueAt}
            details={[
              `${ticket.code} · ${clocks[clock.name]} · ${words.holds(holdingTiers.map((tier) => tiers[tier]).join(', '))}`,
              <LostTime key="lost" lost={lost} />,
            ]}
          />
        ))}
      </ol>
    </section>
  );
}
