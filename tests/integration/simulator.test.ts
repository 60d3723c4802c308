import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import twilio from 'twilio';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { RedirectingClient } from '../../src/notifications/twilio/redirecting-client';
import { createSimulator } from '../../src/simulator/simulator';
import { parseTwiml } from '../../src/simulator/twiml';
import { eventually } from '../support/eventually';
import { createPhones } from '../support/phones';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'secret' };

/** A simulator on a port of its own, with a webhook that remembers what it was told. */
async function openSimulator(dataFile: string, keep = 20_000) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const simulator = createSimulator({
    ...account,
    dataFile,
    publicUrl,
    number: '+842741022',
    pace: 0.01,
    keep,
  });
  const told: { path: string; form: Record<string, string>; genuine: boolean }[] = [];
  const app = express();
  app.use('/simulator', simulator.app);
  app.post('/{*path}', express.urlencoded({ extended: false }), (request, response) => {
    const form = request.body as Record<string, string>;
    const url = `${publicUrl}${request.originalUrl}`;
    const signature = request.get('x-twilio-signature') ?? '';
    told.push({
      path: request.originalUrl,
      form,
      genuine: validateRequest(account.authToken, signature, url, form),
    });
    if (request.path === '/talk') {
      response
        .type('text/xml')
        .send(
          '<Response><Gather numDigits="1" action="/keys"><Say>Bấm phím</Say></Gather><Say>Hết</Say></Response>',
        );
    } else if (request.path === '/keys') {
      response.type('text/xml').send(`<Response><Say>Đã bấm ${form.Digits ?? ''}</Say><Hangup/></Response>`);
    } else response.status(204).end();
  });
  server.on('request', app);
  return {
    ...{ publicUrl, told, simulator },
    phones: createPhones(`${publicUrl}/simulator`),
    sdk: twilio(account.accountSid, account.authToken, {
      httpClient: new RedirectingClient(`${publicUrl}/simulator/twilio`, 2_000),
    }),
    close: () => {
      simulator.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

let folder: string;
let lab: Awaited<ReturnType<typeof openSimulator>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  lab = await openSimulator(join(folder, 'outbox.jsonl'));
});
afterAll(() => {
  lab.close();
  rmSync(folder, { recursive: true });
});

const sms = (to: string, body: string) =>
  lab.sdk.messages.create({
    to,
    from: '1022',
    body,
    statusCallback: `${lab.publicUrl}/status?n=${body.length}`,
  });

test('the SDK sends, reads and finds a message, and hears of its way in signed callbacks', async () => {
  const message = await sms('+84903111111', 'Xin chao');
  expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', body: 'Xin chao' });
  await lab.phones.phone('+84903111111').expectsSms(/Xin chao/, 'delivered');
  await eventually('both callbacks', async () =>
    lab.told.filter(({ form }) => form.MessageSid === message.sid).length === 2 ? true : null,
  );
  const mine = lab.told.filter(({ form }) => form.MessageSid === message.sid);
  expect(mine.map(({ form }) => form.MessageStatus)).toEqual(['sent', 'delivered']);
  expect(mine.every(({ genuine }) => genuine)).toBe(true);
  expect((await lab.sdk.messages(message.sid).fetch()).status).toBe('delivered');
  expect((await lab.sdk.messages.list({ to: '+84903111111' })).map(({ sid }) => sid)).toEqual([message.sid]);
  expect(
    await lab.sdk.messages.list({ to: '+84903111111', dateSentAfter: new Date(Date.now() + 60_000) }),
  ).toEqual([]);
});

test.each([
  ['+842743822222', 'a', 400, 21614],
  ['0903111111', 'a', 400, 21211],
  ['+84903111111', '', 400, 21602],
  ['+84903111111', 'a'.repeat(1_601), 400, 21617],
])('to %s it refuses as the provider does: %#', async (to, body, status, code) => {
  await expect(lab.sdk.messages.create({ to, from: '1022', body })).rejects.toMatchObject({ status, code });
});

