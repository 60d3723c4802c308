import { IconArrowDown, IconArrowUp, IconEqual } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { reportWords } from '../../../src/domain/report-words';
import type { Report } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Counted } from './behind-drawer';
import { countText, shareText, spanText } from './number-text';
import styles from './reports.module.css';
import { reportScreenWords } from './words';

/** What is asked first, each beside the period before. */
export function KeyFigures({ report }: { readonly report: Report }) {
  const words = useWords(reportScreenWords);
  const { counts } = useWords(reportWords);
  const { language } = useLanguage();
  const { total, before, calls, callsBefore } = report;
  const count = (value: number): string => countText(value, language);
  const span = (ms: number): string => spanText(ms, words);
  const [resolve, resolveBefore] = [total.clocks.resolve, before.clocks.resolve];
  const decided = resolve.met + resolve.breached;
  const few = decided === 0 ? '–' : `${count(resolve.met)}/${count(decided)}`;
  const inTime = resolve.metShare === null ? few : shareText(resolve.metShare, language);
  return (
    <section className={styles.figures} aria-label={words.keyFigures}>
      {(['received', 'closed', 'openAtEnd'] as const).map((name) => (
        <Figure key={name} name={counts[name]} now={total[name]} before={before[name]} textOf={count}>
          <Counted count={total[name]} name={counts[name]} wanted={{ figure: name }} />
        </Figure>
      ))}
      <Figure
        name={words.inTime}
        now={resolve.metShare}
        before={resolveBefore.metShare}
        textOf={(value) => shareText(value, language)}
        differenceOf={(value) => words.points(shareText(value, language).replace(' %', ''))}
        detail={decided === 0 ? words.noneDecided : words.ofDecided(resolve.met, decided)}
      >
        {inTime}
      </Figure>
      <Figure
        name={words.medianClaim}
        now={total.clocks.acknowledge.medianMs}
        before={before.clocks.acknowledge.medianMs}
        textOf={span}
        detail={words.medianHint}
      >
        {spanText(total.clocks.acknowledge.medianMs, words)}
      </Figure>
      <Figure
        name={words.answered}
        now={calls.answered}
        before={callsBefore.answered}
        textOf={count}
        detail={words.ofCalls(calls.abandoned)}
      >
        {count(calls.answered)}
      </Figure>
    </section>
  );
}

function Figure(props: {
  readonly name: string;
  readonly now: number | null;
  readonly before: number | null;
  readonly textOf: (value: number) => string;
  readonly differenceOf?: (value: number) => string;
  readonly detail?: string;
  readonly children: ReactNode;
}) {
  const words = useWords(reportScreenWords);
  const { now, before, textOf, differenceOf = textOf } = props;
  const difference = now === null || before === null ? null : now - before;
  const Icon =
    difference === null || difference === 0 ? IconEqual : difference > 0 ? IconArrowUp : IconArrowDown;
  const change = (by: number): string => {
    if (by === 0) return words.same;
    return by > 0 ? words.more(differenceOf(by)) : words.fewer(differenceOf(-by));
  };
  return (
    <div className={styles.figure}>
      <span className={styles.figureName}>{props.name}</span>
      <span className={styles.figureValue}>{props.children}</span>
      {props.detail !== undefined && <span>{props.detail}</span>}
      <span className={styles.compared}>
        {difference !== null && (
          <>
            <Icon size={16} aria-hidden /> {change(difference)}.{' '}
          </>
        )}
        {words.before(before === null ? words.noneYet : textOf(before))}
      </span>
    </div>
  );
}
