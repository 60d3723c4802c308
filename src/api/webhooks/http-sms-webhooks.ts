import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import { applyNews } from './apply-news';
import type { NewsDependencies } from './apply-news';
import type { DeliveryNews } from './delivery-news';
import type { Router } from 'express';

const newsBody = z.object({
  id: z.string().min(1).max(64),
  reference: z.string().regex(/^\w{1,64}$/),
  status: z.enum(['sent', 'delivered', 'undelivered', 'failed']),
  code: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .nullish(),
});

const problem = (status: 400 | 403, title: string, detail: string): object => ({
  ...{ type: 'about:blank', title, status, detail },
});

/**
 * The second provider's side of the door: `POST /webhooks/http-sms/status`, JSON, with the HMAC-SHA256 of the
 * body by the shared token in `X-Signature`. 403 without it, before anything is read.
 */
export function createHttpSmsWebhooks(dependencies: NewsDependencies & { readonly token: string }): Router {
  const router = express.Router();
  router.post(
    '/webhooks/http-sms/status',
    express.raw({ type: () => true, limit: '64kb' }),
    async (request, response) => {
      const body: unknown = request.body;
      const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const expected = Buffer.from(createHmac('sha256', dependencies.token).update(raw).digest('hex'));
      const given = Buffer.from(request.get('X-Signature') ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        const detail = 'X-Signature is missing or does not match this request.';
        response
          .status(403)
          .type('application/problem+json')
          .send(problem(403, 'Forbidden', detail));
        return;
      }
      const news = newsBody.safeParse(parsed(raw.toString('utf8')));
      if (!news.success) {
        const detail =
          'The body must be JSON with id, reference and status (sent, delivered, undelivered, failed).';
        response
          .status(400)
          .type('application/problem+json')
          .send(problem(400, 'Bad request', detail));
        return;
      }
      await applyNews(news.data.reference, newsOf(news.data), dependencies);
      response.status(204).end();
    },
  );
  return router;
}

function newsOf({ id, status, code }: z.output<typeof newsBody>): DeliveryNews {
  const isPermanent = status === 'undelivered' || status === 'failed';
  return { status, providerId: id, isPermanent, errorCode: isPermanent ? (code ?? status) : null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
