import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { answer, endCall, incomingCall, wait } from '../../domain/call';
import type { CallState } from '../../domain/call';
import { hintOf } from '../../domain/call-hint';
import { isShortCode, normalisePhone } from '../../domain/phone';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logger';
import { callBackFirst } from '../calls/call-back-first';
import { turnAway } from '../calls/nuisance';
import type { JoinDependencies } from '../contacts/join-ticket';
import { rescueSoon } from '../calls/rescue';
import { calledUnit } from '../calls/called-unit';
import type { IncomingCallDependencies } from './incoming-call';

export interface CtiWebhookDependencies extends Pick<
  IncomingCallDependencies,
  | 'calls'
  | 'callBacks'
  | 'clocks'
  | 'blocklist'
  | 'surges'
  | 'organisation'
  | 'defaultUnitCode'
  | 'defaultPriority'
  | keyof JoinDependencies
> {
  /** Shared with the exchange; signs `<timestamp>.<body>`. */
  readonly ctiSecret: string;
  readonly logger: Logger;
}

/** An event may be this old, or this far ahead; what was recorded on the way cannot be played again later. */
const windowMs = 5 * 60_000;

const event = z.strictObject({
  source: z.string().regex(/^[\w.-]{1,40}$/, 'must be the name of your exchange: letters, digits, . _ -'),
  callId: z.string().regex(/^[\w.@:-]{1,128}$/, 'must be the exchange’s own id of the call'),
  event: z.enum(['ringing', 'answered', 'ended', 'abandoned'], {
    error: 'must be ringing, answered, ended or abandoned',
  }),
  // Times are compared as text, so all of them are UTC with milliseconds.
  at: z.iso
    .datetime({ offset: true, error: 'must be an ISO 8601 time' })
    .transform((at) => new Date(at).toISOString()),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  category: z.string().max(40).optional(),
});
type CtiEvent = z.output<typeof event>;

const problem = (response: Response, status: 400 | 403 | 503, title: string, rest: object): void => {
  if (status === 503) response.set('Retry-After', '5');
  response
    .status(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, ...rest });
};

/** What one event makes of a call; the same event again, or late, makes nothing new of it. */
function apply(call: CallState, { event: what, at }: CtiEvent): CallState {
  switch (what) {
    case 'ringing':
      return wait(call, at);
    case 'answered':
      return answer(call, at);
    case 'ended':
    case 'abandoned':
      return endCall(call, 'hungUp', at);
  }
}

/**
 * POST /webhooks/cti/calls: any telephone exchange tells of its calls, signed with HMAC-SHA-256. Idempotent by
 * source, callId and event, in whatever order they come.
 */
export function createCtiWebhook(deps: CtiWebhookDependencies): Router {
  const router = express.Router();
  router.post(
    '/webhooks/cti/calls',
    express.raw({ type: () => true, limit: '16kb' }),
    onlySigned(deps.ctiSecret),
    async (request, response) => {
      const parsed = event.safeParse(jsonOf(request.body));
      if (!parsed.success) {
        const errors = parsed.error.issues.map(({ path, message }) => ({
          pointer: path.map((part) => `/${String(part)}`).join(''),
          message,
        }));
        return problem(response, 400, 'The event has fields that are not as they must be', { errors });
      }
      try {
        response.status(200).json(await take(parsed.data, deps));
      } catch (err) {
        deps.logger.error({ err }, 'an event of a telephone exchange could not be taken');
        problem(response, 503, 'The event was not taken; send it again', {});
      }
    },
  );
  return router;
}

/**
 * The call's id; `blockedUntil` when the exchange is to turn the caller away, `offer` when it had better offer a
 * call-back than let the caller wait.
 */
async function take(
  news: CtiEvent,
  deps: CtiWebhookDependencies,
): Promise<{ callId: string; blockedUntil?: string; offer?: 'callBack' }> {
  const { source, callId: providerId, from = '', to = '', at, category } = news;
  const phone = normalisePhone(from);
  const priority = category === undefined ? null : deps.defaultPriority(category);
  const first = incomingCall({ callId: newId(), unitPath: await calledUnit(to, deps), at });
  const call = await deps.calls.receive({
    ...{ source: `cti:${source}`, providerId },
    phone: phone === null || isShortCode(phone) ? null : phone,
    state:
      category !== undefined && priority !== null ? { ...first, hint: hintOf(category, priority) } : first,
  });
  const { callId } = call.state;
  const turned =
    news.event === 'ringing' && call.state.status === 'inMenu' ? await turnAway(deps, call) : null;
  if (turned?.state.blockedUntil !== undefined) return { callId, blockedUntil: turned.state.blockedUntil };
  const notice = news.event === 'ringing' ? await callBackFirst(deps, call, at) : null;
  const changed = await deps.calls.change(call.state.callId, (state) => apply(state, news));
  if (changed) await rescueSoon(deps, changed);
  return { callId, ...(notice !== null && { offer: 'callBack' as const }) };
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString() : '');
  } catch {
    return undefined;
  }
}

const onlySigned =
  (secret: string): RequestHandler =>
  (request, response, next) => {
    const refusal = refusalOf(request, secret, Date.now());
    if (refusal === null) next();
    else problem(response, 403, 'Forbidden', { detail: refusal });
  };

function refusalOf(request: Request, secret: string, nowMs: number): string | null {
  const timestamp = request.get('x-cti-timestamp') ?? '';
  const given = Buffer.from(request.get('x-cti-signature') ?? '');
  const body: unknown = request.body;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const expected = Buffer.from(
    `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(bytes).digest('hex')}`,
  );
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return 'X-Cti-Signature is missing or does not match this request.';
  }
  return /^\d{10}$/.test(timestamp) && Math.abs(Number(timestamp) * 1_000 - nowMs) <= windowMs
    ? null
    : 'X-Cti-Timestamp must be the time of sending in seconds, at most five minutes ago.';
}
