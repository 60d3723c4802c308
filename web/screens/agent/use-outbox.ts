import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, NoAnswer, Problem } from '../../api/ask';
import { useLiveness } from '../../api/live';
import type { Ticket } from '../../api/operations.gen';
import { mayPass } from '../../api/problem';
import { isContact, type ApiProtocol, type Entry, type Mistakes } from './draft';
import type { DraftStore } from './draft-store';
import { sendReport, type Sent } from './send-report';

/** How far a saved report has come. */
export interface Delivery {
  readonly ticket: Ticket | null;
  /** The code of the live ticket that it was to be attached to. */
  readonly attachedTo: string | null;
  /** A word more on that ticket, not one of its own. */
  readonly isContact: boolean;
  readonly refusedSteps: Sent['refusedSteps'];
  /** Nobody answers: it waits, and is sent again by itself. */
  readonly isWaiting: boolean;
}

const againAfterMs = 3_000;

/**
 * Sends what has been saved, oldest first, again and again until the server has answered: every few seconds, and
 * at once when the network returns. One that has to wait does not hold up the others, unless nobody answers at
 * all. What the server refuses becomes a draft again, with the reason beside each field.
 *
 * @param onRefused told which draft that is
 */
export function useOutbox(
  store: DraftStore,
  entries: readonly Entry[],
  protocols: readonly ApiProtocol[],
  onRefused: (draftId: string) => void,
): Readonly<Record<string, Delivery>> {
  const [deliveries, setDeliveries] = useState<Readonly<Record<string, Delivery>>>({});
  const isBusy = useRef(false);
  const timer = useRef<number | undefined>(undefined);
  const { state } = useLiveness();

  const deliver = useCallback(
    async (entry: Entry): Promise<'sent' | 'refused' | 'later' | 'noAnswer'> => {
      const { draft } = entry;
      const tell = (part: Partial<Delivery>): void => {
        setDeliveries((all) => ({
          ...all,
          [draft.id]: { ...(all[draft.id] ?? begun(draft)), ...part },
        }));
      };
      const protocol = protocols.find(({ category }) => category === draft.category);
      try {
        const { refusedSteps } = await sendReport(entry, protocol, ask, (ticket) => {
          tell({ ticket });
        });
        tell({ refusedSteps, isWaiting: false });
        store.remove(draft.id);
        return 'sent';
      } catch (error) {
        if (mayPass(error)) {
          tell({ isWaiting: true });
          return error instanceof NoAnswer ? 'noAnswer' : 'later';
        }
        store.put({ ...entry, savedAt: null, refusals: refusalsOf(error) });
        onRefused(draft.id);
        return 'refused';
      }
    },
    [protocols, store, onRefused],
  );

  const sendAll = useCallback(async (): Promise<void> => {
    if (isBusy.current || protocols.length === 0) return;
    isBusy.current = true;
    window.clearTimeout(timer.current);
    const tried = new Set<string>();
    for (;;) {
      const next = savedOf(store.list()).find(({ draft }) => !tried.has(draft.id));
      if (!next) break;
      tried.add(next.draft.id);
      if ((await deliver(next)) === 'noAnswer') break;
    }
    isBusy.current = false;
    if (savedOf(store.list()).length > 0) {
      timer.current = window.setTimeout(() => void sendAll(), againAfterMs);
    }
  }, [deliver, protocols, store]);

  const toSend = savedOf(entries).length;
  useEffect(() => {
    if (toSend > 0) void sendAll();
    const onOnline = (): void => void sendAll();
    window.addEventListener('online', onOnline);
    return () => {
      window.removeEventListener('online', onOnline);
      window.clearTimeout(timer.current);
    };
  }, [toSend, sendAll, state]);
  return deliveries;
}

const begun = (draft: Entry['draft']): Delivery => ({
  ...{ ticket: null, attachedTo: draft.attachTo?.code ?? null, isContact: isContact(draft) },
  ...{ refusedSteps: [], isWaiting: false },
});

const savedOf = (entries: readonly Entry[]): readonly Entry[] =>
  entries
    .filter(({ savedAt }) => savedAt !== null)
    .sort((a, b) => (a.savedAt ?? '').localeCompare(b.savedAt ?? ''));

/** Each field's own message; what belongs to no field is under the empty pointer. */
function refusalsOf(error: unknown): Mistakes {
  if (!(error instanceof Problem)) return { '': error instanceof Error ? error.message : String(error) };
  const { errors } = error.body;
  return errors && errors.length > 0
    ? Object.fromEntries(errors.map(({ pointer, message }) => [pointer, message]))
    : { '': error.message };
}
