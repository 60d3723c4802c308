import RequestClient from 'twilio/lib/base/RequestClient';
import type Response from 'twilio/lib/http/response';
import { ProviderBusy } from '../provider';

const defaultRetryAfterMs = 1_000;
const longestRetryAfterMs = 60_000;

/** Seconds or an HTTP date (RFC 9110 §10.2.3) as milliseconds from `now`, within sensible bounds. */
export function retryAfterMs(header: unknown, now: number): number {
  if (typeof header !== 'string' || header === '') return defaultRetryAfterMs;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait)
    ? defaultRetryAfterMs
    : Math.min(longestRetryAfterMs, Math.max(defaultRetryAfterMs, wait));
}

/**
 * More than the workers of both lanes and their look-ups need at once: with the SDK's 20, relief notices that hang
 * at a slow provider would hold connections that pages wait for.
 */
const connections = 100;

/**
 * The SDK's own HTTP client, sent to another base address (the simulator, a proxy): the SDK has no option for
 * that. It also keeps what the SDK's exception loses, the `Retry-After` of a 429.
 */
export class RedirectingClient extends RequestClient {
  constructor(
    private readonly apiUrl: string | null,
    timeoutMs: number,
  ) {
    super({
      timeout: timeoutMs,
      // A connection for each message would cost more than the message.
      keepAlive: true,
      ...{ maxSockets: connections, maxTotalSockets: connections },
    });
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>): Promise<Response<TData>> {
    const uri = this.apiUrl === null ? options.uri : this.redirected(options.uri, this.apiUrl);
    const response = await super.request<TData>({ ...options, uri });
    if (response.statusCode === 429) {
      const headers = response.headers as Readonly<Record<string, unknown>> | undefined;
      throw new ProviderBusy(retryAfterMs(headers?.['retry-after'], Date.now()));
    }
    return response;
  }

  private redirected(uri: string, apiUrl: string): string {
    const { pathname, search } = new URL(uri);
    return `${apiUrl.replace(/\/$/, '')}${pathname}${search}`;
  }
}
