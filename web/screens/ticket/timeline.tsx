import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { clockTime } from '../../parts/local-time';
import type { TimelineEntry } from '../../api/operations.gen';
import { actorText, storyText } from './story-text';
import styles from './ticket.module.css';
import type { useStoryNames } from './use-names';
import { ticketWords } from './words';

type StoryNames = ReturnType<typeof useStoryNames>;

export function Timeline(props: { readonly entries: readonly TimelineEntry[]; readonly names: StoryNames }) {
  const { story } = useWords(ticketWords);
  return (
    <section className={styles.card} aria-labelledby="story">
      <h2 id="story">{story.title}</h2>
      <Entries entries={[...props.entries].reverse()} names={props.names} />
    </section>
  );
}

/** What happened, by whom, for which tier, when; newest first is the caller's choice. */
export function Entries({
  entries,
  names,
}: {
  readonly entries: readonly TimelineEntry[];
  readonly names: StoryNames;
}) {
  const own = useWords(ticketWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const me = useMe();
  const words = { ...own, shared };
  return (
    <ol className={styles.story} reversed>
      {entries.map((entry) => (
        <li key={entry.seq} data-type={entry.type}>
          <time dateTime={entry.at} title={new Date(entry.at).toLocaleString(language)}>
            {clockTime(entry.at, language)}
          </time>
          <div>
            <b>{storyText(entry, words, names)}</b>
            <span className={styles.quiet}>
              {actorText(entry, words, names, me.id)}
              {entry.tier && ` · ${own.tier[entry.tier]}`}
            </span>
            {typeof entry.data.text === 'string' && <q className={styles.words}>{entry.data.text}</q>}
          </div>
        </li>
      ))}
    </ol>
  );
}
