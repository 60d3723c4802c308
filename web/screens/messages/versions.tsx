import { Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList } from '../../parts/list-parts';
import { dayAndTime } from '../../parts/local-time';
import { usePeople } from '../../parts/people';
import rows from '../../parts/rows.module.css';
import { templateName } from '../../parts/template-names';
import { VariantChanges } from './difference';
import styles from './difference.module.css';
import { textsDifference } from './texts-difference';
import { useTextsOf, type TextsVersion } from './use-texts';
import { messageWords } from './words';

/** Every version of the words, newest first: who wrote it, when, and what it changed. */
export function Versions(props: {
  readonly versions: readonly TextsVersion[];
  readonly open: number;
  readonly onOpen: (version: number) => void;
}) {
  const { versions, open, onOpen } = props;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  const people = usePeople();
  return (
    <ul className={rows.list} aria-label={words.versions}>
      {versions.map(({ version, createdBy, createdAt }, at) => {
        const isOpen = version === open;
        const before = versions[at + 1]?.version;
        const by = createdBy === null ? null : (people.find(createdBy)?.name ?? words.somebody);
        return (
          <li key={version} data-version={version}>
            <button
              type="button"
              className={styles.version}
              aria-expanded={isOpen}
              onClick={() => {
                onOpen(version);
              }}
            >
              {isOpen ? (
                <IconChevronDown size={18} aria-hidden />
              ) : (
                <IconChevronRight size={18} aria-hidden />
              )}
              <span className={rows.cell}>
                <b>{words.versionNumber(version)}</b>
                <small>
                  {by === null ? words.withProgram : words.madeBy(by, dayAndTime(createdAt, language))}
                </small>
              </span>
            </button>
            {isOpen &&
              (before === undefined ? (
                <Text className={styles.changes}>{words.firstVersion}</Text>
              ) : (
                <Changes older={before} newer={version} />
              ))}
          </li>
        );
      })}
    </ul>
  );
}

function Changes({ older, newer }: { readonly older: number; readonly newer: number }) {
  const words = useWords(messageWords);
  const { language } = useLanguage();
  const [before, after] = [useTextsOf(older), useTextsOf(newer)];
  if (before.error ?? after.error) return <ErrorLine error={before.error ?? after.error} />;
  if (!before.data || !after.data) return <LoadingList />;
  const { brand, accented, templates } = textsDifference(before.data, after.data, words.dropMark);
  return (
    <div className={styles.changes} data-changes={templates.length}>
      {brand && <p>{words.brandChanged(...brand)}</p>}
      {accented && <p>{accented[1] ? words.accented : words.plain}</p>}
      {!brand && !accented && templates.length === 0 && <p>{words.sameWords}</p>}
      {templates.map(({ name, variants }) => (
        <div key={name}>
          <h3>
            {templateName(name, language)} <small>{name}</small>
          </h3>
          <VariantChanges variants={variants} />
        </div>
      ))}
    </div>
  );
}
