import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { templateName } from '../../parts/template-names';
import type { Done } from '../../parts/undo-bar';
import styles from './queues.module.css';
import { queuesWords } from './words';

const shownAtMost = 100;

/** What failed for good: why, and once more. Neither numbers nor words, which are personal. */
export function DeadLetters({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['deadLetters'],
    queryFn: () => ask('GET /dead-letters', { query: { limit: shownAtMost } }),
    refetchInterval: 30_000,
  });
  const retry = useMutation({
    // One message is repeated once, however often somebody presses.
    mutationFn: (id: string) =>
      ask('POST /dead-letters/{id}/replay', { params: { id }, idempotencyKey: `replay-${id}` }),
    onSuccess: () => {
      onDone({ text: words.retried });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['deadLetters'] }),
  });
  return (
    <section className={styles.card} aria-labelledby="dead">
      <h2 id="dead">{words.dead}</h2>
      <p className={styles.quiet}>{words.deadLead}</p>
      <ErrorLine error={error ?? retry.error} />
      {data?.items.length === 0 && <p>{words.noDead}</p>}
      <ul className={styles.rows}>
        {data?.items.map((letter) => (
          <li key={letter.id} data-dead={letter.id}>
            <span>
              <b>{templateName(letter.template, language)}</b>
              <small>
                {words.channel[letter.channel]}, {words.to[letter.recipient]} · {letter.reason} ·{' '}
                {words.tries(letter.attempts)}
                {letter.provider !== null && ` · ${letter.provider}`}
                {letter.possibleDuplicate && ` · ${words.twice}`} · {dayAndTime(letter.at, language)}
              </small>
            </span>
            <span className={styles.actions}>
              <Link to="/tickets/$id" params={{ id: letter.ticketId }} className={styles.link}>
                {words.ticket}
              </Link>
              <Button
                variant="default"
                mih={44}
                loading={retry.isPending && retry.variables === letter.id}
                onClick={() => {
                  retry.mutate(letter.id);
                }}
              >
                {words.retry}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
