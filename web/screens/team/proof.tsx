import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { ask } from '../../api/ask';
import type { Protocol, TicketSummary } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useOutbox } from './outbox';
import { Photos } from './photos';
import styles from './team.module.css';
import { teamWords } from './words';

type EvidenceKind = Protocol['evidence'][number];
type Texts = Partial<Record<EvidenceKind, string>>;

/** What was written before somebody took "done" back, by ticket: nobody writes it twice. */
const written = new Map<string, Texts>();

/** The proof that the category's protocol asks for; nothing is done without it. */
export function Proof({ task, onDone }: { readonly task: TicketSummary; readonly onDone: () => void }) {
  const words = useWords(teamWords);
  const { act } = useOutbox();
  const { data } = useQuery({
    queryKey: ['protocols'],
    queryFn: () => ask('GET /protocols'),
    staleTime: Infinity,
    networkMode: 'always',
  });
  const required = data?.items.find(({ category }) => category === task.category)?.evidence ?? [];
  const kinds: readonly EvidenceKind[] = required.length > 0 ? required : ['outcome'];
  const [texts, setTexts] = useState<Texts>(written.get(task.id) ?? {});
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const filled = kinds.map((kind) => [kind, texts[kind]?.trim() ?? ''] as const);
    if (filled.some(([, text]) => text === '')) return;
    written.set(task.id, texts);
    void act(task, 'resolve', { evidence: Object.fromEntries(filled) });
    onDone();
  };
  return (
    <form className={styles.steps} onSubmit={submit}>
      <p className={styles.question}>{words.proofLead}</p>
      {kinds.map((kind) => (
        <label key={kind} className={styles.proof}>
          {words.evidence[kind]}
          <textarea
            rows={2}
            required
            maxLength={2_000}
            value={texts[kind] ?? ''}
            onChange={({ currentTarget: { value } }) => {
              setTexts((was) => ({ ...was, [kind]: value }));
            }}
          />
        </label>
      ))}
      <Photos task={task} />
      <Button type="submit" fullWidth className={styles.step}>
        {words.steps.resolve}
      </Button>
      <Button fullWidth variant="subtle" className={styles.step} onClick={onDone}>
        {words.back1}
      </Button>
    </form>
  );
}
