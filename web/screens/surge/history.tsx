import type { UnitSurge } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { dayTime } from '../../parts/day-time';
import { dayAndTime } from '../../parts/local-time';
import styles from './surge.module.css';
import { surgeWords } from './words';

/** Every decision about this unit, newest first. */
export function History({ decisions }: { readonly decisions: UnitSurge['history'] }) {
  const words = useWords(surgeWords);
  const { language } = useLanguage();
  return (
    <section className={styles.card} aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      {decisions.length === 0 && <p className={styles.quiet}>{words.noHistory}</p>}
      <ol className={styles.history}>
        {decisions.map(({ version, at, by, reason, profile, endsAt }) => (
          <li key={version} data-off={profile === null}>
            <b>
              {profile ? profile.name[language] : words.historyOff}
              {endsAt !== null && ` (${words.until(dayTime(endsAt, language))})`}
            </b>
            <span>{reason}</span>
            <small>
              {dayAndTime(at, language)} · {by.name ?? words.somebody}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
