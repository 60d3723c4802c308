import { IconUrgent } from '@tabler/icons-react';
import type { Surge } from '../api/operations.gen';
import { useLanguage, useWords } from '../app/language';
import { useMe } from '../app/session';
import { surgeScreenRoles } from '../app/surge-screen-roles';
import { dayTime } from './day-time';
import { LinkTo } from './link-to';
import { useNames } from './names';
import styles from './surge-banner.module.css';
import { surgeBannerWords } from './surge-words';
import { useRulingSurge, useSurges } from './surges';

const namedAtMost = 2;

/**
 * Says above a screen's work that a surge is on, where, until when, and who decided it; nothing while none is.
 * With a unit it says what rules there, and what agents do differently; `isBrief` leaves that folded.
 */
export function SurgeBanner(props: { readonly unitCode?: string; readonly isBrief?: boolean }) {
  const { unitCode, isBrief = false } = props;
  return unitCode === undefined ? <OfMyArea /> : <OfUnit unitCode={unitCode} isBrief={isBrief} />;
}

function OfMyArea() {
  const words = useWords(surgeBannerWords);
  const surges = useSurges();
  const others = surges.length - namedAtMost;
  if (surges.length === 0) return null;
  return (
    <div className={styles.banner} role="status" data-surge>
      <IconUrgent size={24} aria-hidden />
      <div>
        {surges.slice(0, namedAtMost).map((surge) => (
          <Line key={surge.unitCode} surge={surge} />
        ))}
        {others > 0 && <p className={styles.quiet}>{words.more(others)}</p>}
      </div>
    </div>
  );
}

function OfUnit({ unitCode, isBrief }: { readonly unitCode: string; readonly isBrief: boolean }) {
  const words = useWords(surgeBannerWords);
  const { language } = useLanguage();
  const surge = useRulingSurge(unitCode);
  if (!surge) return null;
  return (
    <div className={styles.banner} role="status" data-surge>
      <IconUrgent size={24} aria-hidden />
      <div>
        <Line surge={surge} />
        {surge.profile.agents.length > 0 && (
          <details className={styles.toDo} open={!isBrief}>
            <summary>{words.toDo}</summary>
            <ul>
              {surge.profile.agents.map((sentence) => (
                <li key={sentence.en}>{sentence[language]}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  );
}

function Line({ surge }: { readonly surge: Surge }) {
  const words = useWords(surgeBannerWords);
  const { language } = useLanguage();
  const names = useNames();
  const hasScreen = surgeScreenRoles.includes(useMe().role);
  return (
    <p>
      <b>{words.on(surge.profile.name[language], names.unit(surge.unitCode))}</b>{' '}
      <b>{words.until(dayTime(surge.endsAt, language))}</b>.{' '}
      <span>
        {words.by(surge.by.name ?? words.somebody, dayTime(surge.since, language))}: {surge.reason}
      </span>{' '}
      {hasScreen && (
        <LinkTo to="/surge" search={{ unit: surge.unitCode }} className={styles.link}>
          {words.details}
        </LinkTo>
      )}
    </p>
  );
}
