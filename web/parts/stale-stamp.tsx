import { IconBolt, IconPlugConnectedX } from '@tabler/icons-react';
import { useLiveness } from '../api/live';
import { useLanguage, useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import { clockTime } from './local-time';
import styles from './stale-stamp.module.css';

/** Whether the screen still hears of changes; since when not, if it does not. */
export function StaleStamp() {
  const { state, since } = useLiveness();
  const { liveness } = useWords(sharedWords);
  const { language } = useLanguage();
  const text = state === 'silent' ? liveness.silent(clockTime(since, language)) : liveness[state];
  const Icon = state === 'silent' ? IconPlugConnectedX : IconBolt;
  return (
    <span className={styles.stamp} data-state={state} role="status">
      <Icon size={18} aria-hidden />
      {text}
    </span>
  );
}
