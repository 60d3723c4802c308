import { useCallback, useState } from 'react';
import { useWords } from '../../app/language';
import { Page } from '../../parts/page';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { Blocked } from './blocked';
import { DeadLetters } from './dead-letters';
import { Lanes } from './lanes';
import { OptOuts } from './opt-outs';
import styles from './queues.module.css';
import { queuesWords } from './words';

/** How messages go out: the lanes, what failed for good, and who is not written to or not heard. */
export function Screen() {
  const words = useWords(queuesWords);
  const [done, setDone] = useState<Done | null>(null);
  const forget = useCallback(() => {
    setDone(null);
  }, []);
  return (
    <Page title={words.title} lead={words.lead}>
      <Lanes onDone={setDone} />
      <DeadLetters onDone={setDone} />
      <div className={styles.columns}>
        <OptOuts onDone={setDone} />
        <Blocked onDone={setDone} />
      </div>
      <UndoBar done={done} onGone={forget} />
    </Page>
  );
}
