import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './rows.module.css';

export type Standing = 'ok' | 'warning' | 'breached' | 'quiet';
const icons = {
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  breached: IconCircleX,
  quiet: IconCircleMinus,
} as const;

/** How something stands, by colour, shape and word. */
export function Mark(props: { readonly standing: Standing; readonly children: ReactNode }) {
  const Icon = icons[props.standing];
  return (
    <span className={styles.mark} data-standing={props.standing}>
      <Icon size={18} aria-hidden />
      {props.children}
    </span>
  );
}
