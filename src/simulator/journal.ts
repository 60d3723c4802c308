import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Entry {
  readonly sid: string;
  /** Order of arrival. */
  readonly seq: number;
}

/** One line a record, the whole record each time: the last line of an id is its state. */
export interface Journal<T extends Entry> {
  /** What an earlier process left, oldest first. */
  readonly restored: readonly T[];
  append(record: T): void;
}

/** Only the owner may read it: it holds numbers and texts in clear, as a provider's log would. */
const ownerOnly = 0o600;

/**
 * An append-only file of JSON lines. A write that `kill -9` cut short leaves a torn last line, which is
 * skipped. The file is rewritten with the newest `keep` records at start and whenever it has grown to five
 * times that.
 */
export function openJournal<T extends Entry>(file: string, keep: number): Journal<T> {
  mkdirSync(dirname(file), { recursive: true });
  let records = newest(read<T>(file), keep);
  let lines = rewrite(file, records);
  return {
    restored: [...records.values()],
    append(record) {
      appendFileSync(file, `${JSON.stringify(record)}\n`, { mode: ownerOnly });
      records.set(record.sid, record);
      lines += 1;
      if (lines >= keep * 5) {
        records = newest(records, keep);
        lines = rewrite(file, records);
      }
    },
  };
}

function read<T extends Entry>(file: string): Map<string, T> {
  const records = new Map<string, T>();
  for (const line of contents(file).split('\n')) {
    try {
      const record = JSON.parse(line) as T;
      records.set(record.sid, record);
    } catch {
      continue;
    }
  }
  return records;
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function newest<T extends Entry>(records: ReadonlyMap<string, T>, keep: number): Map<string, T> {
  return new Map([...records].sort(([, a], [, b]) => a.seq - b.seq).slice(-keep));
}

function rewrite(file: string, records: ReadonlyMap<string, unknown>): number {
  const text = [...records.values()].map((record) => `${JSON.stringify(record)}\n`).join('');
  writeFileSync(`${file}.new`, text, { mode: ownerOnly });
  renameSync(`${file}.new`, file);
  return records.size;
}
