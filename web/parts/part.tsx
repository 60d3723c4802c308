import type { ReactNode } from 'react';
import styles from './part.module.css';

/** One matter under its own heading: of a drawer, which has one above it, or (`onPage`) of a page. */
export function Part(props: {
  readonly title: string;
  readonly onPage?: true;
  readonly children: ReactNode;
}) {
  const Heading = props.onPage ? 'h2' : 'h3';
  return (
    <section className={styles.part} aria-label={props.title}>
      <Heading className={styles.heading}>{props.title}</Heading>
      {props.children}
    </section>
  );
}
