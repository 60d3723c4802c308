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
  return {
    async sendTo(providerId, url) {
      try {
        await client.calls(providerId).update({ url, method: 'POST' });
        return 'sent';
      } catch (error) {
        const { status, code } = error as { status?: number; code?: number };
        if (status === 404 || code === notInProgress) return 'gone';
        throw new Error(`the provider did not move the call (${String(status ?? code ?? 'no answer')})`, {
          cause: error,
        });
      }
    },
  };
}
