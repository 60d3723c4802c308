import twilio from 'twilio';
import { MessageRefused, OutcomeUnknown, ProviderBusy, ProviderUnavailable } from '../provider';
import { RedirectingClient } from './redirecting-client';
import type { MessageProvider, OutgoingMessage } from '../provider';

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** E.164 number, or a registered alphanumeric sender. */
  readonly from: string;
  /** Sends the SDK elsewhere; null for Twilio itself. */
  readonly apiUrl: string | null;
  /** What Twilio's callbacks are sent to, without a trailing slash. */
  readonly publicUrl: string;
  readonly timeoutMs?: number;
  /** How long a telephone rings before the call counts as not answered. */
  readonly ringSeconds?: number;
}

/** Our own mistake or theirs about who we are: the message itself may be fine. */
const notAboutTheMessage = new Set([401, 403, 404]);

/**
 * Codes of https://www.twilio.com/docs/api/errors that speak of this account's routes and senders: region not
 * enabled, sender without SMS, no route between the two numbers, sender not of this account.
 */
const cannotDeliverHere = new Set([21408, 21606, 21612, 21659]);

/** The system's words for "no connection was made", so nothing can have been accepted. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** SMS and calls through Twilio's SDK. The API has no idempotency key, hence `find`. */
export function createTwilioProvider(settings: TwilioSettings): MessageProvider {
  const client = twilio(settings.accountSid, settings.authToken, {
    httpClient: new RedirectingClient(settings.apiUrl, settings.timeoutMs ?? 10_000),
  });
  type Page = 'status' | 'voice' | 'answered-by' | 'roll-call' | 'roll-call-status';
  const callback = (kind: Page, id: string): string =>
    `${settings.publicUrl}/webhooks/twilio/${kind}?n=${id}`;

  return {
    name: 'twilio',
    channels: ['sms', 'voice'],
    async send(message) {
      try {
        return { providerId: await create(message) };
      } catch (error) {
        throw outcomeOf(error);
      }
    },
    async find({ channel, to, body }, since) {
      try {
        if (channel === 'voice') {
          const calls = await client.calls.list({ to, limit: 50 });
          return calls.filter((call) => call.dateCreated >= since).map(({ sid }) => ({ providerId: sid }));
        }
        const messages = await client.messages.list({ to, limit: 50 });
        return messages
          .filter((found) => found.dateCreated >= since && found.body === body)
          .map(({ sid }) => ({ providerId: sid }));
      } catch (error) {
        // A look-up changes nothing, so whatever went wrong, it can be made again.
        throw error instanceof ProviderBusy ? error : new OutcomeUnknown(withoutData(error));
      }
    },
  };

  async function create({ id, channel, to, body, rollCall }: OutgoingMessage): Promise<string> {
    const common = { to, from: settings.from, statusCallback: callback('status', id) };
    if (channel === 'sms') return (await client.messages.create({ ...common, body })).sid;
    const call = await client.calls.create({
      ...common,
      url: callback(rollCall ? 'roll-call' : 'voice', id),
      timeout: rollCall?.ringSeconds ?? settings.ringSeconds ?? 30,
      machineDetection: 'Enable',
      ...(rollCall
        ? { statusCallback: callback('roll-call-status', id) }
        : {
            // Beside the call, so that a person is not kept waiting while it listens.
            asyncAmd: 'true',
            asyncAmdStatusCallback: callback('answered-by', id),
            asyncAmdStatusCallbackMethod: 'POST',
          }),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    });
    return call.sid;
  }
}

/** Which of the port's outcomes an error of the SDK is. */
function outcomeOf(error: unknown): Error {
  if (error instanceof ProviderBusy) return error;
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status === 'number') {
    if (notAboutTheMessage.has(status)) return new ProviderUnavailable(withoutData(error));
    if (status >= 400 && status < 500 && status !== 408) {
      const known = typeof code === 'number';
      return new MessageRefused(
        known ? String(code) : `http-${String(status)}`,
        known && cannotDeliverHere.has(code),
      );
    }
    return new OutcomeUnknown(withoutData(error));
  }
  return typeof code === 'string' && neverConnected.has(code)
    ? new ProviderUnavailable(withoutData(error))
    : new OutcomeUnknown(withoutData(error));
}

/** The SDK's errors quote the request, and with it a number and a text that must not reach a log. */
function withoutData(error: unknown): Error {
  const { status, code } = error as { status?: unknown; code?: unknown };
  const known = [status, code].filter((part) => typeof part === 'number' || typeof part === 'string');
  return new Error(`provider error ${known.join(' ')}`);
}
