import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../../app/language';
import { Mark } from '../../parts/mark';
import styles from './editor.module.css';
import { messageWords } from './words';

/** Somebody else has changed the same: theirs is shown, and what is typed stays until it is decided. */
export function Meanwhile(props: {
  readonly title: string;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly children?: ReactNode;
}) {
  const words = useWords(messageWords);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not while somebody writes elsewhere in the form: they would lose their place.
    if (!document.activeElement?.matches('textarea, input'))
      place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place} role="alert" className={styles.overtaken} data-meanwhile>
      <Mark standing="warning">
        <b>{props.title}</b>
      </Mark>
      {props.children}
      <div className={styles.actions}>
        <Button variant="default" mih={44} onClick={props.onKeepMine}>
          {words.keepMine}
        </Button>
        <Button variant="default" mih={44} onClick={props.onTakeTheirs}>
          {words.takeTheirs}
        </Button>
      </div>
    </div>
  );
}
