import { Button, FileButton, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './file-drop.module.css';

/** Files, dragged here or chosen; the button does by keyboard what dragging does. */
export function FileDrop(props: {
  readonly label: string;
  readonly hint: string;
  readonly accept: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className={styles.drop}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        props.onFiles([...event.dataTransfer.files]);
      }}
    >
      <FileButton
        accept={props.accept}
        multiple={props.multiple ?? false}
        onChange={(chosen: File | File[] | null) => {
          const files = chosen === null ? [] : Array.isArray(chosen) ? chosen : [chosen];
          if (files.length > 0) props.onFiles(files);
        }}
      >
        {(button) => (
          <Button {...button} mih={48} leftSection={<IconUpload size={20} aria-hidden />}>
            {props.label}
          </Button>
        )}
      </FileButton>
      <Text c="var(--truc-quiet)">{props.hint}</Text>
    </div>
  );
}
