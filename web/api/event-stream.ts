import { createParser, type StreamEvent } from './event-parser';

/** What a reader of the stream hears. */
export interface StreamListener {
  /** Something came: an event, or only the sign of life every 10 s. */
  readonly onAlive: () => void;
  readonly onEvent: (event: StreamEvent) => void;
  /** The connection stands; `again` when it had been lost. */
  readonly onOpen: (again: boolean) => void;
  readonly onLost: () => void;
  /** The session has ended, or the account is closed: no use in trying again. */
  readonly onRefused: () => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** Two signs of life missed, and a little: the connection is dead, even if nobody has told us. */
const silentAfterMs = 22_000;

/**
 * Follows server-sent events with `fetch`: unlike `EventSource` it sees the signs of life, so silence is noticed,
 * and it comes back after a 503. Reconnects with `Last-Event-ID`, waiting longer each time and never in step with
 * other consoles.
 *
 * @returns ends it
 */
export function followStream(url: string, listener: StreamListener): () => void {
  const end = new AbortController();
  let lastEventId = '';
  let opened = 0;

  async function connectOnce(): Promise<'refused' | 'lost'> {
    const attempt = new AbortController();
    const abort = (): void => {
      attempt.abort();
    };
    end.signal.addEventListener('abort', abort);
    let watchdog = window.setTimeout(abort, silentAfterMs);
    try {
      const response = await fetch(url, {
        credentials: 'same-origin',
        cache: 'no-store',
        headers: { Accept: 'text/event-stream', ...(lastEventId && { 'Last-Event-ID': lastEventId }) },
        signal: attempt.signal,
      });
      if (response.status === 401 || response.status === 403) return 'refused';
      if (!response.ok || !response.body) return 'lost';
      listener.onOpen(opened > 0);
      opened += 1;
      const parse = createParser((event) => {
        if (event.id !== null) lastEventId = event.id;
        listener.onEvent(event);
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 'lost';
        window.clearTimeout(watchdog);
        watchdog = window.setTimeout(abort, silentAfterMs);
        listener.onAlive();
        parse(value);
      }
    } catch {
      return 'lost';
    } finally {
      window.clearTimeout(watchdog);
      end.signal.removeEventListener('abort', abort);
    }
  }

  async function keepConnected(): Promise<void> {
    let failures = 0;
    while (!end.signal.aborted) {
      const before = opened;
      const ended = await connectOnce();
      if (end.signal.aborted) return;
      if (ended === 'refused') {
        listener.onRefused();
        return;
      }
      listener.onLost();
      failures = opened > before ? 0 : failures + 1;
      await pause(waitOf(failures), end.signal);
    }
  }

  void keepConnected();
  return () => {
    end.abort();
  };
}

/** 0.5 to 1 of 1, 2, 4 … 30 s: after an outage three hundred consoles must not return at once. */
const waitOf = (failures: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + Math.random() / 2);

/** Ends early when the network returns or the page is shown again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      window.clearTimeout(timer);
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = window.setTimeout(done, ms);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done);
  });
}
