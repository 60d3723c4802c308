import { setTimeout as delay } from 'node:timers/promises';

export interface Reply<T> {
  readonly status: number;
  readonly ok: boolean;
  readonly body: T;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: object;
  /** Sent as an HTML form instead of JSON. */
  readonly form?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly idempotencyKey?: string;
}

/** The system does not answer, or not as this program expects; the message is for the person who runs it. */
export class SystemProblem extends Error {
  override readonly name = 'SystemProblem';
}

export type ApiClient = ReturnType<typeof createApiClient>;

const tries = 5;
const longestWaitMs = 15_000;

/**
 * Speaks HTTP to a running system at `url`. An outage (no answer, 503) and a 429 are waited out, as often as
 * `Retry-After` says, five times at most; every answer of 400 and above is counted by its problem.
 */
export function createApiClient(url: string) {
  const refusals = new Map<string, number>();
  const count = (what: string): void => {
    refusals.set(what, (refusals.get(what) ?? 0) + 1);
  };

  async function once(path: string, request: Request): Promise<Response> {
    const { method = 'GET', body, form, token, idempotencyKey } = request;
    return fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(form && { body: new URLSearchParams(form) }),
    });
  }

  /** @throws SystemProblem when there is no answer at all */
  async function ask<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === tries;
      const answer = await once(path, request).catch((problem: unknown) => {
        if (isLast) throw new SystemProblem(`${url} does not answer: ${causeOf(problem)}`);
        return null;
      });
      if (answer === null) {
        count('no answer');
        await delay(attempt * 500);
        continue;
      }
      const reply = await read<T>(answer);
      if (reply.status >= 400) count(problemOf(reply));
      if ((reply.status !== 503 && reply.status !== 429) || isLast) return reply;
      const waitMs = Number(answer.headers.get('retry-after') ?? '1') * 1_000;
      // Longer than this is an answer, not a hiccup: whoever asked must find another way.
      if (waitMs > longestWaitMs) return reply;
      await delay(waitMs);
    }
  }

  return {
    url,
    ask,
    api: <T = unknown>(path: string, request?: Request) => ask<T>(`/api/v1${path}`, request),
    /** How often each problem was answered, by status and problem type. */
    refusals: refusals as ReadonlyMap<string, number>,
  };
}

async function read<T>(answer: Response): Promise<Reply<T>> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    ok: answer.status < 400,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
  };
}

/** `409 already-claimed`; a page that is no JSON has its status only. */
export function problemOf({ status, body }: Pick<Reply<unknown>, 'status' | 'body'>): string {
  const type = typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : '';
  return `${String(status)} ${type.split(/[/#]/).at(-1) ?? ''}`.trim();
}

const causeOf = (problem: unknown): string => {
  const cause = problem instanceof Error ? (problem.cause ?? problem) : problem;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