test('a wrong token is turned away, and an unknown message is not found', async () => {
  const httpClient = new RedirectingClient(`${lab.publicUrl}/simulator/twilio`, 2_000);
  const stranger = twilio(account.accountSid, 'guess', { httpClient });
  await expect(stranger.messages.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  await expect(lab.sdk.messages('SM0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

const call = (to: string) =>
  lab.sdk.calls.create({
    to,
    from: '1022',
    url: `${lab.publicUrl}/talk`,
    statusCallback: `${lab.publicUrl}/calls`,
    timeout: 20,
  });

test.each([
  ['answers', 'completed', 'Bấm phím\nĐã bấm 1'],
  ['declines', 'completed', 'Bấm phím\nĐã bấm 2'],
  ['machine', 'completed', 'Bấm phím\nHết'],
  ['sleeps', 'no-answer', ''],
  ['unreachable', 'failed', ''],
] as const)('a phone that %s ends its call with %s', async (behaviour, status, heard) => {
  const number = '+84903222222';
  const phone = lab.phones.phone(number);
  await phone.behaves(behaviour);
  const { sid } = await call(number);
  const ended = await eventually('it ends', async () => {
    const one = (await phone.heard()).find((record) => record.sid === sid);
    return one?.status === status ? one : null;
  });
  expect(ended.body).toBe(heard);
  await eventually(
    'the last callback',
    async () => lab.told.find(({ form }) => form.CallSid === sid && form.CallStatus === status) ?? null,
  );
  expect(lab.told.every(({ genuine }) => genuine)).toBe(true);
});

test('keys pressed on the outbox page answer a ringing phone, and find a finished one gone', async () => {
  const phone = lab.phones.phone('+84903333333');
  const { sid } = await lab.sdk.calls.create({
    to: phone.number,
    from: '1022',
    url: `${lab.publicUrl}/talk`,
    timeout: 600,
  });
  await eventually('it rings', async () =>
    (await phone.heard()).at(-1)?.status === 'ringing' ? true : null,
  );
  await phone.press('2');
  await phone.expectsCall(/Đã bấm 2/, 'completed');
  await phone.expectsNothingElse();
  const late = await fetch(`${lab.publicUrl}/simulator/calls/${sid}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"digits":"1"}',
  });
  expect(late.status).toBe(409);
});

test('bad settings are refused with the field’s name', async () => {
  const put = (path: string, body: object): Promise<Response> =>
    fetch(`${lab.publicUrl}/simulator${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const wrong = await put('/phones/+84903111111', { behaviour: 'dances' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('/behaviour');
  expect((await put('/faults', { kind: '429', rate: 2 })).status).toBe(400);
  expect((await fetch(`${lab.publicUrl}/simulator/messages?since=yesterday`)).status).toBe(400);
});

test('the outbox page is one self-contained document in either language', async () => {
  for (const [language, title] of [
    ['vi', 'Điện thoại mô phỏng'],
    ['en', 'Simulated telephones'],
  ]) {
    const response = await fetch(`${lab.publicUrl}/simulator/?lang=${String(language)}`);
    const text = await response.text();
    expect(text).toContain(title);
    expect(text).not.toMatch(/src=|@import|url\(/);
    expect(response.headers.get('content-security-policy')).toMatch(/script-src 'nonce-/);
  }
});

test('what was sent survives kill -9, a line cut short included, and the file stays small', async () => {
  const file = join(folder, 'survivor.jsonl');
  const before = await openSimulator(file, 5);
  for (let i = 0; i < 12; i += 1)
    before.simulator.carrier.acceptSms({
      to: '+84903444444',
      from: '1022',
      body: `tin ${String(i)}`,
      statusCallback: null,
    });
  await eventually('all are delivered', async () =>
    before.simulator.carrier.list().every(({ status }) => status === 'delivered') ? true : null,
  );
  before.close();
  appendFileSync(file, '{"sid":"SMcut","kind":"sm');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const after = await openSimulator(file, 5);
  const bodies = after.simulator.carrier.list().map(({ body }) => body);
  after.close();
  expect(bodies).toEqual(['tin 7', 'tin 8', 'tin 9', 'tin 10', 'tin 11']);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(5);
});

test('TwiML is read as it is written, and a verb that nobody knows is named', () => {
  expect(
    parseTwiml(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="vi-VN">A &amp; B</Say><Pause length="2"/><Redirect>/x</Redirect><Hangup/></Response>',
    ),
  ).toEqual([
    { verb: 'say', text: 'A & B' },
    { verb: 'pause', seconds: 2 },
    { verb: 'redirect', url: '/x' },
    { verb: 'hangup' },
  ]);
  expect(() => parseTwiml('<Response><Play>1</Play></Response>')).toThrow('<Play>');
  expect(() => parseTwiml('<html></html>')).toThrow('TwiML');
});
