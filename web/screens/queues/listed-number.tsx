import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A number of a list that keeps messages or calls away, and the way off it. */
export function ListedNumber(props: {
  readonly phone: string;
  readonly about: ReactNode;
  readonly removeText: string;
  readonly isRemoving: boolean;
  readonly onRemove: () => void;
}) {
  return (
    <>
      <span>
        <b>{props.phone}</b>
        <small>{props.about}</small>
      </span>
      <Button variant="default" mih={44} loading={props.isRemoving} onClick={props.onRemove}>
        {props.removeText}
      </Button>
    </>
  );
}
