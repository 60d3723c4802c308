import type { Connection } from 'mongoose';
import type { TicketState } from '../../domain/ticket';
import { ChangesForgotten, type TicketChange, type TicketChanges } from './ticket-changes';

interface Row {
  readonly code: string;
  readonly createdBy: string;
  readonly state: TicketState;
}
interface ChangeEvent {
  readonly _id: { readonly _data: string };
  readonly fullDocument?: Row | null;
}

const reopenAfterMs = 500;
const standsWithinMs = 5_000;
const pipeline = [
  { $match: { operationType: { $in: ['insert', 'update', 'replace'] } } },
  { $project: { 'fullDocument.code': 1, 'fullDocument.createdBy': 1, 'fullDocument.state': 1 } },
];

/** Change streams of the tickets; what one process has told, another can resume from. */
export function createTicketChanges(
  connection: Connection,
  logger: { warn: (facts: object, message: string) => void },
  collection = 'tickets',
): TicketChanges {
  const open = (resumeAfter?: string) =>
    connection.collection(collection).watch<Row>(pipeline, {
      fullDocument: 'updateLookup',
      ...(resumeAfter !== undefined && { resumeAfter: { _data: resumeAfter } }),
    });
  type Stream = ReturnType<typeof open>;

  const listeners = new Map<(change: TicketChange) => void, () => void>();
  let live: Stream | undefined;
  let lastId: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const standing = deferred();

  const start = (): void => {
    if (closed || live) return;
    const stream = open(lastId);
    live = stream;
    stream.on('resumeTokenChanged', (token) => {
      lastId = (token as { _data: string })._data;
      standing.resolve();
    });
    stream.on('change', (event) => {
      const change = toChange(event as unknown as ChangeEvent);
      if (!change) return;
      for (const listener of listeners.keys()) listener(change);
    });
    stream.on('error', (err: unknown) => {
      logger.warn({ err }, 'the stream of ticket changes broke off, opening it again');
      void restart(stream, isForgotten(err));
    });
  };
  const restart = async (stream: Stream, lost: boolean): Promise<void> => {
    if (live !== stream) return;
    live = undefined;
    await stream.close().catch(() => undefined);
    if (lost) {
      lastId = undefined;
      for (const onLost of listeners.values()) onLost();
    }
    timer = setTimeout(start, reopenAfterMs);
  };

  return {
    async listen(listener, onLost) {
      listeners.set(listener, onLost);
      start();
      const stop = (): void => {
        listeners.delete(listener);
      };
      try {
        await within(standsWithinMs, standing.promise);
        return { at: lastId ?? '', stop };
      } catch (error) {
        stop();
        throw error;
      }
    },
    async *since(id) {
      const stream = open(id);
      try {
        for (;;) {
          const event = (await stream.tryNext()) as unknown as ChangeEvent | null;
          if (!event) return;
          const change = toChange(event);
          if (change) yield change;
        }
      } catch (error) {
        throw isForgotten(error) ? new ChangesForgotten() : error;
      } finally {
        await stream.close().catch(() => undefined);
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      listeners.clear();
      await live?.close().catch(() => undefined);
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the stream of ticket changes does not open'));
    }, ms);
  });
  await Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

function toChange({ _id, fullDocument }: ChangeEvent): TicketChange | undefined {
  if (!fullDocument?.state) return undefined;
  const { code, createdBy, state } = fullDocument;
  return { id: _id._data, code, createdBy, state };
}

/**
 * The server refuses to go on from there: too old, another database's, or no place at all. Its codes for this
 * are many; what the driver could resume by itself it already has.
 */
const isForgotten = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'MongoServerError' &&
  !(error as Error & { errorLabelSet?: Set<string> }).errorLabelSet?.has('ResumableChangeStreamError');
