import type { TeamRoster } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { gapsText } from '../../parts/gaps-text';
import { Mark } from '../../parts/mark';
import styles from './rosters.module.css';
import type { Lacks } from './use-draft';
import { rosterWords } from './words';

/** What the roster lacks as it stands on the screen, saved or not. */
export function LacksPanel(props: { readonly lacks: Lacks; readonly people: TeamRoster['people'] }) {
  const { warnings, gaps } = props.lacks;
  const words = useWords(rosterWords);
  const shared = useWords(sharedWords);
  const nameOf = (id: string | null): string =>
    props.people.find((person) => person.id === id)?.name ?? words.nobody;
  return (
    <section className={styles.panel} aria-label={words.lacks} data-lacks={warnings.length + gaps.length}>
      <h2 className={styles.heading}>{words.lacks}</h2>
      {warnings.length + gaps.length === 0 && <Mark standing="ok">{words.allWell}</Mark>}
      <ul className={styles.plain}>
        {gaps.length > 0 && (
          <li>
            <Mark standing="breached">
              {words.gaps}: {gapsText(gaps, shared.weekdays, words.everyDay)}
            </Mark>
          </li>
        )}
        {warnings.map(({ code, userId }) =>
          code === 'gap-in-coverage' ? null : (
            <li key={`${code} ${userId ?? ''}`}>
              <Mark standing="warning">
                {userId === null ? words.warnings[code] : `${nameOf(userId)}: ${words.warnings[code]}`}
              </Mark>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
