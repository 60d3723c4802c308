import { Center, Loader } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import styles from './wallboard.module.css';
import { wallboardWords } from './words';

/** What lies behind a figure or a tile: the way back, the heading, and what it holds once it is known. */
export function DrillDown(props: {
  readonly title: string;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly children: ReactNode;
}) {
  const { list } = useWords(wallboardWords);
  const { loading } = useWords(sharedWords);
  return (
    <div className={styles.narrow}>
      <Link to="/board" className={styles.back}>
        <IconArrowLeft size={20} aria-hidden />
        {list.back}
      </Link>
      <h1 className={styles.title}>{props.title}</h1>
      <ErrorLine error={props.error} />
      {props.isLoading ? (
        <Center py={48}>
          <Loader aria-label={loading} />
        </Center>
      ) : (
        props.children
      )}
    </div>
  );
}
