import type { Request, Response } from 'express';

/** One open stream of server-sent events (WHATWG HTML, 9.2). */
export interface EventWriter {
  /** Data travel as one line of JSON. An empty id makes the browser forget where it was. */
  send(event: { id: string; name: string; data: unknown }): void;
  /** A whole event that was written for many readers. */
  sendBytes(event: Buffer): void;
  end(): void;
  readonly isOpen: boolean;
  onClose(listener: () => void): void;
}

/** A console that does not read: better to let it reconnect and catch up than to hold its events in memory. */
const maxUnreadBytes = 1024 * 1024;
const reconnectAfterMs = 2_000;

/** Answers with an event stream and keeps it alive with a comment every `heartbeatMs`. */
export function openEventStream(request: Request, response: Response, heartbeatMs: number): EventWriter {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  request.socket.setNoDelay(true);
  let waiting: (string | Buffer)[] = [];
  const flush = (): void => {
    const together = Buffer.concat(
      waiting.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
    );
    waiting = [];
    if (response.writableEnded || response.destroyed) return;
    response.write(together);
    if (response.writableLength > maxUnreadBytes) response.destroy();
  };
  // What comes in one turn of the loop goes out in one packet: a burst of changes is a burst for every reader.
  const write = (piece: string | Buffer): void => {
    if (waiting.push(piece) === 1) setImmediate(flush);
  };
  write(`retry: ${String(reconnectAfterMs)}\n\n`);
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
  }, heartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
  });
  return {
    send({ id, name, data }) {
      write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    sendBytes: write,
    end() {
      if (waiting.length > 0) flush();
      response.end();
    },
    get isOpen() {
      return !response.writableEnded && !response.destroyed;
    },
    onClose(listener) {
      if (response.destroyed) listener();
      else response.on('close', listener);
    },
  };
}
