import { useEffect, useRef, type ReactNode } from 'react';
import styles from './policies.module.css';

/** One matter of a long form: its title tells what it says now, and a complaint inside unfolds it. */
export function Fold(props: {
  readonly title: string;
  readonly told?: string;
  /** The refusal that complains of something in here, else null: each one unfolds again. */
  readonly refusal: unknown;
  /** Finds it in a test. */
  readonly name: string;
  readonly children: ReactNode;
}) {
  const { title, told, refusal, name, children } = props;
  const whole = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (refusal !== null && whole.current) whole.current.open = true;
  }, [refusal]);
  return (
    <details ref={whole} className={styles.fold} data-fold={name}>
      <summary>
        <h3>{title}</h3>
        {told !== undefined && <span className={styles.quiet}>{told}</span>}
      </summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}
