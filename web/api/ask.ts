import type { Operations } from './operations.gen';
import { NoAnswer, Problem, problemOf } from './problem';

export type RouteName = keyof Operations;
export type AnswerOf<R extends RouteName> = Operations[R]['answer'];

interface Extras {
  /** The same key gives the same answer, however often it is sent. */
  readonly idempotencyKey?: string;
  /** The revision that the person saw; the API refuses when the ticket has changed since. */
  readonly ifMatch?: number;
  readonly signal?: AbortSignal;
  /** How long to wait for the answer, where the work is long. */
  readonly patienceMs?: number;
}
type InputOf<R extends RouteName> = Omit<Operations[R], 'answer'> & Extras;
type Arguments<R extends RouteName> =
  Record<never, never> extends InputOf<R> ? [input?: InputOf<R>] : [input: InputOf<R>];

/** Longer than the server's own patience, so that its answer comes first. */
const usualPatienceMs = 20_000;

/** Called when a session has ended while somebody works; resolves once the same person is signed in again. */
let signInAgain: (() => Promise<void>) | null = null;
export function onSessionEnded(ask: (() => Promise<void>) | null): void {
  signInAgain = ask;
}

/** Of the words of problems: the one that the screen speaks. */
let language = 'vi';
export function hearProblemsIn(spoken: 'vi' | 'en'): void {
  language = spoken;
}

/**
 * Asks the API: `ask('GET /tickets/{id}', { params: { id } })`. What it takes and answers is checked against
 * `openapi.json`. When the session has ended the person signs in again first and the request goes out then, so
 * nothing that was typed is lost.
 *
 * @throws Problem when the API says no, NoAnswer when it says nothing
 */
export async function ask<R extends RouteName>(route: R, ...[input]: Arguments<R>): Promise<AnswerOf<R>> {
  const request = requestOf(route, input);
  let response = await send(request);
  if (response.status === 401 && signInAgain && !request.url.includes('/auth/')) {
    await signInAgain();
    response = await send(request);
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return null;
  // What is no JSON comes from somebody between, such as a network that wants a sign-in first.
  return orNoAnswer(async () => (await response.json()) as AnswerOf<R>, request.init.signal);
}

/** A new idempotency key: made when somebody acts, kept for every attempt. Works without TLS, too. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

interface PlainRequest {
  readonly url: string;
  readonly init: RequestInit;
  readonly patienceMs: number;
}

function requestOf(route: string, input: object = {}): PlainRequest {
  const {
    params,
    query,
    body,
    file,
    idempotencyKey,
    ifMatch,
    signal,
    patienceMs = usualPatienceMs,
  } = input as {
    params?: Record<string, string>;
    query?: Record<string, string | number | boolean | readonly string[] | undefined>;
    body?: unknown;
    file?: Blob;
  } & Extras;
  const [method = 'GET', path = ''] = route.split(' ');
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, typeof value === 'object' ? value.join(',') : String(value));
  }
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': language,
  };
  if (file) headers['Content-Type'] = file.type;
  else if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey;
  if (ifMatch !== undefined) headers['If-Match'] = `"${String(ifMatch)}"`;
  return {
    url: `/api/v1${filled}${search.size > 0 ? `?${search.toString()}` : ''}`,
    init: {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file }),
      ...(signal && { signal }),
    },
    patienceMs,
  };
}

async function send({ url, init, patienceMs }: PlainRequest): Promise<Response> {
  const signal = endingAfter(patienceMs, init.signal);
  return orNoAnswer(() => fetch(url, { ...init, signal }), init.signal);
}

/** Whoever gave up themselves hears of that; everything else that goes wrong on the way is no answer. */
async function orNoAnswer<T>(work: () => Promise<T>, given: AbortSignal | null | undefined): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (given?.aborted) throw error;
    throw new NoAnswer(error);
  }
}

/** By hand, because phones of 2022 have neither `AbortSignal.timeout` nor `AbortSignal.any`. */
function endingAfter(patienceMs: number, given: AbortSignal | null | undefined): AbortSignal {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  if (given?.aborted) end();
  given?.addEventListener('abort', end);
  // It goes on while the answer is read: half of one is none.
  setTimeout(end, patienceMs);
  return ending.signal;
}

export { Problem, NoAnswer };
