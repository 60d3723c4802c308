import { Button } from '@mantine/core';
import { IconCamera, IconCheck, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/ask';
import type { TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useOutbox } from './outbox';
import { shrinkPhoto } from './shrink-photo';
import type { WaitingAction } from './waiting-action';
import styles from './team.module.css';
import { teamWords } from './words';

/** As many as a ticket may have, see `POST /tickets/{id}/attachments`. */
const mostPhotos = 10;

/** Photos of what was done: taken or chosen, on the phone at once, sent when there is a network. */
export function Photos({ task }: { readonly task: TicketSummary }) {
  const words = useWords(teamWords);
  const { waiting, addPhoto } = useOutbox();
  const chooser = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [isUnreadable, setUnreadable] = useState(false);
  const { data } = useQuery({
    queryKey: ['ticket', task.id],
    queryFn: () => ask('GET /tickets/{id}', { params: { id: task.id } }),
    networkMode: 'always',
  });
  const sent = data?.attachments.length ?? 0;
  const unsent = waiting.filter(({ ticketId, photo, refusal }) => ticketId === task.id && photo && !refusal);
  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    setUnreadable(false);
    for (const file of files.slice(0, mostPhotos - sent - unsent.length)) {
      try {
        await addPhoto(task, await shrinkPhoto(file));
      } catch {
        setUnreadable(true);
      }
    }
    setBusy(false);
  };
  return (
    <section className={styles.photos} aria-label={words.photos.title}>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={words.photos.add}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          void add(files);
        }}
      />
      {sent + unsent.length < mostPhotos && (
        <Button
          fullWidth
          variant="default"
          className={styles.step}
          leftSection={<IconCamera aria-hidden />}
          disabled={isBusy}
          onClick={() => chooser.current?.click()}
        >
          {words.photos.add}
        </Button>
      )}
      {isUnreadable && <p role="alert">{words.photos.unreadable}</p>}
      {unsent.map((one) => (
        <UnsentPhoto key={one.seq} waiting={one} />
      ))}
      {sent > 0 && (
        <p className={styles.sent}>
          <IconCheck size={20} aria-hidden /> {words.photos.sent(sent)}
        </p>
      )}
    </section>
  );
}

function UnsentPhoto({ waiting: { seq, photo } }: { readonly waiting: WaitingAction }) {
  const words = useWords(teamWords);
  const { takeBack } = useOutbox();
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!photo) return;
    const made = URL.createObjectURL(photo);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [photo]);
  return (
    <div className={styles.photo}>
      {address !== undefined && <img src={address} alt={words.photos.one} />}
      <span className={styles.bannerText}>{words.willBeSent}</span>
      <Button
        variant="default"
        mih={48}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => void takeBack(seq)}
      >
        {words.photos.remove}
      </Button>
    </div>
  );
}
