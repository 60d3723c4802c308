import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Recorder } from '../audit/recorder';
import type { Authenticate } from '../auth/authenticate';
import { rightsOf } from '../rights';
import type { AnswerStore, StoredAnswer } from '../../models/answers/answer-store';
import { once } from './idempotency';
import { checkText, invalidInput, parseInput, readBody, readFile } from './input';
import { Refused } from './problem';
import { ReplyWith, streamed, type Asking, type Method, type Route } from './route';

export interface RunnerDependencies {
  readonly authenticate: Authenticate;
  readonly answers: AnswerStore;
  readonly recorder: Recorder;
  /** Check every answer against its own schema: in tests, where a difference is a bug to be found. */
  readonly checkResponses: boolean;
}

/**
 * An Express router for these routes: who may come in, what they sent, the handler, the answer. A known path
 * with another method answers 405 with `Allow`; errors go to the app's error handler.
 */
export function createRouteRunner(routes: readonly Route[], deps: RunnerDependencies): Router {
  const router = Router({ caseSensitive: true });
  const byPath = new Map<string, Route[]>();
  for (const one of routes) byPath.set(one.path, [...(byPath.get(one.path) ?? []), one]);
  // `/tickets/:id` must not swallow `/tickets/lookup`: fixed words first.
  const paths = [...byPath].sort(([a], [b]) => literalFirst(a, b));
  for (const [path, here] of paths) {
    const methods: Partial<Record<Method | 'head' | 'options', RequestHandler>> = {};
    for (const one of here) methods[one.method] = handlerOf(one, deps);
    if (methods.get) methods.head = methods.get;
    const allow = Object.keys(methods).map((method) => method.toUpperCase());
    router.all(path, (request, response, next) => {
      const handler = methods[request.method.toLowerCase() as Method];
      if (handler) return handler(request, response, next);
      throw new Refused('method-not-allowed', `Use ${allow.join(', ')} here.`, {
        headers: { Allow: allow.join(', ') },
      });
    });
  }
  return router;
}

/** By code unit: in a language's order `~` would come before the letters. */
const literalFirst = (a: string, b: string): number =>
  a.replaceAll(':', '~') < b.replaceAll(':', '~') ? -1 : 1;

function handlerOf(one: Route, deps: RunnerDependencies): RequestHandler {
  return async (request, response) => {
    response.locals.route = one.path;
    response.locals.operationId = one.operationId;
    const user = one.permission === 'public' ? null : await deps.authenticate(request);
    if (!user && one.permission !== 'public') {
      throw new Refused('not-signed-in', 'Send a bearer token, or sign in to get one.', {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    if (user) response.locals.userId = user.id;
    const rights = user && rightsOf(user);
    if (rights && !rights.holds(one.permission)) {
      throw new Refused('not-allowed', `The role ${user.role} does not allow this.`);
    }
    const parts = await parsedParts(one, request, response);
    const asking = {
      user,
      rights,
      ip: request.ip ?? '',
      requestId: String(response.locals.requestId),
      idempotencyKey: one.method === 'post' && one.replayable !== false ? keyOf(request) : undefined,
      ifMatch: ifMatchOf(request),
      exchange: { request, response },
    } as Omit<Asking, 'act'>;
    const handled = (): Promise<StoredAnswer | typeof streamed> =>
      deps.recorder.run(one, { ...asking, ...parts }, async (act) => {
        const result = await one.handle({ ...asking, ...parts, act });
        return result === streamed ? streamed : answerOf(one, result, deps);
      });
    if (asking.idempotencyKey === undefined) {
      const answer = await handled();
      if (answer !== streamed) send(response, answer);
      return;
    }
    const work = async (): Promise<StoredAnswer> => {
      const answer = await handled();
      if (answer === streamed) throw new Error(`${one.operationId} streams and cannot be repeated`);
      return answer;
    };
    const target = `${one.method.toUpperCase()} ${request.baseUrl}${request.path}`;
    const attempt = {
      userId: user?.id ?? 'public',
      key: asking.idempotencyKey,
      target,
      body: request.body as unknown,
    };
    const { answer, replayed } = await once(deps.answers, attempt, work);
    if (replayed) response.setHeader('Idempotency-Replayed', 'true');
    send(response, answer);
  };
}

async function parsedParts(
  one: Route,
  request: Request,
  response: Response,
): Promise<{ params: unknown; query: unknown; body: unknown; bytes: Buffer }> {
  checkText(request.params, 'path');
  const query = request.query as Record<string, unknown>;
  checkText(query, 'query');
  const names = Object.keys(query);
  if (!one.query && names.length > 0) {
    throw invalidInput(
      names.slice(0, 20).map((name) => ({
        pointer: `/query/${name.slice(0, 60)}`,
        message: 'is not a parameter of this address',
      })),
    );
  }
  const bytes = one.rawBody ? await readFile(request, response, one.rawBody) : Buffer.alloc(0);
  // A repeated request is known by its file's hash: the file itself is nobody's to keep here.
  const file = { sha256: createHash('sha256').update(bytes).digest('base64url') };
  const isRead = one.method === 'get' || one.rawBody;
  const raw: unknown = isRead ? one.rawBody && file : await readBody(request, response);
  request.body = raw;
  return {
    params: one.params && parseInput(one.params, request.params, 'path'),
    query: one.query && parseInput(one.query, query, 'query'),
    body: one.body && parseInput(one.body, raw, 'body'),
    bytes,
  };
}

/** Plain data, or a `ReplyWith` that carries a status and headers. */
function answerOf(one: Route, result: unknown, deps: RunnerDependencies): StoredAnswer {
  const reply = result instanceof ReplyWith ? result : new ReplyWith(result);
  const status = reply.status ?? one.status;
  if (deps.checkResponses) mustBeAsDocumented(one, reply.body);
  return { status, headers: reply.headers, body: reply.body };
}

/** Nothing missing, nothing wrong, and nothing more than the schema tells the world. */
function mustBeAsDocumented(one: Route, body: unknown): void {
  const checked = one.response.safeParse(body);
  const sent: unknown = JSON.parse(JSON.stringify(body));
  if (checked.success && isDeepStrictEqual(JSON.parse(JSON.stringify(checked.data)), sent)) return;
  throw new Error(`${one.operationId} answers something else than it documents`, { cause: checked.error });
}

function send(response: Response, answer: StoredAnswer): void {
  response.set({ 'Cache-Control': 'no-store', ...answer.headers }).status(answer.status);
  if (answer.status === 204) response.end();
  else response.json(answer.body);
}

function keyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key === undefined) return undefined;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw invalidInput([
    { pointer: '/header/Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' },
  ]);
}

function ifMatchOf(request: Request): number | undefined {
  const header = request.get('if-match');
  if (header === undefined || header === '*') return undefined;
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header);
  if (match) return Number(match[1]);
  throw invalidInput([
    { pointer: '/header/If-Match', message: 'must be the ETag of an earlier answer, e.g. "4"' },
  ]);
}
