import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import { answerSms } from './answer-sms';
import type { IncomingSmsDependencies } from './answer-sms';
import { applyNews } from './apply-news';
import type { NewsDependencies } from './apply-news';
import type { DeliveryNews } from './delivery-news';
import type { RequestHandler, Response, Router } from 'express';

const newsBody = z.object({
  id: z.string().min(1).max(64),
  reference: z.string().regex(/^\w{1,64}$/),
  status: z.enum(['sent', 'delivered', 'undelivered', 'failed']),
  code: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .nullish(),
});

const smsBody = z.object({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  from: z.string().max(40),
  to: z.string().max(40),
  text: z.string().max(1_600),
});

const problem = (status: 400 | 403, title: string, detail: string): object => ({
  ...{ type: 'about:blank', title, status, detail },
});

/**
 * The second provider's side of the door, JSON with the HMAC-SHA256 of the body by the shared token in
 * `X-Signature`; 403 without it, before anything is read. `POST /webhooks/http-sms/status` brings news of what we
 * sent; `POST /webhooks/http-sms/incoming` brings a citizen's text and is answered `{reply}`, null for silence.
 */
export function createHttpSmsWebhooks(
  dependencies: NewsDependencies & { readonly token: string; readonly sms: IncomingSmsDependencies },
): Router {
  const router = express.Router();
  const signed = [express.raw({ type: () => true, limit: '64kb' }), onlySigned(dependencies.token)];
  router.post('/webhooks/http-sms/status', ...signed, async (request, response) => {
    const news = newsBody.safeParse(jsonOf(request));
    if (!news.success) {
      refuse(
        response,
        'The body must be JSON with id, reference and status (sent, delivered, undelivered, failed).',
      );
      return;
    }
    await applyNews(news.data.reference, newsOf(news.data), dependencies);
    response.status(204).end();
  });
  router.post('/webhooks/http-sms/incoming', ...signed, async (request, response) => {
    const sms = smsBody.safeParse(jsonOf(request));
    if (!sms.success) {
      refuse(response, 'The body must be JSON with id, from, to and text.');
      return;
    }
    const { id, from, to, text: body } = sms.data;
    const reply = await answerSms({ id: `http-${id}`, from, to, body }, dependencies.sms);
    response.status(200).json({ reply });
  });
  return router;
}

const onlySigned =
  (token: string): RequestHandler =>
  (request, response, next) => {
    const expected = Buffer.from(createHmac('sha256', token).update(rawOf(request)).digest('hex'));
    const given = Buffer.from(request.get('X-Signature') ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) {
      next();
      return;
    }
    const detail = 'X-Signature is missing or does not match this request.';
    response
      .status(403)
      .type('application/problem+json')
      .send(problem(403, 'Forbidden', detail));
  };

const refuse = (response: Response, detail: string): void => {
  response
    .status(400)
    .type('application/problem+json')
    .send(problem(400, 'Bad request', detail));
};

function rawOf({ body }: { readonly body: unknown }): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function jsonOf(request: { readonly body: unknown }): unknown {
  try {
    return JSON.parse(rawOf(request).toString('utf8'));
  } catch {
    return null;
  }
}

function newsOf({ id, status, code }: z.output<typeof newsBody>): DeliveryNews {
  const isPermanent = status === 'undelivered' || status === 'failed';
  return { status, providerId: id, isPermanent, errorCode: isPermanent ? (code ?? status) : null };
}
