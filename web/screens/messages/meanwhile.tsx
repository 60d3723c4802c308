import { Alert, Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useLanguage, useWords } from '../../app/language';
import { dayAndTime } from '../../parts/local-time';
import { usePeople } from '../../parts/people';
import { VariantChanges } from './difference';
import styles from './editor.module.css';
import { variantDifferences } from './texts-difference';
import type { TextsVersion } from './use-texts';
import { messageWords } from './words';
import type { TemplateWords } from './words-draft';

/** Somebody else has changed the same words: theirs are shown, and these stay until it is decided. */
export function Meanwhile(props: {
  readonly versions: readonly TextsVersion[];
  readonly before: TemplateWords;
  readonly now: TemplateWords;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}) {
  const { versions, before, now, onTakeTheirs, onKeepMine } = props;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  const people = usePeople();
  const [newest] = versions;
  if (!newest) return null;
  const by = people.find(newest.createdBy ?? '')?.name ?? words.somebody;
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<IconUsers aria-hidden />}
      title={words.meanwhile(newest.version, by, dayAndTime(newest.createdAt, language))}
      data-meanwhile
    >
      <p className={styles.quiet}>{words.meanwhileHint}</p>
      <VariantChanges variants={variantDifferences(before, now, words.dropMark)} />
      <div className={styles.foot}>
        <Button variant="default" mih={44} onClick={onKeepMine}>
          {words.keepMine}
        </Button>
        <Button variant="default" mih={44} onClick={onTakeTheirs}>
          {words.takeTheirs}
        </Button>
      </div>
    </Alert>
  );
}
