import twilio from 'twilio';
import type { LiveCalls } from '../live-calls';
import { RedirectingClient } from './redirecting-client';
import type { TwilioSettings } from './twilio-provider';

/** Twilio's "Call is not in-progress. Cannot redirect." */
const notInProgress = 21220;

/** Calls under way through Twilio's SDK. */
export function createTwilioLiveCalls(
  settings: Pick<TwilioSettings, 'accountSid' | 'authToken' | 'apiUrl' | 'timeoutMs'>,
): LiveCalls {
  const client = twilio(settings.accountSid, settings.authToken, {
    httpClient: new RedirectingClient(settings.apiUrl, settings.timeoutMs ?? 5_000),
  });
  /** What the provider did, or null for a call that is over. */
  const change = async <T>(what: () => Promise<T>): Promise<T | null> => {
    try {
      return await what();
    } catch (error) {
      const { status, code } = error as { status?: number; code?: number };
      if (status === 404 || code === notInProgress) return null;
      throw new Error(`the provider did not change the call (${String(status ?? code ?? 'no answer')})`, {
        cause: error,
      });
    }
  };
  return {
    async sendTo(providerId, url) {
      const call = await change(() => client.calls(providerId).update({ url, method: 'POST' }));
      return call ? 'sent' : 'gone';
    },
    async stopRinging(providerId) {
      // `canceled` leaves a call alone that was picked up a moment ago; `completed` would cut it off.
      const call = await change(() => client.calls(providerId).update({ status: 'canceled' }));
      if (!call) return 'gone';
      if (call.status === 'in-progress') return 'answered';
      return call.status === 'completed' ? 'gone' : 'stopped';
    },
  };
}
