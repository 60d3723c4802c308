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
  /** The revision that was looked at: refused (412) when the ticket has changed since. */
  readonly ifRevision?: number;
}

/** The system does not answer, or not as this program expects; the message is for the person who runs it. */
export class SystemProblem extends Error {
  override readonly name = 'SystemProblem';
}

export type ApiClient = ReturnType<typeof createApiClient>;

const outageEndsWithinMs = 60_000;
const longestWaitMs = 15_000;
const pauseMs = 500;
const answersWithinMs = 30_000;
/** Requests on their way at once: many people press buttons in a second, few in the same millisecond. */
const atOnce = 32;

/**
 * Speaks HTTP to a running system at `url`. An outage (no answer, 503) and a 429 are waited out for a minute,
 * asking again as often as `Retry-After` says; every answer of 400 and above is counted by its problem.
 */
export function createApiClient(url: string) {
  const refusals = new Map<string, number>();
  const count = (what: string): void => {
    refusals.set(what, (refusals.get(what) ?? 0) + 1);
  };

  const inTurn = createTurns(atOnce);

  async function once(path: string, request: Request, signal: AbortSignal): Promise<Response> {
    const { method = 'GET', body, form, token, idempotencyKey, ifRevision } = request;
    return fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(ifRevision !== undefined && { 'if-match': `"${String(ifRevision)}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(form && { body: new URLSearchParams(form) }),
    });
  }

  /** @throws SystemProblem when there is no answer at all */
  async function ask<T = unknown>(path: string, request: Request = {}): Promise<Reply<T>> {
    const untilMs = Date.now() + outageEndsWithinMs;
    for (;;) {
      const isLast = Date.now() > untilMs;
      const reply = await inTurn(() =>
        within(answersWithinMs, async (signal) => read<T>(await once(path, request, signal))),
      ).catch((problem: unknown) => {
        if (isLast) throw new SystemProblem(`${url} does not answer: ${causeOf(problem)}`);
        return null;
      });
      if (reply === null) {
        count('no answer');
        await delay(pauseMs);
        continue;
      }
      if (reply.status >= 400) count(problemOf(reply));
      if ((reply.status !== 503 && reply.status !== 429) || isLast) return reply;
      // A long wait is an answer, not a hiccup: whoever asked must find another way.
      if (reply.retryAfterMs > longestWaitMs) return reply;
      await delay(reply.retryAfterMs);
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

async function read<T>(answer: Response): Promise<Reply<T> & { readonly retryAfterMs: number }> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    ok: answer.status < 400,
    retryAfterMs: Number(answer.headers.get('retry-after') ?? '1') * 1_000,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
  };
}

/**
 * Aborts the work when its time is over and rejects in any case. `AbortSignal.timeout` alone is not enough: its
 * timer may be collected with the signal while a request still waits on it (Node 20).
 */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const problem = new Error(`no answer within ${String(ms / 1_000)} s`);
      reject(problem);
      late.abort(problem);
    }, ms);
  });
  try {
    return await Promise.race([work(late.signal), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** At most so many works at once; the others wait in line. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The turn goes from hand to hand, so that nobody slips in between.
      if (next) next();
      else running -= 1;
    }
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
