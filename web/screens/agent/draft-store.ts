import { emptyDraft, type Draft, type Entry } from './draft';

/** What is used of the browser's storage, so that tests can bring their own. */
export interface DraftStorage {
  readonly length: number;
  readonly key: (index: number) => string | null;
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
  readonly removeItem: (key: string) => void;
}
export type DraftStore = ReturnType<typeof createDraftStore>;

const everybody = 'truc.agent.';
/** A draft that nobody has touched for so long is of a shift that is over. */
const keptMs = 12 * 3_600_000;

/**
 * One person's drafts on this device. Each has a key of its own, so two windows of the same person do not write
 * over each other. It is written with every change, before anything else happens: a power cut costs nothing.
 */
export function createDraftStore(
  personId: string,
  storage: DraftStorage,
  now: () => Date = () => new Date(),
) {
  const prefix = `${everybody}${personId}.`;
  const listeners = new Set<() => void>();
  let entries: readonly Entry[] = readAll(storage, prefix).filter((entry) => {
    const isOld = entry.savedAt === null && now().getTime() - Date.parse(entry.changedAt) > keptMs;
    if (isOld) storage.removeItem(prefix + entry.draft.id);
    return !isOld;
  });

  function put(entry: Entry): void {
    const others = entries.filter(({ draft }) => draft.id !== entry.draft.id);
    entries = [...others, entry];
    try {
      storage.setItem(prefix + entry.draft.id, JSON.stringify(entry));
    } catch {
      // A full or forbidden storage: the draft lives as long as the page.
    }
    for (const tell of listeners) tell();
  }

  return {
    /** The same array until something changes. */
    list: (): readonly Entry[] => entries,
    find: (id: string): Entry | undefined => entries.find(({ draft }) => draft.id === id),
    put,
    /** Begins a draft, or takes up the one that this call has already. */
    begin(id: string, known: Partial<Draft>): Draft {
      const { from } = known;
      const same = entries.find(
        ({ draft, savedAt }) =>
          savedAt === null && from && from.kind !== 'none' && sameSource(draft.from, from),
      );
      if (same) return same.draft;
      const draft = emptyDraft(id, known);
      put({ draft, changedAt: now().toISOString(), savedAt: null, refusals: {} });
      return draft;
    },
    change(id: string, part: Partial<Draft>): void {
      const entry = entries.find(({ draft }) => draft.id === id);
      if (!entry || entry.savedAt !== null) return;
      put({ ...entry, draft: { ...entry.draft, ...part, id }, changedAt: now().toISOString(), refusals: {} });
    },
    remove(id: string): void {
      entries = entries.filter(({ draft }) => draft.id !== id);
      storage.removeItem(prefix + id);
      for (const tell of listeners) tell();
    },
    /** Another window of the same person has written. */
    readAgain(): void {
      entries = readAll(storage, prefix);
      for (const tell of listeners) tell();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Takes every unfinished draft off this device, whoever wrote it. Reports that were saved and are still on their
 * way stay: they go out when their author signs in again, because a citizen has been told that help is coming.
 */
export function forgetDrafts(storage: DraftStorage): void {
  for (const key of keysUnder(storage, everybody)) {
    const entry = readOne(storage, key);
    if (!entry || entry.savedAt === null) storage.removeItem(key);
  }
}

const sameSource = (one: Draft['from'], other: Draft['from']): boolean =>
  one.kind !== 'none' && other.kind !== 'none' && one.kind === other.kind && one.id === other.id;

function keysUnder(storage: DraftStorage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  return keys.filter((key) => key !== null && key.startsWith(prefix)) as string[];
}

const readAll = (storage: DraftStorage, prefix: string): readonly Entry[] =>
  keysUnder(storage, prefix)
    .flatMap((key) => readOne(storage, key) ?? [])
    .sort((a, b) => a.changedAt.localeCompare(b.changedAt));

function readOne(storage: DraftStorage, key: string): Entry | null {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null') as Entry | null;
  } catch {
    return null;
  }
}
