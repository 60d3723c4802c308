import { join } from 'node:path';
import { assertTemporal, searchAttributes } from './assert-temporal';
import type { ProcessSpec } from './supervise';

export const embeddedTemporalAddress = (port: number): string => `127.0.0.1:${String(port)}`;

/** A Temporal server that keeps its state in a file, with its web pages, on loopback only. */
export function temporalServer(
  command: string,
  dataDir: string,
  ports: { temporal: number; temporalUi: number },
): ProcessSpec {
  const address = embeddedTemporalAddress(ports.temporal);
  return {
    name: 'temporal',
    title: 'Temporal',
    command,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.temporal)],
      ...['--ui-port', String(ports.temporalUi), '--ui-disable-news-fetch'],
      ...['--db-filename', join(dataDir, 'temporal.db'), '--log-level', 'warn'],
      ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      // Its own settings files and variables may point anywhere.
      ...['--disable-config-file', '--disable-config-env'],
    ],
    logFile: join(dataDir, 'logs', 'temporal.log'),
    stopWithinMs: 5_000,
    // Where little is left of the processor its inner worker gives up before the rest answers, and takes all down.
    startAttempts: 3,
    ready: (_child, signal) =>
      assertTemporal({ address, namespace: 'default' }, { withinMs: 60_000, addMissing: true, signal }),
  };
}
