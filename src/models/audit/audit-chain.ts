import { createHash } from 'node:crypto';
import type { AuditAct, ChainFault } from '../../domain/audit';
import { canonicalJson } from '../../domain/canonical-json';

/** What an entry's hash is made of, besides the hash before it. */
export interface ChainedAct extends AuditAct {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Of the sealed values; null when there are none. */
  readonly commitment: string | null;
}

export interface ChainedEntry extends ChainedAct {
  readonly previousHash: string;
  readonly hash: string;
  /** The values as they open; null when they were erased, `undefined` when they do not open. */
  readonly values: string | null | undefined;
}

/** The newest entry there ever was, sealed with a key that is not in the database. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export const firstHash = '0'.repeat(64);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of the hash before it and the entry as canonical JSON. */
export const hashOf = (previousHash: string, act: ChainedAct): string =>
  sha256(`${previousHash}\n${canonicalJson(act)}`);

/**
 * Binds an entry to its values without telling them: they hold a random salt, so that nobody can try values until the
 * hash fits. Values may be erased, or sealed anew with another key, and the chain still holds.
 */
export const commitmentOf = (values: string): string => sha256(values);

export interface ChainProblem {
  readonly seq: number;
  readonly fault: ChainFault;
}

export interface ChainReport {
  readonly entries: number;
  /** Those whose values were taken away, as the law on personal data may ask; who did what stays. */
  readonly erased: number;
  /** The newest entry that is there; null in an empty chain. */
  readonly head: ChainHead | null;
  readonly isWhole: boolean;
  /** The first of them. */
  readonly problems: readonly ChainProblem[];
}

const mostProblems = 50;

/**
 * Walks a chain from its first entry.
 *
 * @param entries in the order of the database's own keys
 * @param head what the newest entry must be; null when it is gone or its seal is not ours
 * @param expected a head that somebody wrote down elsewhere earlier; what went missing since is found by it
 */
export async function checkChain(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  head: ChainHead | null,
  expected?: ChainHead,
): Promise<ChainReport> {
  const problems: ChainProblem[] = [];
  let last: ChainHead = { seq: 0, hash: firstHash };
  let [count, erased] = [0, 0];
  let sawExpected = expected === undefined;
  for await (const { previousHash, hash, values, ...act } of entries) {
    count += 1;
    const { seq } = act;
    if (seq > last.seq + 1) problems.push({ seq: last.seq + 1, fault: 'missing' });
    if (seq <= last.seq || previousHash !== last.hash) problems.push({ seq, fault: 'outOfPlace' });
    if (hashOf(previousHash, act) !== hash) problems.push({ seq, fault: 'changed' });
    const isErased = values === null && act.commitment !== null;
    const committed = values === undefined || values === null ? values : commitmentOf(values);
    if (isErased) erased += 1;
    else if (committed !== act.commitment) problems.push({ seq, fault: 'valuesChanged' });
    sawExpected ||= expected?.seq === seq && expected.hash === hash;
    last = { seq, hash };
  }
  if (head === null) problems.push({ seq: last.seq, fault: 'headMissing' });
  else if (last.seq < head.seq) problems.push({ seq: last.seq + 1, fault: 'missing' });
  else if (last.seq !== head.seq || last.hash !== head.hash)
    problems.push({ seq: last.seq, fault: 'headChanged' });
  if (!sawExpected && expected) problems.push({ seq: expected.seq, fault: 'changed' });
  return {
    ...{ entries: count, erased, head: last.seq === 0 ? null : last },
    ...{ isWhole: problems.length === 0, problems: problems.slice(0, mostProblems) },
  };
}
