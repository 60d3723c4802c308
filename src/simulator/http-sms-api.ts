import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import type { Carrier } from './carrier';
import type { CarrierRecord } from './records';
import type { Router } from 'express';

const sendBody = z.strictObject({
  reference: z.string().min(1).max(64),
  to: z.string(),
  from: z.string().min(1),
  text: z.string().min(1).max(1_600),
  callbackUrl: z.url(),
});

/** The aggregator of docs/providers.md: JSON, bearer and signature, look-up by reference, the same faults. */
export function createHttpSmsApi(carrier: Carrier, token: string): Router {
  const router = express.Router();
  router.use(express.text({ type: 'application/json', limit: '64kb' }));
  router.use((request, response, next) => {
    const signature = request.get('x-signature') ?? '';
    const isSigned = request.method !== 'POST' || isSame(signature, signatureOf(token, String(request.body)));
    if (isSigned && isSame(request.get('authorization') ?? '', `Bearer ${token}`)) next();
    else response.status(401).json({ code: 'who-are-you' });
  });

  router.post('/messages', (request, response) => {
    if (carrier.strikes('429', 'http')) {
      response.status(429).set('Retry-After', '1').json({ code: 'too-many' });
      return;
    }
    if (carrier.strikes('500', 'http')) {
      response.status(500).json({ code: 'broken' });
      return;
    }
    if (carrier.strikes('timeout', 'http')) return;
    const body = sendBody.safeParse(parsed(String(request.body)));
    if (!body.success || !/^\+[1-9]\d{7,14}$/.test(body.data.to)) {
      response.status(400).json({ code: body.success ? 'bad-number' : 'bad-request' });
      return;
    }
    if (carrier.strikes('noRoute', 'http')) {
      response.status(422).json({ code: 'no-route', noRoute: true });
      return;
    }
    const { text, callbackUrl, ...rest } = body.data;
    const isUnseen = carrier.strikes('acceptedUnseen', 'http');
    const record = carrier.acceptSms({ ...rest, body: text, statusCallback: callbackUrl }, isUnseen);
    if (isUnseen || carrier.strikes('dropAfterAccept', 'http')) request.socket.destroy();
    else response.status(202).json(viewOf(record));
  });
  router.get('/messages', (request, response) => {
    const found = carrier
      .list()
      .filter(({ sid, reference }) => reference === request.query.reference && carrier.isListed(sid));
    response.json({ messages: found.reverse().map(viewOf) });
  });
  return router;
}

const viewOf = ({ sid, reference, status }: CarrierRecord): object => ({ id: sid, reference, status });

export const signatureOf = (token: string, body: string): string =>
  createHmac('sha256', token).update(body).digest('hex');

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
