import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCloudOff, IconHandStop, IconSend } from '@tabler/icons-react';
import { useLiveness } from '../../api/live';
import { useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { useOutbox } from './outbox';
import styles from './team.module.css';
import { teamWords } from './words';

/** What is not sent yet, with the button that sends it; what can be taken back; and what the server said no to. */
export function OfflineBanner() {
  const words = useWords(teamWords);
  const { undo } = useWords(sharedWords);
  const { state } = useLiveness();
  const { waiting, held, isSending, takeBack, sendNow, dismiss } = useOutbox();
  const isOffline = state === 'silent';
  const unsent = waiting.filter((one) => !one.refusal && (isOffline || !held.includes(one)));
  return (
    <>
      {(isOffline || unsent.length > 0) && (
        <div className={styles.banner} role="status">
          <IconCloudOff aria-hidden />
          <span className={styles.bannerText}>
            {isOffline && <span>{words.offline}</span>}
            {unsent.length > 0 && <b>{words.waiting(unsent.length)}</b>}
          </span>
          {unsent.length > 0 && (
            <Button
              variant="white"
              color="dark"
              mih={48}
              leftSection={<IconSend size={18} aria-hidden />}
              disabled={isSending}
              onClick={() => void sendNow()}
            >
              {isSending ? words.sending : words.sendAgain}
            </Button>
          )}
        </div>
      )}
      {held.map(
        ({ seq, ticketCode, action }) =>
          action === 'resolve' && (
            <div key={seq} className={styles.undo} role="status">
              <span className={styles.bannerText}>
                {ticketCode}: {words.steps[action]}
              </span>
              <Button
                variant="white"
                color="dark"
                mih={48}
                leftSection={<IconArrowBackUp size={18} aria-hidden />}
                onClick={() => void takeBack(seq)}
              >
                {undo}
              </Button>
            </div>
          ),
      )}
      {waiting.map(
        ({ seq, ticketId, ticketCode, action, refusal }) =>
          refusal && (
            <div key={seq} className={styles.refusal} role="alert">
              <IconHandStop aria-hidden />
              <span className={styles.bannerText}>
                {refusal.code === 'already-claimed'
                  ? words.lost(ticketCode, refusal.winner ?? words.somebodyElse)
                  : words.refused(ticketCode, words.steps[action], refusal.detail)}
              </span>
              <Button variant="white" color="dark" mih={48} onClick={() => void dismiss(ticketId)}>
                {words.understood}
              </Button>
            </div>
          ),
      )}
    </>
  );
}
