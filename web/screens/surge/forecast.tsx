import { useQuery } from '@tanstack/react-query';
import { agentsNeeded } from '../../../src/domain/staffing';
import { ask } from '../../api/ask';
import type { CallForecast } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { clockTime } from '../../parts/local-time';
import { Mark, type Standing } from '../../parts/mark';
import styles from './surge.module.css';
import { surgeWords, type SurgeWords } from './words';

const looks: Readonly<Record<CallForecast['advice'], Standing>> = {
  ...{ enough: 'ok', short: 'warning', switch: 'breached', tooFew: 'quiet' },
};

/** What the last hours say of the next: how many agents it needs, and how callers fare with those at work. */
export function Forecast({ unit }: { readonly unit: string }) {
  const words = useWords(surgeWords);
  const { language } = useLanguage();
  const { data, error } = useQuery({
    queryKey: ['callFigures', 'forecast', unit],
    queryFn: () => ask('GET /stats/forecast', { query: { unit } }),
    refetchInterval: 60_000,
  });
  if (!data) return <ErrorLine error={error} />;
  const { hours, handlingMs, agents, next, advice } = data;
  const rows = [
    ...hours.map(({ from, received, answered }) => ({
      name: clockTime(from, language),
      ...{ received, answered },
      needed: agentsNeeded({ callsPerHour: received, handlingMs }),
      isNext: false,
    })),
    {
      ...{ name: words.next, received: next.callsPerHour, answered: null },
      ...{ needed: next.agentsNeeded, isNext: true },
    },
  ];
  const most = Math.max(agents, 1, ...rows.map(({ needed }) => needed));
  const missing = next.agentsNeeded - agents;
  const minutes = (handlingMs / 60_000).toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <section className={styles.card} aria-labelledby="forecast" data-advice={advice}>
      <h2 id="forecast">{words.forecast}</h2>
      <Mark standing={looks[advice]}>{words.advice[advice]}</Mark>
      {next.callsPerHour > 0 && (
        <p>
          {words.agents(agents)}: {words.share(Math.round(next.answeredShare * 100))},{' '}
          {waitText(next.meanWaitMs, words)}.
        </p>
      )}
      <table className={styles.table}>
        <caption>{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.hour}</th>
            <th scope="col">{words.received}</th>
            <th scope="col">{words.answered}</th>
            <th scope="col">{words.needed}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, received, answered, needed, isNext }) => (
            <tr key={name} data-next={isNext}>
              <th scope="row">{name}</th>
              <td>{received}</td>
              <td>{answered ?? '–'}</td>
              <td>
                <span className={styles.bar}>
                  <span
                    style={{ width: `${String((60 * needed) / most)}%` }}
                    data-short={needed > agents}
                    aria-hidden
                  />
                  {needed}
                  {isNext && missing > 0 && ` (${words.missing(missing)})`}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet}>{words.handling(minutes, data.handledCalls)}</p>
    </section>
  );
}

function waitText(waitMs: number | null, words: SurgeWords): string {
  if (waitMs === null) return words.waitForever;
  const seconds = Math.round(waitMs / 1_000);
  return words.wait(seconds < 120 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60)));
}
