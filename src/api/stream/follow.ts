import type { Change, Changes } from '../../models/changes/changes';
import type { StillActive } from '../auth/authenticate';
import type { SignedIn } from '../auth/link-scope';
import { concernsSurge, isInAreaOf, rightsOf } from '../rights';
import type { EventWriter } from './event-writer';
import { ticketReaderOf } from './ticket-reader';
import { eventTextOf } from './event-text';

/** More than this while catching up, and the reader is better off reading its lists again. */
const maxWaiting = 5_000;
const callsRemembered = 1_000;

/**
 * Tells a reader the changes it missed, then the live ones; each once, in order, only what it may read. Its
 * rights are looked up again every `recheckMs`, and a closed account ends the stream.
 */
export async function follow(
  deps: { changes: Pick<Changes, 'listen' | 'since'>; stillActive: StillActive },
  writer: EventWriter,
  reader: { user: SignedIn; lastEventId: string },
  recheckMs: number,
): Promise<void> {
  let mayRead = readerOf(reader.user);
  const isNews = newsFilter();
  let waiting: Change[] | undefined = [];
  const tell = (change: Change): void => {
    if (!mayRead(change)) return;
    const { data, bytes } = eventTextOf(change);
    if (isNews(change, data)) writer.sendBytes(bytes);
  };
  /** An empty id makes the browser forget where it was; the next change gives it a new place. */
  const reset = (): void => {
    writer.send({ id: '', name: 'reset', data: { reason: 'readAgain' } });
  };
  const live = await deps.changes.listen((change) => {
    if (!waiting) tell(change);
    else if (waiting.push(change) > maxWaiting) writer.end();
  }, reset);
  const { id: userId, link } = reader.user;
  const since = new Date();
  const recheck = setInterval(() => {
    deps
      .stillActive({ userId, since, ...(link && { link }) })
      .then((user) => {
        if (user) mayRead = readerOf(user);
        else writer.end();
      })
      .catch(() => undefined);
  }, recheckMs);
  writer.onClose(() => {
    live.stop();
    clearInterval(recheck);
  });
  const told = new Set<string>();
  try {
    if (reader.lastEventId === '') {
      writer.send({ id: live.at, name: 'ready', data: {} });
    } else {
      for await (const change of deps.changes.since(reader.lastEventId)) {
        told.add(change.id);
        tell(change);
      }
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ChangesForgotten') {
      writer.end();
      return;
    }
    reset();
    writer.send({ id: live.at, name: 'ready', data: {} });
  }
  for (const change of waiting) if (!told.has(change.id)) tell(change);
  waiting = undefined;
}

/** Tickets and command orders by the rights table; calls as their lists show them, by role and area. */
function readerOf(user: SignedIn): (change: Change) => boolean {
  const rights = rightsOf(user);
  const mayReadTicket = ticketReaderOf(user);
  const readsCalls = rights.holds(['Call', 'read']);
  return (change) => {
    if (change.kind === 'ticket') return mayReadTicket(change);
    if (change.kind === 'commandOrder') return rights.mayOrder('read', change);
    if (change.kind === 'surge') return rights.holds(['Surge', 'read']) && concernsSurge(user, change.state);
    return readsCalls && isInAreaOf(user, change.state.unitPath);
  };
}

/**
 * A waiting caller and a claimant show signs of life every few seconds; a console needs none of them. Remembers
 * what was last told of the calls that moved last.
 */
function newsFilter(): (change: Change, data: string) => boolean {
  const told = new Map<string, string>();
  return (change, data) => {
    if (change.kind !== 'call' && change.kind !== 'callBack') return true;
    const subject = change.kind === 'call' ? change.state.callId : change.state.callBackId;
    if (told.get(subject) === data) return false;
    told.delete(subject);
    told.set(subject, data);
    const [oldest] = told.keys();
    if (told.size > callsRemembered && oldest !== undefined) told.delete(oldest);
    return true;
  };
}
