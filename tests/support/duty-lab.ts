import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import express from 'express';
import { Redis } from 'ioredis';
import { createDutyActivities } from '../../src/activities/duty';
import { createOrganisationActivities } from '../../src/activities/organisation';
import { createTicketActivities } from '../../src/activities/tickets';
import { createHandOverPage } from '../../src/api/links/hand-over-page';
import { createTemporalDesk } from '../../src/api/temporal-desk';
import type { CommandOrderRepository } from '../../src/models/command-orders/command-order-repository';
import { createCallBackRepository } from '../../src/models/calls/mongo-call-back-repository';
import { createHandOverRepository } from '../../src/models/duty/mongo-hand-over-repository';
import { createToldRosters } from '../../src/models/duty/mongo-told-rosters';
import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { createBullOutbox } from '../../src/notifications/bull-outbox';
import { createClaimTokens } from '../../src/notifications/claim-tokens';
import { createMessageWorkers } from '../../src/notifications/processor';
import { createProviderPool } from '../../src/notifications/provider-pool';
import { createSenderLimits } from '../../src/notifications/sender-limits';
import { loadSendingPolicy } from '../../src/notifications/sending-policy';
import { createTwilioLiveCalls } from '../../src/notifications/twilio/twilio-live-calls';
import { createTwilioProvider } from '../../src/notifications/twilio/twilio-provider';
import { createDutyWatches } from '../../src/relay/watch-duty';
import { createSimulator } from '../../src/simulator/simulator';
import { openApiLab, secretKey } from './api-lab';
import { people, type Person } from './api-organisation';
import { createPhones } from './phones';
import { openTestRedis } from './redis';
import { openTimeSkippingServer } from './time-skipping-server';
import { workflowBundle } from './workflow-lab';

const number = '+842743822222';
const minuteMs = 60_000;

export type DutyLab = Awaited<ReturnType<typeof openDutyLab>>;

/**
 * Duty on real servers: the API on MongoDB, the watch over duty on Temporal's time-skipping server, SMS through
 * Valkey, Twilio's SDK and the simulator to the telephones of the small province's people.
 */
export async function openDutyLab(openServer = openTimeSkippingServer) {
  const folder = mkdtempSync(join(tmpdir(), 'duty-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-test' };
  const api = await openApiLab({}, { publicUrl });
  const { users, policies, optOuts, textVersions } = api.deps;
  const organisation = createOrganisationRepository(api.connection);
  const crypto = await openFieldCrypto(api.connection, secretKey);
  const messages = createMessageRepository(api.connection, crypto);
  const tickets = createTicketRepository(api.connection, crypto);
  const handOvers = createHandOverRepository(api.connection);
  const callBacks = createCallBackRepository(api.connection, crypto);
  const env = await openServer();
  const redis = openTestRedis();
  const limiterRedis = new Redis(redis.url);
  const outbox = createBullOutbox(redis.url, { prefix: redis.prefix, backoffMs: 50 });
  const sending = loadSendingPolicy(join(__dirname, '../../config/messages/sending.json'));
  const limits = createSenderLimits(limiterRedis, sending, `${redis.prefix}-sending`);
  const twilio = createTwilioProvider({
    ...{ ...account, from: number, apiUrl: `${publicUrl}/simulator/twilio`, publicUrl, timeoutMs: 2_000 },
  });
  const claimTokens = createClaimTokens(secretKey);
  const onPermanentFailure = (): Promise<void> => Promise.resolve();
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const messageWorkers = createMessageWorkers({
    ...{ tickets, callBacks, users, organisation, messages, handOvers, optOuts, claimTokens, publicUrl },
    commandOrders: api.deps.commandOrders as CommandOrderRepository,
    sentReports: api.deps.sentReports,
    ...{ sending, limits, onPermanentFailure, log: quiet, redisUrl: redis.url, prefix: redis.prefix },
    providers: createProviderPool([twilio], { breaker: sending.breaker, limits }),
    texts: textVersions.current,
    keyOfPhone: (phone) => phone,
    liveCalls: createTwilioLiveCalls({ ...account, apiUrl: `${publicUrl}/simulator/twilio` }),
  });
  const simulator = createSimulator({
    ...{ ...account, dataFile: join(folder, 'simulator.jsonl'), publicUrl, number, pace: 0.01 },
  });
  const app = express();
  app.use('/simulator', simulator.app);
  app.use(createHandOverPage({ messages, users, handOvers, claimTokens }));
  server.on('request', app);
  const phones = createPhones(`${publicUrl}/simulator`);

  const taskQueue = `duty-${randomUUID()}`;
  const desk = createTemporalDesk({ client: env.client, tickets, taskQueue });
  const activities = {
    ...createTicketActivities({ tickets, outbox, tell: (fact) => desk.tell(fact) }),
    ...createOrganisationActivities({ organisation, notificationRules: api.deps.notificationRules }),
    ...createDutyActivities({ organisation, users, policies, handOvers, tickets, outbox }),
  };
  let running: { readonly worker: Worker; readonly ended: Promise<void> } | null = null;
  async function startWorker(): Promise<void> {
    const connection = env.nativeConnection;
    const worker = await Worker.create({
      ...{ connection, taskQueue, workflowBundle, activities },
    });
    running = { worker, ended: worker.run() };
  }
  async function stopWorker(): Promise<void> {
    running?.worker.shutdown();
    await running?.ended;
    running = null;
  }
  await startWorker();
  const watches = createDutyWatches({
    ...{ client: env.client, organisation, taskQueue, toldRosters: createToldRosters(api.connection) },
  });

  /** Local clock time, `minutes` from the skipped present. */
  const clockTime = async (minutes: number): Promise<string> =>
    new Date((await env.currentTimeMs()) + minutes * minuteMs + 7 * 60 * minuteMs)
      .toISOString()
      .slice(11, 16);

  return {
    ...{ api, env, phones, watches, messages, startWorker, stopWorker },
    phoneOf: (who: Person) => phones.phone(people[who].phone ?? ''),
    /** A whole roster for a team: who works from when until when, in minutes from the skipped present. */
    async roster(teamId: string, turns: readonly (readonly [Person | null, number, number])[]) {
      for (const { id } of await organisation.listShifts({ teamId })) {
        await api.as('admin').delete(`/api/v1/shifts/${id}`).expect(204);
      }
      for (const [who, from, to] of turns) {
        const [start, end] = [await clockTime(from), await clockTime(to)];
        const times = { from: start, to: end, weekdays: [1, 2, 3, 4, 5, 6, 7], validFrom: '2021-08-01' };
        await api
          .as('admin')
          .post('/api/v1/shifts')
          .send({ teamId, userId: who === null ? null : (people[who]?.id ?? who), ...times })
          .expect(201);
      }
      await watches.tellChanges();
    },
    now: async () => new Date(await env.currentTimeMs()),
    skip: async (minutes: number) => {
      await env.sleep(minutes * minuteMs);
    },
    /** From here on the ticket lives in Temporal, on the skipped clock. */
    async giveToTemporal(ticketId: string): Promise<void> {
      const ticket = await tickets.find(ticketId);
      if (!ticket) throw new Error('there is no such ticket');
      await desk.start(ticket);
    },
    close: async () => {
      await stopWorker();
      await messageWorkers.close();
      await outbox.close();
      limiterRedis.disconnect();
      simulator.close();
      server.closeAllConnections();
      server.close();
      await env.teardown();
      await api.close();
      rmSync(folder, { recursive: true });
    },
  };
}
