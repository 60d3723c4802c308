import { IconCloudOff } from '@tabler/icons-react';
import { useLiveness } from '../../api/live';
import { useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import styles from './agent.module.css';
import type { Desk } from './use-desk';
import { agentWords } from './words';

/** What is wrong with the desk itself: no network, reports on their way, a step that did not work. */
export function Banners({ desk }: { readonly desk: Desk }) {
  const words = useWords(agentWords);
  const { state } = useLiveness();
  const { error } = desk;
  const notice = typeof error === 'string' ? words.notices[error as keyof typeof words.notices] : null;
  const unsent = desk.unsent.filter(({ draft }) => desk.deliveries[draft.id]?.isWaiting);
  const lines = [
    ...(state === 'silent' ? [words.offline] : []),
    ...(unsent.length > 0 ? [words.unsent(unsent.length)] : []),
  ];
  return (
    <>
      {lines.map((line) => (
        <p key={line} className={styles.banner} role="status">
          <IconCloudOff size={22} aria-hidden /> {line}
        </p>
      ))}
      {notice !== null && (
        <p className={styles.banner} role="alert">
          {notice}
        </p>
      )}
      {notice === null && <ErrorLine error={error ?? desk.listError} />}
    </>
  );
}
