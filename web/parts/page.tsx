import type { ReactNode } from 'react';
import styles from './page.module.css';

/** A screen at a desk: what it is, what it is for, what may be done with all of it, and the rest. */
export function Page(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <div className={styles.words}>
          <h1 className={styles.title}>{props.title}</h1>
          {props.lead !== undefined && <p className={styles.lead}>{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div className={styles.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** Fields that narrow a list, side by side where there is room. */
export function FilterBar(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section className={styles.filters} aria-label={props.label}>
      {props.children}
    </section>
  );
}
