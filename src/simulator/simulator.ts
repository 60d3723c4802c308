import express from 'express';
import { z } from 'zod';
import { createCarrier } from './carrier';
import { outboxPage } from './outbox-page';
import { endpoints, faultKinds, phoneBehaviours } from './records';
import { createHttpSmsApi } from './http-sms-api';
import { createTwilioApi } from './twilio-api';
import type { Carrier, CarrierOptions } from './carrier';
import type { CarrierRecord } from './records';
import type { Express, Response } from 'express';

export interface Simulator {
  /** To be mounted at `/simulator`. */
  readonly app: Express;
  readonly carrier: Carrier;
  close(): void;
}

const phoneSchema = z.strictObject({
  behaviour: z.enum(phoneBehaviours),
  presses: z
    .string()
    .regex(/^[0-9*#]{0,20}$/, 'must be up to 20 keys of 0-9, * and #')
    .default(''),
  afterMs: z.number().int().min(0).max(600_000).default(0),
});
const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  rate: z.number().min(0).max(1).default(1),
  at: z.enum(endpoints).default('twilio'),
});
const number = z.string().regex(/^\+[1-9]\d{7,14}$/, 'must be an E.164 number such as +84903123456');
const callSchema = z.strictObject({
  from: number,
  presses: z
    .string()
    .regex(/^[0-9*#]{0,20}$/)
    .default(''),
  to: number.optional(),
  patienceMs: z.number().int().min(0).max(3_600_000).optional(),
  meanwhile: z.boolean().optional(),
});
const smsSchema = z.strictObject({
  from: z.string().min(1).max(20),
  body: z.string().max(1_600),
  to: number.optional(),
  times: z.number().int().min(1).max(10).optional(),
});
const keysSchema = z.strictObject({ digits: z.string().regex(/^[0-9*#]{1,20}$/) });
const listSchema = z.object({
  to: z.string().optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  /** The newest so many; all by default. */
  limit: z.coerce.number().int().min(1).max(20_000).optional(),
});

/**
 * A telephone company in a box, for demonstrations and tests: speaks Twilio's REST API and webhooks, rings
 * phones whose owners answer, decline or sleep, and shows every SMS and call on a page. Its settings are
 * forgotten at a restart, its messages are not.
 */
export function createSimulator(options: CarrierOptions): Simulator {
  const carrier = createCarrier(options);
  const app = express();
  app.disable('x-powered-by');
  app.use('/twilio', createTwilioApi(carrier));
  const { httpToken = null } = options;
  if (httpToken !== null) app.use('/http-sms', createHttpSmsApi(carrier, httpToken));
  app.use(express.json({ limit: '64kb' }));

  app.get('/', (request, response) => {
    const page = outboxPage(request.baseUrl, request.query.lang === 'en' ? 'en' : 'vi');
    response.set({
      'Content-Security-Policy':
        `default-src 'none'; connect-src 'self'; style-src 'nonce-${page.nonce}'; ` +
        `script-src 'nonce-${page.nonce}'; base-uri 'none'; form-action 'none'`,
      'Cache-Control': 'no-store',
    });
    response.type('html').send(page.html);
  });
  app.get('/messages', (request, response) => {
    const query = parsed(listSchema, request.query, response);
    if (!query) return;
    const since = query.since === undefined ? '' : new Date(query.since).toISOString();
    const found = carrier
      .list()
      .filter((record) => (query.to ?? record.to) === record.to && record.at >= since)
      .slice(-(query.limit ?? 0));
    response.set('Cache-Control', 'no-store').json(found.map(outboxView));
  });
  app.post('/messages', async (request, response) => {
    const sms = parsed(smsSchema, request.body, response);
    if (sms === null) return;
    const { to, times, ...rest } = sms;
    const record = await carrier.textIn({
      ...rest,
      ...(to !== undefined && { to }),
      ...(times !== undefined && { times }),
    });
    response.status(201).json(outboxView(record));
  });
  app.put('/phones/:number', (request, response) => {
    const to = parsed(number, request.params.number, response);
    const setting = to === null ? null : parsed(phoneSchema, request.body, response);
    if (to === null || setting === null) return;
    carrier.setPhone(to, setting);
    response.json({ number: to, ...setting });
  });
  app.get('/phones/:number', (request, response) => {
    response.json({ number: request.params.number, ...carrier.phoneOf(request.params.number) });
  });
  app.put('/faults', (request, response) => {
    const fault = parsed(faultSchema, request.body, response);
    if (fault === null) return;
    carrier.setFault(fault);
    response.json(fault);
  });
  app.get('/faults', (_request, response) => {
    response.json(carrier.fault());
  });
  app.post('/calls', async (request, response) => {
    const call = parsed(callSchema, request.body, response);
    if (call === null) return;
    const { to, patienceMs, meanwhile, ...caller } = call;
    const record = await carrier.callIn({
      ...caller,
      ...(to !== undefined && { to }),
      ...(patienceMs !== undefined && { patienceMs }),
      ...(meanwhile !== undefined && { meanwhile }),
    });
    response.status(201).json(outboxView(record));
  });
  app.delete('/calls/:sid', (request, response) => {
    const hungUp = carrier.hangUp(request.params.sid);
    response.status(hungUp ? 202 : 409).json({ hungUp });
  });
  app.post('/calls/:sid/keys', (request, response) => {
    const keys = parsed(keysSchema, request.body, response);
    if (keys === null) return;
    const pressed = carrier.press(request.params.sid, keys.digits);
    response.status(pressed ? 202 : 409).json({ pressed });
  });
  return { app, carrier, close: () => carrier.close() };
}

/** What the outbox shows of a message or a call. */
const outboxView = ({ at, kind, to, from, body, status, sid, direction }: CarrierRecord): object => ({
  ...{ at, kind, to, from, body, status, sid, direction },
});

function parsed<T>(schema: z.ZodType<T>, input: unknown, response: Response): T | null {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  response.status(400).json({
    title: 'The request is not valid',
    status: 400,
    errors: result.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, message })),
  });
  return null;
}
