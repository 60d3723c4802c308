import type { Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** How each tier used its turns on the ladder: a bar of what ran out, and the time it cost. */
export function LostByTier({ board }: { readonly board: Wallboard }) {
  const { lost: words, tiers, minutes } = useWords(wallboardWords);
  const order = ['province', 'district', 'commune'] as const;
  const rows = order.flatMap((tier) => board.tiers.find((one) => one.tier === tier) ?? []);
  return (
    <section className={styles.card} aria-labelledby="lost">
      <h2 id="lost" className={styles.heading}>
        {words.title}
      </h2>
      {rows.length === 0 && <p className={styles.quiet}>{words.none}</p>}
      {rows.map(({ tier, windows, lapsed, lostMs }) => (
        <div key={tier} className={styles.tier}>
          <b>{tiers[tier]}</b>
          <span>
            {words.lapsed(lapsed, windows)}
            {lostMs > 0 && `, ${words.time(minutes(lostMs))}`}
          </span>
          <progress
            className={styles.bar}
            value={lapsed}
            max={windows}
            aria-label={`${tiers[tier]}: ${words.lapsed(lapsed, windows)}`}
          />
        </div>
      ))}
    </section>
  );
}
