import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import express from 'express';
import twilio from 'twilio';
import { createTwilioLiveCalls } from '../../src/notifications/twilio/twilio-live-calls';
import { createTwilioProvider } from '../../src/notifications/twilio/twilio-provider';
import { RedirectingClient } from '../../src/notifications/twilio/redirecting-client';
import { createSimulator } from '../../src/simulator/simulator';
import type { Simulator } from '../../src/simulator/simulator';
import { eventually } from '../support/eventually';
import { openTwilioDescription } from '../support/twilio-description';
import type { Exchange } from '../support/twilio-description';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-test' };
const number = '+842741022';
const check = openTwilioDescription();

const folder = mkdtempSync(join(tmpdir(), 'twilio-description-'));
const exchanges: Exchange[] = [];
const servers: Server[] = [];
let simulator: Simulator;
let apiUrl: string;
let publicUrl: string;

const listen = async (server: Server): Promise<string> => {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

/** Hands every request on as it is and keeps a copy of it and of its answer. */
const recorder = (target: string): Server =>
  createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '', headers } = request;
      const { authorization } = headers;
      const contentType = headers['content-type'];
      const body = await text(request);
      const answer = await fetch(`${target}${path}`, {
        method,
        headers: {
          ...(authorization !== undefined && { authorization }),
          ...(contentType !== undefined && { 'content-type': contentType }),
        },
        ...(body !== '' && { body }),
      });
      const exchange = { method, path, authorization, contentType, body, status: answer.status };
      exchanges.push({ ...exchange, answer: await answer.text() });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(exchanges.at(-1)?.answer);
    })();
  });

beforeAll(async () => {
  // Whoever is called hears a long pause, so that a call can be caught under way.
  const pages = express().use((_request, response) => {
    response.type('text/xml').send('<Response><Pause length="60"/><Pause length="60"/></Response>');
  });
  publicUrl = await listen(createServer(pages));
  const dataFile = join(folder, 'simulator.jsonl');
  simulator = createSimulator({ ...account, dataFile, publicUrl, number, pace: 0.02 });
  apiUrl = await listen(recorder(`${await listen(createServer(simulator.app))}/twilio`));
});
afterAll(() => {
  simulator.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});
beforeEach(() => exchanges.splice(0));

const provider = () => createTwilioProvider({ ...account, from: number, apiUrl, publicUrl, ringSeconds: 20 });
const sdk = () =>
  twilio(account.accountSid, account.authToken, { httpClient: new RedirectingClient(apiUrl, 5_000) });
const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);
const sms = {
  id: 'm1',
  channel: 'sms',
  to: '+84901234567',
  body: '1022 BD: Da tiep nhan BD-7K3-9QF.',
} as const;
const call = { id: 'm2', channel: 'voice', to: '+84903000001', body: '' } as const;

/** Every operation that was asked for so far, each without a fault. */
const checked = (): string[] => {
  const results = exchanges.map((exchange) => check(exchange));
  expect(results.flatMap(({ operation, problems }) => problems.map((one) => `${operation}: ${one}`))).toEqual(
    [],
  );
  return results.map(({ operation }) => operation);
};

test('an SMS, its look-up and its states are as Twilio describes them', async () => {
  simulator.carrier.setPhone('+84901234568', { behaviour: 'unreachable', presses: '', afterMs: 0 });
  const { providerId } = await provider().send(sms);
  const lost = await provider().send({ ...sms, to: '+84901234568' });
  expect(await provider().find(sms, anHourAgo())).toEqual([{ providerId }]);
  const states = new Set<string>();
  await eventually('both have an end', async () => {
    for (const sid of [providerId, lost.providerId]) states.add((await sdk().messages(sid).fetch()).status);
    return states.has('delivered') && states.has('undelivered') ? true : null;
  });
  expect(new Set(checked())).toEqual(new Set(['CreateMessage', 'ListMessage', 'FetchMessage']));
});

test('a registered sender of letters is one that Twilio takes', async () => {
  await createTwilioProvider({ ...account, from: 'TRUC 1022', apiUrl, publicUrl }).send(sms);
  expect(checked()).toEqual(['CreateMessage']);
});

test('a call, its look-up, its move to another page and its states are as Twilio describes them', async () => {
  simulator.carrier.setPhone(call.to, { behaviour: 'answers', presses: '', afterMs: 0 });
  const { providerId } = await provider().send(call);
  expect(await provider().find(call, anHourAgo())).toEqual([{ providerId }]);
  await eventually('somebody answers', async () =>
    (await sdk().calls(providerId).fetch()).status === 'in-progress' ? true : null,
  );
  const liveCalls = createTwilioLiveCalls({ ...account, apiUrl });
  expect(await liveCalls.sendTo(providerId, `${publicUrl}/webhooks/twilio/moved`)).toBe('sent');
  const asleep = await provider().send({ ...call, to: '+84903000002' });
  await eventually('one is over, one was not answered', async () => {
    const ends = [providerId, asleep.providerId].map((sid) => simulator.carrier.find(sid)?.status);
    return ends.join() === 'completed,no-answer' ? true : null;
  });
  for (const sid of [providerId, asleep.providerId]) await sdk().calls(sid).fetch();
  expect(new Set(checked())).toEqual(new Set(['CreateCall', 'ListCall', 'UpdateCall', 'FetchCall']));
});

test('the check notices a request or an answer that Twilio would not know', async () => {
  await provider().send(sms);
  const [exchange] = exchanges;
  if (!exchange) throw new Error('nothing was sent');
  const wrong: readonly Partial<Exchange>[] = [
    { body: exchange.body.replace('To=', 'Recipient=') },
    { body: exchange.body.replace(/To=[^&]*/, 'To=0901') },
    { body: exchange.body.replace(/StatusCallback=[^&]*/, 'StatusCallback=somewhere') },
    { body: `${exchange.body}&Priority=high` },
    { path: exchange.path.replace('Messages', 'SMS') },
    { path: exchange.path.replace('AC0', 'AB0') },
    { contentType: 'application/json' },
    { authorization: undefined },
    { status: 200 },
    { answer: exchange.answer.replace('"queued"', '"on its way"') },
    { answer: exchange.answer.replace('"sid":"SM', '"sid":"XX') },
    { answer: exchange.answer.replace('"num_segments"', '"segments"') },
  ];
  for (const change of wrong) {
    expect({ change, count: check({ ...exchange, ...change }).problems.length }).not.toMatchObject({
      count: 0,
    });
  }
});
