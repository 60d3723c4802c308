import type { CommandOrder, OrderTimelineEntry } from '../../api/operations.gen';
import { useLanguage, useWords, type Language } from '../../app/language';
import { useNames } from '../../parts/names';
import styles from './orders.module.css';
import { dayTime } from '../../parts/day-time';
import { orderWords, type OrderWords } from './words';

const namedAtMost = 3;

/** What happened, newest first. */
export function Timeline({ order }: { readonly order: CommandOrder }) {
  const words = useWords(orderWords);
  const { language } = useLanguage();
  const names = useNames();
  const unitsText = (codes: readonly string[]): string => {
    const named = codes
      .slice(0, namedAtMost)
      .map((code) => names.unit(code))
      .join(', ');
    if (codes.length === 0) return words.story.all;
    return codes.length <= namedAtMost ? named : words.story.many(codes.length, named);
  };
  return (
    <section className={styles.card} aria-labelledby="story">
      <h2 id="story">{words.story.title}</h2>
      <ol className={styles.story} reversed>
        {[...order.timeline].reverse().map((entry) => (
          <li key={entry.seq} data-type={entry.type}>
            <time dateTime={entry.at}>{dayTime(entry.at, language)}</time>
            <div>
              <b>{textOf(entry, words, unitsText(entry.unitCodes))}</b>
              <span className={styles.quiet}>
                {entry.actor.kind === 'system'
                  ? words.story.system
                  : [
                      entry.actor.name,
                      entry.actor.unitCode !== null && names.unit(entry.actor.unitCode),
                      entry.actor.via !== null && words.table.via[entry.actor.via],
                    ]
                      .filter(Boolean)
                      .join(', ')}
              </span>
              {entry.type === 'extended' && <span>{timesText(entry, words, language)}</span>}
              {typeof entry.data.text === 'string' && <q className={styles.words}>{entry.data.text}</q>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function textOf({ type, data }: OrderTimelineEntry, words: OrderWords, units: string): string {
  const { story, outcomes } = words;
  const clock = story.clocks[data.clock === 'result' ? 'result' : 'acknowledge'];
  switch (type) {
    case 'given':
      return story.given(Number(data.units));
    case 'warned':
      return story.warned(units, Number(data.percent), clock);
    case 'late':
      return story.late(units, clock);
    case 'reported':
      return story.reported(units, outcomes[data.outcome as keyof typeof outcomes]);
    case 'completed':
    case 'closed':
    case 'withdrawn':
      return story[type];
    default:
      return story[type](units);
  }
}

function timesText({ data }: OrderTimelineEntry, { story }: OrderWords, language: Language): string {
  const times = [data.acknowledgeBy, data.resultBy].filter((at) => typeof at === 'string');
  return story.newTimes(times.map((at) => dayTime(at, language)).join(', '));
}
