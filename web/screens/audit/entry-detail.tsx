import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import styles from './audit.module.css';
import { fieldText, operationWords } from './operation-words';
import { auditWords } from './words';

/** One act, with what it changed for those who may see it. */
export function EntryDetail({ seq }: { readonly seq: number }) {
  const words = useWords(auditWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const names = useNames();
  const { data, error } = useQuery({
    queryKey: ['audit', 'entry', seq],
    queryFn: () => ask('GET /audit/entries/{seq}', { params: { seq: String(seq) } }),
    staleTime: Infinity,
  });
  if (error) return <ErrorLine error={error} />;
  if (!data) return <Loader size="sm" aria-label={shared.loading} />;
  const { at, actor, via, operation, subject, unitCode, outcome, requestId, ip, changes, hash } = data;
  const who = actor
    ? `${actor.name ?? actor.id}, ${shared.roles[actor.role]}`
    : via === 'commandLine'
      ? words.commandLine
      : words.somebody;
  const facts = [
    [words.when, dayAndTime(at, language)],
    [words.person, who],
    [words.what, operationWords[operation]?.[language] ?? operation],
    [words.outcome, words.outcomes[outcome]],
    [words.on, subject ? `${subject.name ?? ''} ${subject.id}`.trim() : '–'],
    [words.unit, unitCode === null ? '–' : names.unit(unitCode)],
    [words.from, ip ?? '–'],
    [words.request, requestId],
    [words.hash, hash],
  ] as const;
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {outcome === 'unclear' && <Text>{words.unclearHelp}</Text>}
      <h3 className={styles.heading}>{words.changes}</h3>
      {changes === null && <Text>{words.hidden}</Text>}
      {changes === null && data.fields.length > 0 && (
        <Text>{data.fields.map((field) => fieldText(field, language)).join(', ')}</Text>
      )}
      {changes?.length === 0 && <Text>{words.noChanges}</Text>}
      {changes && changes.length > 0 && (
        <>
          <table className={styles.changes}>
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{fieldText(field, language)}</th>
                  <td data-label={words.before}>{textOf(before)}</td>
                  <td data-label={words.after}>{textOf(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Text size="sm" c="var(--truc-quiet)">
            {words.opened}
          </Text>
        </>
      )}
    </>
  );
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 1);
