import type { Problem as ProblemBody } from './operations.gen';

/** The API said no: what `docs/problems.md` explains under `code`. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** Whatever else the problem carries, e.g. `claimedBy`. */
  readonly body: ProblemBody;
  readonly retryAfterMs: number | null;

  constructor(body: ProblemBody, retryAfterMs: number | null) {
    super(body.detail);
    this.name = 'Problem';
    this.code = body.type.split('#').at(-1) ?? 'internal';
    this.status = body.status;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request may succeed later without anybody changing anything. */
  get isPassing(): boolean {
    return this.status === 503 || this.status === 429 || this.code === 'key-in-use';
  }
}

/** Nothing came back: no network, or a server that does not answer. */
export class NoAnswer extends Error {
  constructor(cause?: unknown) {
    super('no answer from the server', { cause });
    this.name = 'NoAnswer';
  }
}

export const mayPass = (error: unknown): boolean =>
  error instanceof NoAnswer || (error instanceof Problem && error.isPassing);

/** What an answer that is no success says; a proxy's page becomes a plain problem. */
export async function problemOf(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get('retry-after'));
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
  try {
    return new Problem((await response.json()) as ProblemBody, retryAfterMs);
  } catch {
    const { status, statusText, url } = response;
    const code = status >= 500 ? 'unavailable' : 'internal';
    const body = { type: `#${code}`, title: statusText, status, detail: statusText, instance: url };
    return new Problem(status >= 500 ? { ...body, status: 503 } : body, retryAfterMs);
  }
}
