import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { createCallWebhooks } from '../../src/api/webhooks/call-webhooks';
import { createCtiWebhook } from '../../src/api/webhooks/cti-webhook';
import type { CallBackClocks } from '../../src/api/calls/call-back-clocks';
import { createCallBackRepository } from '../../src/models/calls/mongo-call-back-repository';
import { createCallRepository } from '../../src/models/calls/mongo-call-repository';
import { createTwilioLiveCalls } from '../../src/notifications/twilio/twilio-live-calls';
import type { LiveCalls } from '../../src/notifications/live-calls';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { loadCallTexts } from '../../src/platform/reference-data/call-texts';
import { rescueCalls } from '../../src/relay/rescue-calls';
import { createSimulator } from '../../src/simulator/simulator';
import { openApiLab } from './api-lab';
import { people, type Person } from './api-organisation';
import { eventually } from './eventually';
import { createPhones } from './phones';

export const ctiSecret = 'a secret shared with the exchange';
export const hotline = '+842743822222';
export type CallsLab = Awaited<ReturnType<typeof openCallsLab>>;

/**
 * Citizens' calls on real servers: the simulator on a real port calls the real webhooks, the real API is asked
 * as every role, calls and call-backs lie in MongoDB. Clocks are only remembered; their workflow has stories of
 * its own.
 */
export async function openCallsLab(
  options: {
    readonly pace?: number;
    readonly clocks?: CallBackClocks;
    /** The provider's switchboard; the simulator's unless a story plays the network itself. */
    readonly liveCalls?: Pick<LiveCalls, 'sendTo'>;
  } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-test' };
  const told: string[] = [];
  let isAway = false;
  const clocks: CallBackClocks = options.clocks ?? {
    tell: (id) => {
      if (isAway) return Promise.reject(new Error('away'));
      told.push(id);
      return Promise.resolve();
    },
  };
  const liveCalls =
    options.liveCalls ?? createTwilioLiveCalls({ ...account, apiUrl: `${publicUrl}/simulator/twilio` });
  const api = await openApiLab({}, { publicUrl, clocks, liveCalls });
  const crypto = await openFieldCrypto(api.connection, 'a secret key for tests that is long enough');
  const calls = createCallRepository(api.connection, crypto);
  const callBacks = createCallBackRepository(api.connection, crypto);
  const simulator = createSimulator({
    ...account,
    ...{ dataFile: join(folder, 'simulator.jsonl'), publicUrl, number: hotline },
    pace: options.pace ?? 0.01,
  });
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const { organisation, users, protocols, blocklist, surges, tickets, contacts, desk } = api.deps;
  const telephone = {
    ...{ calls, callBacks, clocks, blocklist, surges, organisation, users, logger, defaultUnitCode: '74' },
    ...{ tickets, contacts, desk },
    defaultPriority: (category: string) => protocols.get(category)?.defaultPriority ?? null,
  };
  const app = express();
  app.use('/simulator', simulator.app);
  app.use(
    createCallWebhooks({
      ...telephone,
      ...{ publicUrl, authToken: account.authToken, ownNumber: hotline },
      texts: loadCallTexts(join(__dirname, '../../config/messages/calls.json')),
    }),
  );
  app.use(createCtiWebhook({ ...telephone, ctiSecret }));
  server.on('request', app);
  const phones = createPhones(`${publicUrl}/simulator`);

  const queue = async (who: Person) => (await api.as(who).get('/api/v1/calls/queue').expect(200)).body.items;
  return {
    ...{ api, publicUrl, account, phones, calls, callBacks, told, log, simulator, logger, queue },
    goesAway: (away: boolean) => {
      isAway = away;
    },
    relay: () => rescueCalls({ calls, callBacks, clocks, blocklist, logger, tickets, contacts, desk }),
    /** The call as stored, once it is as expected. */
    callWhen: (sid: string, what: string, holds: (status: string) => boolean) =>
      eventually(what, async () => {
        const call = await calls.findByProviderId('twilio', sid);
        return call && holds(call.state.status) ? call : null;
      }),
    agentPhone: (who: Person) => phones.phone(people[who].phone ?? ''),
    post: (who: Person, path: string, body: object = {}) => api.as(who).post(`/api/v1${path}`).send(body),
    close: async () => {
      simulator.close();
      server.closeAllConnections();
      server.close();
      await api.close();
      rmSync(folder, { recursive: true });
    },
  };
}
