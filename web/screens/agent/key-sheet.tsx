import { Button, Kbd } from '@mantine/core';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import styles from './agent.module.css';
import { Dialog } from '../../parts/dialog';
import { agentWords } from './words';

/** Every key of the desk. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const { keys: words } = useWords(agentWords);
  const { close } = useWords(sharedWords);
  const rows: readonly (readonly [string, keyof typeof words.rows])[] = [
    ['F2', 'take'],
    ['F4', 'callBack'],
    ['Alt+N', 'write'],
    [`Alt+${words.digits}`, 'category'],
    [words.enter, 'next'],
    ['Alt+Q', 'questions'],
    [words.digits, 'answer'],
    ['Alt+C', 'address'],
    ['F8', 'attach'],
    ['F9', 'result'],
    ['Alt+R', 'retake'],
    ['Ctrl+Enter', 'save'],
    ['Ctrl+K', 'find'],
    ['?', 'sheet'],
  ];
  return (
    <Dialog title={words.title} onClose={onClose}>
      <dl className={styles.keys}>
        {rows.map(([key, row]) => (
          <div key={row}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{words.rows[row]}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose}>{close}</Button>
    </Dialog>
  );
}
