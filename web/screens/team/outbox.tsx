import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { ask, newKey, Problem } from '../../api/ask';
import type { TicketSummary } from '../../api/operations.gen';
import { mayPass } from '../../api/problem';
import { useMe } from '../../app/session';
import { sendInOrder, type Outcome } from './send-in-order';
import { teamStore } from './team-store';
import type { TeamAction, WaitingAction } from './waiting-action';

interface Outbox {
  /** Not sent yet, or refused and not yet read. */
  readonly waiting: readonly WaitingAction[];
  readonly isSending: boolean;
  readonly act: (
    ticket: Pick<TicketSummary, 'id' | 'code'>,
    action: TeamAction,
    body?: WaitingAction['body'],
  ) => Promise<void>;
  /** What was done a moment ago and can still be taken back. */
  readonly held: readonly WaitingAction[];
  readonly addPhoto: (ticket: Pick<TicketSummary, 'id' | 'code'>, photo: Blob) => Promise<void>;
  /** Forgets what is not on its way yet; otherwise it stays. */
  readonly takeBack: (seq: number) => Promise<void>;
  readonly sendNow: () => Promise<void>;
  /** Somebody has read why the server said no. */
  readonly dismiss: (ticketId: string) => Promise<void>;
}

const OutboxContext = createContext<Outbox | null>(null);
export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('useOutbox needs an OutboxProvider around it');
  return outbox;
}

const tryAgainMs = 15_000;
/** Long enough to see what one has pressed, short enough that the desk hears of it at once. */
const heldForMs = 5_000;
const isHeld = ({ heldUntil, refusal }: WaitingAction): boolean =>
  heldUntil !== undefined && heldUntil > Date.now() && !refusal;

/**
 * Everything a team does goes through here: written to the phone first, then sent, so that a dead spot, a closed
 * application or an empty battery loses nothing. It is sent at once, when the network returns, when somebody looks
 * at the phone again, every 15 s while something waits, and when somebody presses the button. A photo and the end of the
 * work wait five seconds in which they can be taken back, but not when the phone is put away.
 */
export function OutboxProvider({ children }: { readonly children: ReactNode }) {
  const { id: userId } = useMe();
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<readonly WaitingAction[]>([]);
  const [isSending, setSending] = useState(false);
  const busy = useRef(false);
  const again = useRef(false);
  const onItsWay = useRef<number | null>(null);

  const look = useCallback(async (): Promise<readonly WaitingAction[]> => {
    const found = await teamStore.waiting(userId);
    setWaiting(found);
    return found;
  }, [userId]);

  const sendAll = useCallback(
    async (isHeldBack: typeof isHeld): Promise<void> => {
      again.current = true;
      if (busy.current) return;
      busy.current = true;
      setSending(true);
      try {
        while (again.current) {
          again.current = false;
          const before = await look();
          if (before.every((one) => one.refusal ?? isHeldBack(one))) continue;
          // One tab at a time, where the browser can tell; what another has sent meanwhile is not waiting any more.
          const isAnswered = await alone(async () =>
            sendInOrder(await teamStore.waiting(userId), {
              isWaiting: teamStore.isWaiting,
              send: (action) => {
                onItsWay.current = action.seq;
                return send(action);
              },
              remove: teamStore.remove,
              put: teamStore.put,
              isHeld: isHeldBack,
            }),
          );
          // First what the server has now, then no more of what was waiting: nothing jumps back in between.
          if (isAnswered) await queries.refetchQueries({ queryKey: ['tickets'] });
          if (before.some(({ photo }) => photo)) await queries.invalidateQueries({ queryKey: ['ticket'] });
          await look();
        }
      } finally {
        busy.current = false;
        onItsWay.current = null;
        setSending(false);
      }
    },
    [look, queries, userId],
  );
  const sendNow = useCallback(() => sendAll(isHeld), [sendAll]);

  const add = useCallback(
    async (
      { id, code }: Pick<TicketSummary, 'id' | 'code'>,
      what: Pick<WaitingAction, 'action' | 'body' | 'photo' | 'heldUntil'>,
    ): Promise<void> => {
      const doneAt = new Date().toISOString();
      await teamStore.add({ key: newKey(), userId, ticketId: id, ticketCode: code, doneAt, ...what });
      await look();
      void sendNow();
    },
    [look, sendNow, userId],
  );
  const act = useCallback<Outbox['act']>(
    (ticket, action, body = {}) =>
      add(ticket, { action, body, ...(action === 'resolve' && { heldUntil: Date.now() + heldForMs }) }),
    [add],
  );
  const addPhoto = useCallback<Outbox['addPhoto']>(
    (ticket, photo) => add(ticket, { action: 'photo', body: {}, photo, heldUntil: Date.now() + heldForMs }),
    [add],
  );
  const takeBack = useCallback(
    async (seq: number): Promise<void> => {
      if (onItsWay.current !== seq) await teamStore.remove(seq);
      await look();
    },
    [look],
  );

  const dismiss = useCallback(
    async (ticketId: string): Promise<void> => {
      for (const one of await teamStore.waiting(userId)) {
        if (one.ticketId === ticketId && one.refusal) await teamStore.remove(one.seq);
      }
      await look();
    },
    [look, userId],
  );

  useEffect(() => {
    const go = (): void => {
      if (document.visibilityState === 'visible') void sendNow();
      // Put away, perhaps for hours: now or never.
      else void sendAll(() => false);
    };
    go();
    const timer = window.setInterval(() => {
      void teamStore.waiting(userId).then((found) => {
        if (found.some(({ refusal }) => !refusal)) go();
      });
    }, tryAgainMs);
    window.addEventListener('online', go);
    document.addEventListener('visibilitychange', go);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('online', go);
      document.removeEventListener('visibilitychange', go);
    };
  }, [sendAll, sendNow, userId]);

  const held = useMemo(() => waiting.filter(isHeld), [waiting]);
  useEffect(() => {
    if (held.length === 0) return;
    const next = Math.min(...held.map(({ heldUntil = 0 }) => heldUntil));
    const timer = window.setTimeout(() => void look().then(sendNow), next - Date.now() + 1);
    return () => {
      window.clearTimeout(timer);
    };
  }, [held, look, sendNow]);

  const outbox = useMemo(
    () => ({ waiting, held, isSending, act, addPhoto, takeBack, sendNow, dismiss }),
    [waiting, held, isSending, act, addPhoto, takeBack, sendNow, dismiss],
  );
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

async function send({ action, ticketId, body, key, photo }: WaitingAction): Promise<Outcome> {
  const params = { id: ticketId };
  try {
    if (action !== 'photo') await ask(`POST /tickets/{id}/${action}`, { params, body, idempotencyKey: key });
    else if (photo) await ask('POST /tickets/{id}/attachments', { params, file: photo, idempotencyKey: key });
    return { kind: 'done' };
  } catch (error) {
    if (mayPass(error)) return { kind: 'later' };
    if (!(error instanceof Problem)) throw error;
    const winner = error.body.claimedBy?.teamName ?? null;
    return { kind: 'refused', refusal: { code: error.code, detail: error.message, winner } };
  }
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  // Not on pages without TLS, nor on older phones; there a second tab is as unlikely as it is harmless.
  const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>;
  return locks ? locks.request('truc-outbox', work) : work();
}
