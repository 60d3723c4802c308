import { get } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** One ticket's change as one reader heard it, in epoch ms. */
export interface Heard {
  readonly ticketId: string;
  readonly revision: number;
  readonly writtenAtMs: number;
  readonly heardAtMs: number;
}

export interface StreamClients {
  /** Everything that any of them has heard; the first reader's part tells what there was. */
  readonly heard: readonly (readonly Heard[])[];
  close(): void;
}

/** Opens so many event streams, as consoles do, and resolves once each stands. */
export async function openStreams(url: string, tokens: readonly string[]): Promise<StreamClients> {
  const heard = tokens.map((): Heard[] => []);
  const responses = await Promise.all(
    tokens.map(async (token, index) => {
      const request = get(`${url}/api/v1/stream`, {
        headers: { authorization: `Bearer ${token}` },
        agent: false,
      });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      if (response.statusCode !== 200)
        throw new Error(`a stream was answered with ${String(response.statusCode)}`);
      await read(response, heard[index] ?? []);
      return response;
    }),
  );
  return {
    heard,
    close: () => {
      for (const response of responses) response.destroy();
    },
  };
}

/** Resolves with the event that says that the stream stands; the rest is written down as it comes. */
function read(response: IncomingMessage, heard: Heard[]): Promise<void> {
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  return new Promise((resolve) => {
    response.on('data', (text: string) => {
      const blocks = `${rest}${text}`.split('\n\n');
      rest = blocks.pop() ?? '';
      const heardAtMs = Date.now();
      for (const block of blocks) {
        if (block.includes('event: ready')) resolve();
        if (!block.includes('event: ticket')) continue;
        const data = /^data: (.*)$/m.exec(block)?.[1] ?? '{}';
        const { ticketId, revision, writtenAt } = JSON.parse(data) as {
          readonly ticketId: string;
          readonly revision: number;
          readonly writtenAt: string;
        };
        heard.push({ ticketId, revision, writtenAtMs: Date.parse(writtenAt), heardAtMs });
      }
    });
  });
}
