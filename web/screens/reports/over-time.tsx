import { useId, type CSSProperties } from 'react';
import { reportWords } from '../../../src/domain/report-words';
import type { Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { clockTime, dayAndTime } from '../../parts/local-time';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** Bars of what came and what ended: one full, one striped. The same numbers stand in a table below. */
export function OverTime({ report }: { readonly report: Report }) {
  const words = useWords(reportScreenWords);
  const { counts, ended, at: atWord } = useWords(reportWords);
  const { language } = useLanguage();
  const id = useId();
  const { series, period } = report;
  const textOf = (at: string): string =>
    period.kind === 'day' ? clockTime(at, language) : dayOf(dayAndTime(at, language));
  const most = Math.max(1, ...series.flatMap((one) => [one.received, one.ended]));
  const every = Math.ceil(series.length / 6);
  const sum = (name: 'received' | 'ended'): number => series.reduce((all, one) => all + one[name], 0);
  const height = (count: number) => ({ '--height': `${String((100 * count) / most)}%` }) as CSSProperties;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 className={styles.heading} id={id}>
        {words.overTime}
      </h2>
      <p className={styles.legend}>
        <span>
          <i className={styles.key} data-bar="received" /> {counts.received}
        </span>
        <span>
          <i className={styles.key} data-bar="ended" /> {ended}
        </span>
        <span className={styles.quiet}>{words.most(most)}</span>
      </p>
      <div className={styles.chart} role="img" aria-label={words.chart(sum('received'), sum('ended'))}>
        {series.map(({ at, received, ended: over }, index) => (
          <div key={at} className={styles.moment}>
            <div className={styles.bars}>
              <i data-bar="received" style={height(received)} />
              <i data-bar="ended" style={height(over)} />
            </div>
            <span className={styles.tick}>{index % every === 0 ? textOf(at) : ''}</span>
          </div>
        ))}
      </div>
      <details className={styles.numbers}>
        <summary>{words.numbers}</summary>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" data-text="true">
                {atWord}
              </th>
              <th scope="col">{counts.received}</th>
              <th scope="col">{ended}</th>
            </tr>
          </thead>
          <tbody>
            {series.map(({ at, received, ended: over }) => (
              <tr key={at}>
                <th scope="row">{textOf(at)}</th>
                <td>{received}</td>
                <td>{over}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** `16/08` of `14:05 16/08/2021`, in whichever order the language has them. */
const dayOf = (text: string): string => /\d\d\/\d\d/.exec(text)?.[0] ?? text;
