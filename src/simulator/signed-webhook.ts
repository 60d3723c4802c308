import { createHmac } from 'node:crypto';
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
/** News in the manner of the second provider: JSON, with the HMAC of the body by the shared token. */
export async function postSignedJson(url: string, news: object, token: string): Promise<void> {
  const body = JSON.stringify(news);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-signature': createHmac('sha256', token).update(body).digest('hex'),
    },
    body,
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`the callback was answered ${String(response.status)}`);
}

export type SignedWebhook = ReturnType<typeof createSignedWebhook>;
