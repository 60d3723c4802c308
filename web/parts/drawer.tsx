import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import styles from './drawer.module.css';

/** Something of a list, opened beside it; all of the screen on a phone. Escape closes it. */
export function SideDrawer(props: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  const { close } = useWords(sharedWords);
  const isPhone = useMediaQuery('(max-width: 40rem)', undefined, { getInitialValueInEffect: false });
  return (
    <Drawer.Root
      opened={props.isOpen}
      onClose={props.onClose}
      position="right"
      size={isPhone ? '100%' : props.wide ? '52rem' : '38rem'}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        {/* Mantine's own is a banner, and a page has one. */}
        <div className={styles.head}>
          <Drawer.Title className={styles.title ?? ''}>{props.title}</Drawer.Title>
          <Drawer.CloseButton aria-label={close} size="xl" />
        </div>
        <Drawer.Body className={styles.body ?? ''}>{props.children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
