import type { Request, Response } from 'express';

/** One open stream of server-sent events (WHATWG HTML, 9.2). */
export interface EventWriter {
  /** Data travel as one line of JSON. An empty id makes the browser forget where it was. */
  send(event: { id: string; name: string; data: unknown }): void;
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
  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength > maxUnreadBytes) response.destroy();
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
    end() {
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
