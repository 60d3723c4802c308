import type { Connection } from 'mongoose';
import type { CallState } from '../../domain/call';
import type { CallBackState } from '../../domain/call-back';
import type { CommandOrderState } from '../../domain/command-order';
import type { SurgeDecision } from '../../domain/surge';
import type { TicketState } from '../../domain/ticket';
import { ChangesForgotten, type Change, type Changes } from './changes';

interface Row {
  readonly code?: string;
  readonly createdBy?: string;
  readonly updatedAt?: Date;
  readonly state?: TicketState | CallState | CallBackState | CommandOrderState | SurgeDecision;
}
interface ChangeEvent {
  readonly _id: { readonly _data: string };
  readonly ns: { readonly coll: string };
  readonly fullDocument?: Row | null;
}

const kinds: Readonly<Record<string, Change['kind']>> = {
  tickets: 'ticket',
  calls: 'call',
  callBacks: 'callBack',
  commandOrders: 'commandOrder',
  surges: 'surge',
};

const reopenAfterMs = 500;
const standsWithinMs = 5_000;
const pipeline = [
  {
    $match: {
      'ns.coll': { $in: Object.keys(kinds) },
      operationType: { $in: ['insert', 'update', 'replace'] },
    },
  },
  {
    $project: {
      'ns.coll': 1,
      ...{ 'fullDocument.code': 1, 'fullDocument.createdBy': 1, 'fullDocument.state': 1 },
      'fullDocument.updatedAt': 1,
    },
  },
];

/** The change stream of tickets, calls, call-backs, command orders and surges; what one process has told, another can resume from. */
export function createChanges(
  connection: Connection,
  logger: { warn: (facts: object, message: string) => void },
): Changes {
  const open = (resumeAfter?: string) => {
    if (!connection.db) throw new Error('the database is not connected');
    return connection.db.watch<Row>(pipeline, {
      fullDocument: 'updateLookup',
      ...(resumeAfter !== undefined && { resumeAfter: { _data: resumeAfter } }),
    });
  };
  type Stream = ReturnType<typeof open>;

  const listeners = new Map<(change: Change) => void, () => void>();
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
      logger.warn({ err }, 'the stream of changes broke off, opening it again');
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
      reject(new Error('the stream of changes does not open'));
    }, ms);
  });
  await Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

function toChange({ _id, ns, fullDocument }: ChangeEvent): Change | undefined {
  const kind = kinds[ns.coll];
  if (!kind || !fullDocument?.state) return undefined;
  const { code, createdBy, state, updatedAt: writtenAt } = fullDocument;
  // Each collection holds the state of its kind.
  return { kind, id: _id._data, ...(kind === 'ticket' && { code, createdBy, writtenAt }), state } as Change;
}

/**
 * The server refuses to go on from there: too old, another database's, or no place at all. Its codes for this
 * are many; what the driver could resume by itself it already has.
 */
const isForgotten = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'MongoServerError' &&
  !(error as Error & { errorLabelSet?: Set<string> }).errorLabelSet?.has('ResumableChangeStreamError');
