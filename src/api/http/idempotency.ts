import { createHash } from 'node:crypto';
import type { AnswerStore, StoredAnswer } from '../../models/answers/answer-store';
import { canonicalJson } from '../../domain/canonical-json';
import { Refused } from './problem';

const waitMs = 5_000;
const pollMs = 50;

/** What makes two requests the same: who, which key, which address. The body is compared, not part of it. */
export interface Attempt {
  readonly userId: string;
  readonly key: string;
  /** Method and path as asked, e.g. `POST /tickets/abc/claim`. */
  readonly target: string;
  readonly body: unknown;
}

/**
 * Runs `work` once for a key. A repetition gets the stored answer; a concurrent one waits for the first.
 * Only successes are kept: a refusal changed nothing, so asking again is a new question.
 *
 * @throws Refused `key-reused` when the body differs, `key-in-use` when the first is still working after 5 s
 */
export async function once(
  store: AnswerStore,
  attempt: Attempt,
  work: () => Promise<StoredAnswer>,
): Promise<{ answer: StoredAnswer; replayed: boolean }> {
  const id = sha256(`${attempt.userId}\n${attempt.key}\n${attempt.target}`);
  const bodyHash = sha256(canonicalJson(attempt.body));
  const deadline = Date.now() + waitMs;
  for (;;) {
    const found = await store.begin(id, bodyHash);
    if (found.state === 'mine') {
      return { answer: await workAndKeep(store, id, found.lease, work), replayed: false };
    }
    if (found.state === 'otherBody') {
      throw new Refused('key-reused', 'Use a new Idempotency-Key for a request that is not the same.');
    }
    if (found.state === 'done') return { answer: found.answer, replayed: true };
    if (Date.now() > deadline) {
      throw new Refused('key-in-use', 'Ask again in a moment; the first request has not ended.', {
        headers: { 'Retry-After': '1' },
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function workAndKeep(
  store: AnswerStore,
  id: string,
  lease: string,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer> {
  try {
    const answer = await work();
    await store.finish(id, lease, answer);
    return answer;
  } catch (error) {
    await store.release(id, lease).catch(() => undefined);
    throw error;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
