import type { SurgeProfile, UnitSurge } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { dayTime } from '../../parts/day-time';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import styles from './surge.module.css';
import { surgeWords } from './words';

/** What rules at this unit now, since when, until when, by whom and why. */
export function InForce({ surge }: { readonly surge: UnitSurge }) {
  const words = useWords(surgeWords);
  const { language } = useLanguage();
  const names = useNames();
  const { own, ruling, policy } = surge;
  return (
    <section className={styles.card} aria-labelledby="now" data-on={ruling !== null}>
      <h2 id="now">{words.now}</h2>
      {ruling ? (
        <>
          <Mark standing="warning">
            <b>
              {own
                ? words.onHere(ruling.profile.name[language])
                : words.onAbove(ruling.profile.name[language], names.unit(ruling.unitCode))}
            </b>
          </Mark>
          <p>
            <b>{words.until(dayTime(ruling.endsAt, language))}</b>.{' '}
            {words.by(ruling.by.name ?? words.somebody, dayTime(ruling.since, language))}: {ruling.reason}
          </p>
          <Effects profile={ruling.profile} policyName={policy?.name} />
        </>
      ) : (
        <Mark standing="ok">{words.off}</Mark>
      )}
    </section>
  );
}

/** What a profile changes, in sentences. */
export function Effects(props: { readonly profile: SurgeProfile; readonly policyName: string | undefined }) {
  const { profile, policyName } = props;
  const { changed: words, changes, agentsDo } = useWords(surgeWords);
  const { language } = useLanguage();
  return (
    <>
      <h3>{changes}</h3>
      <ul className={styles.effects}>
        {profile.scripts.shorten && <li>{words.shorten}</li>}
        {profile.callBackFirst && <li>{words.callBackFirst(profile.callBackFirst[language])}</li>}
        <li>
          {profile.policyIds.length > 0 && policyName !== undefined
            ? words.policy(policyName)
            : words.samePolicy}
        </li>
        {profile.honestTimes && <li>{words.honestTimes}</li>}
      </ul>
      {profile.agents.length > 0 && (
        <>
          <h3>{agentsDo}</h3>
          <ul className={styles.effects}>
            {profile.agents.map((sentence) => (
              <li key={sentence.en}>{sentence[language]}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
