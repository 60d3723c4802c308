import type { TicketChange, TicketChanges } from '../../models/ticket-changes/ticket-changes';
import type { StillActive } from '../auth/authenticate';
import { rightsOf, type Rights } from '../rights';
import type { EventWriter } from './event-writer';
import { toChangeView } from './change-view';

/** More than this while catching up, and the reader is better off reading its lists again. */
const maxWaiting = 5_000;

/**
 * Tells a reader the changes it missed, then the live ones; each once, in order, only what it may read. Its
 * rights are looked up again every `recheckMs`, and a closed account ends the stream.
 */
export async function follow(
  deps: { changes: Pick<TicketChanges, 'listen' | 'since'>; stillActive: StillActive },
  writer: EventWriter,
  reader: { userId: string; rights: Rights; lastEventId: string },
  recheckMs: number,
): Promise<void> {
  let { rights } = reader;
  let waiting: TicketChange[] | undefined = [];
  const tell = (change: TicketChange): void => {
    if (rights.may('read', change))
      writer.send({ id: change.id, name: 'ticket', data: toChangeView(change) });
  };
  /** An empty id makes the browser forget where it was; the next change gives it a new place. */
  const reset = (): void => {
    writer.send({ id: '', name: 'reset', data: { reason: 'readAgain' } });
  };
  const live = await deps.changes.listen((change) => {
    if (!waiting) tell(change);
    else if (waiting.push(change) > maxWaiting) writer.end();
  }, reset);
  const recheck = setInterval(() => {
    deps
      .stillActive(reader.userId)
      .then((user) => {
        if (user) rights = rightsOf(user);
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
