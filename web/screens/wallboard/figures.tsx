import { Link } from '@tanstack/react-router';
import type { Wallboard } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useNow } from '../../parts/countdown';
import { SlaMark, type Standing } from './sla-mark';
import { useCallStats, useDuty } from './use-board';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

interface Figure {
  readonly what: string;
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  readonly standing: Standing;
}

/** Six numbers; each has a list behind it in which somebody can act. */
export function Figures({ board }: { readonly board: Wallboard }) {
  const { figures: words, minutes } = useWords(wallboardWords);
  const now = useNow(10_000);
  const calls = useCallStats().data;
  const duty = useDuty().data;
  const { figures } = board;
  const { urgentSince } = figures;
  const items: readonly Figure[] = [
    {
      what: 'urgent',
      name: words.urgent,
      value: String(figures.urgentUnowned),
      detail:
        urgentSince === null
          ? words.urgentNone
          : words.urgentSince(minutes(Math.max(0, now - Date.parse(urgentSince)))),
      standing: figures.urgentUnowned > 0 ? 'breached' : 'ok',
    },
    {
      what: 'soon',
      name: words.soon,
      value: String(figures.breachingSoon),
      detail: words.soonOf(figures.open),
      standing: figures.breachingSoon > 0 ? 'warning' : 'ok',
    },
    {
      what: 'breached',
      name: words.breached,
      value: String(figures.breached),
      detail: words.breachedOf(figures.warning),
      standing: figures.breached > 0 ? 'breached' : 'ok',
    },
    {
      what: 'calls',
      name: words.calls,
      value: calls ? String(calls.calls.waitingNow) : '–',
      detail: calls ? words.callBacks(calls.callBacks.open, calls.callBacks.breachedOpen) : '',
      standing: !calls
        ? 'none'
        : calls.callBacks.breachedOpen > 0
          ? 'breached'
          : calls.calls.waitingNow > 0
            ? 'warning'
            : 'ok',
    },
    {
      what: 'duty',
      name: words.duty,
      value: duty ? String(duty.gaps.length) : '–',
      detail: duty ? words.dutyOf(duty.onDuty, duty.teams) : '',
      standing: !duty ? 'none' : duty.gaps.length > 0 ? 'warning' : 'ok',
    },
    {
      what: 'done',
      name: words.done,
      value:
        figures.doneToday === 0
          ? '–'
          : `${String(Math.round((100 * figures.doneOnTime) / figures.doneToday))} %`,
      detail: words.doneOf(figures.doneOnTime, figures.doneToday),
      standing: figures.doneToday === 0 ? 'none' : figures.doneOnTime < figures.doneToday ? 'warning' : 'ok',
    },
  ];
  return (
    <section aria-label={words.title} className={styles.figures}>
      {items.map(({ what, name, value, detail, standing }) => (
        <Link key={what} to={`/board/list/${what}`} className={styles.figure} data-standing={standing}>
          <span className={styles.figureName}>
            <SlaMark standing={standing} />
            {name}
          </span>
          <b className={styles.figureValue} data-figure={what}>
            {value}
          </b>
          <span className={styles.figureDetail}>{detail}</span>
        </Link>
      ))}
    </section>
  );
}
