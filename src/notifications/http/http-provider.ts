import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { MessageRefused, OutcomeUnknown, ProviderBusy, ProviderUnavailable } from '../provider';
import { retryAfterMs } from '../twilio/redirecting-client';
import type { MessageProvider, OutgoingMessage } from '../provider';

export interface HttpProviderSettings {
  /** The aggregator's address, without a trailing slash; `/messages` is below it. */
  readonly url: string;
  /** Shared secret: bearer of our requests, key of both sides' signatures. */
  readonly token: string;
  readonly from: string;
  readonly publicUrl: string;
  readonly timeoutMs?: number;
}

const acceptedAnswer = z.object({ id: z.string().min(1).max(64) });
const foundAnswer = z.object({ messages: z.array(acceptedAnswer) });
const refusedAnswer = z.object({ code: z.string().regex(/^[\w-]{1,40}$/), noRoute: z.boolean().optional() });

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * SMS through any aggregator that takes JSON over HTTP, as docs/providers.md describes: `POST /messages` with our
 * reference, `GET /messages?reference=` for the look-up, a signed callback. Numbers are never in an address.
 */
export function createHttpProvider(settings: HttpProviderSettings): MessageProvider {
  const ask = async (path: string, body?: string): Promise<Response> => {
    try {
      return await fetch(`${settings.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${settings.token}`,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'x-signature': createHmac('sha256', settings.token).update(body).digest('hex'),
          }),
        },
        ...(body !== undefined && { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutMs ?? 10_000),
      });
    } catch (error) {
      const { cause } = error as { cause?: { code?: unknown } };
      const reason = new Error(`provider error ${typeof cause?.code === 'string' ? cause.code : ''}`.trim());
      throw typeof cause?.code === 'string' && neverConnected.has(cause.code)
        ? new ProviderUnavailable(reason)
        : new OutcomeUnknown(reason);
    }
  };

  return {
    name: 'http',
    channels: ['sms'],
    async send({ id, to, body }) {
      const response = await ask(
        '/messages',
        JSON.stringify({
          ...{ reference: id, to, from: settings.from, text: body },
          callbackUrl: `${settings.publicUrl}/webhooks/http-sms/status`,
        }),
      );
      if (!response.ok) throw await outcomeOf(response);
      return { providerId: (await answerOf(acceptedAnswer, response)).id };
    },
    async find({ id }: OutgoingMessage) {
      const response = await ask(`/messages?reference=${encodeURIComponent(id)}`);
      if (response.status === 429) throw await outcomeOf(response);
      if (!response.ok) throw new OutcomeUnknown(new Error(`provider error ${String(response.status)}`));
      const { messages } = await answerOf(foundAnswer, response);
      return messages.map((message) => ({ providerId: message.id }));
    },
  };
}

async function answerOf<T>(schema: z.ZodType<T>, response: Response): Promise<T> {
  try {
    return schema.parse(await response.json());
  } catch {
    // Its words may quote our message: only that they could not be read is passed on.
    throw new OutcomeUnknown(new Error('the provider answered something that is not its documented answer'));
  }
}

/** Which of the port's outcomes a status is. */
async function outcomeOf(response: Response): Promise<Error> {
  const { status, headers } = response;
  if (status === 429) return new ProviderBusy(retryAfterMs(headers.get('retry-after'), Date.now()));
  if (status === 401 || status === 403 || status === 404) {
    return new ProviderUnavailable(new Error(`provider error ${String(status)}`));
  }
  if (status < 400 || status >= 500 || status === 408) {
    return new OutcomeUnknown(new Error(`provider error ${String(status)}`));
  }
  const said = refusedAnswer.safeParse(await response.json().catch(() => null));
  return said.success
    ? new MessageRefused(said.data.code, said.data.noRoute ?? false)
    : new MessageRefused(`http-${String(status)}`);
}
