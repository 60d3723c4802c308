import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';

export interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
}

/** Calls our side as the provider would: form-encoded, signed with the account's token, 15 s to answer. */
export function createSignedWebhook(authToken: string) {
  return async (url: string, params: Readonly<Record<string, string>>): Promise<WebhookAnswer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': getExpectedTwilioSignature(authToken, url, params),
      },
      body: new URLSearchParams(params).toString(),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, text: await response.text() };
  };
}
export type SignedWebhook = ReturnType<typeof createSignedWebhook>;
