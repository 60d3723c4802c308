import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { Mark } from '../../parts/mark';
import type { Done } from '../../parts/undo-bar';
import styles from './queues.module.css';
import { queuesWords } from './words';

const looksEveryMs = 5_000;

/** What waits in each lane, and who carries it. Only the ordinary lane can be made to rest. */
export function Lanes({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['messageQueues'],
    queryFn: () => ask('GET /queues'),
    refetchInterval: looksEveryMs,
  });
  const providers = useQuery({
    queryKey: ['messageProviders'],
    queryFn: () => ask('GET /message-providers'),
    refetchInterval: 30_000,
  });
  const send = async (verb: 'pause' | 'resume'): Promise<void> => {
    const answer =
      verb === 'pause' ? await ask('POST /queues/bulk/pause') : await ask('POST /queues/bulk/resume');
    queries.setQueryData(['messageQueues'], answer);
  };
  const change = useMutation({
    mutationFn: send,
    onSuccess: (_, verb) => {
      onDone({
        text: verb === 'pause' ? words.pausedNow : words.resumedNow,
        undo: async () => {
          await send(verb === 'pause' ? 'resume' : 'pause');
          onDone({ text: words.undone });
        },
      });
    },
  });
  const wait = (waitMs: number): string => {
    const seconds = Math.round(waitMs / 1_000);
    return seconds < 120 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60));
  };
  const isResting = data?.items.some(({ lane, isPaused }) => lane === 'bulk' && isPaused) ?? false;
  return (
    <section className={styles.card} aria-labelledby="lanes">
      <h2 id="lanes">{words.lanes}</h2>
      <ErrorLine error={error ?? providers.error ?? change.error} />
      <div className={styles.lanes}>
        {data?.items.map(
          ({ lane, waiting, active, delayed, failed, oldestWaitMs, isPaused, failedReasons }) => (
            <div key={lane} className={styles.lane} data-lane={lane}>
              <h3>{words.lane[lane]}</h3>
              <Mark standing={isPaused ? 'warning' : 'ok'}>{isPaused ? words.paused : words.running}</Mark>
              <dl>
                {(
                  [
                    [words.waiting, waiting],
                    [words.active, active],
                    [words.delayed, delayed],
                    [words.failed, failed],
                    [words.oldest, wait(oldestWaitMs)],
                  ] as const
                ).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
              {Object.keys(failedReasons).length > 0 && (
                <p className={styles.quiet}>
                  {words.reasons(
                    Object.entries(failedReasons)
                      .map(([reason, count]) => `${reason} (${String(count)})`)
                      .join(', '),
                  )}
                </p>
              )}
            </div>
          ),
        )}
        <div className={styles.lane}>
          <h3>{words.providers}</h3>
          <ul className={styles.plain}>
            {providers.data?.items.map(({ provider, isLeftAlone, messagesPerSecond, smsPartVnd }) => (
              <li key={provider}>
                <b>{provider}</b>{' '}
                <Mark standing={isLeftAlone ? 'breached' : 'ok'}>
                  {isLeftAlone ? words.leftAlone : words.working}
                </Mark>
                <small>
                  {words.rate(messagesPerSecond)}, {smsPartVnd.toLocaleString(language)} đ
                </small>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {data && (
        <Button
          variant="default"
          mih={44}
          loading={change.isPending}
          onClick={() => {
            change.mutate(isResting ? 'resume' : 'pause');
          }}
        >
          {isResting ? words.resume : words.pause}
        </Button>
      )}
    </section>
  );
}
