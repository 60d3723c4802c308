import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Express } from 'express';
import type mongoose from 'mongoose';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp, type AppDependencies } from '../../src/api/app';
import { createRateLimits, type RateLimits } from '../../src/api/auth/rate-limits';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { createMetrics } from '../../src/api/metrics';
import { acceptIntake } from '../../src/api/tickets/intake';
import { createAccessLog } from '../../src/models/access-log/access-log.model';
import { createAnswerStore } from '../../src/models/answers/answer.model';
import {
  createCallBackRepository,
  ensureCallBackIndexes,
} from '../../src/models/calls/mongo-call-back-repository';
import { createCallRepository, ensureCallIndexes } from '../../src/models/calls/mongo-call-repository';
import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import { createOpen311KeyStore } from '../../src/models/open311-keys/open311-key.model';
import { createFigures } from '../../src/models/messages/message-figures';
import { createTextVersions } from '../../src/models/messages/text-versions';
import { createBlocklist, createOptOuts } from '../../src/models/recipients/mongo-recipient-lists';
import { loadMessageTexts } from '../../src/notifications/message-texts';
import { repetitionOf } from '../../src/notifications/outbox';
import { createQueueBoard } from '../../src/notifications/queue-board';
import { loadSendingPolicy } from '../../src/notifications/sending-policy';
import { createOrganisationLoader } from '../../src/models/organisation/organisation-loader';
import { ensureOrganisationIndexes } from '../../src/models/organisation/organisation-models';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createPolicyRepository } from '../../src/models/organisation/policy-store';
import { createUserRepository } from '../../src/models/organisation/user-store';
import { createTicketChanges } from '../../src/models/ticket-changes/mongo-ticket-changes';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import { ensureTicketIndexes } from '../../src/models/tickets/ticket-schema';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { loadProtocols } from '../../src/platform/reference-data';
import { people, smallProvince, type Person } from './api-organisation';
import { createDirectDesk, type DirectDesk } from './direct-desk';
import { openTestDatabase } from './mongo';
import { openTestRedis } from './redis';

const secretKey = 'a secret key for tests that is long enough';
export const publicUrl = 'http://localhost:8022';

export interface ApiLab {
  readonly app: Express;
  readonly desk: DirectDesk;
  readonly connection: mongoose.Connection;
  readonly deps: AppDependencies;
  /** Every line the app has logged. */
  readonly log: readonly string[];
  /** Requests signed in as this person, e.g. `as('agent').get('/api/v1/me')`. */
  as(person: Person): ReturnType<typeof supertest.agent>;
  /** A request of nobody. */
  asNobody(): ReturnType<typeof supertest.agent>;
  tokenOf(person: Person): string;
  /** A second process on the same database: its own app, nothing shared in memory. */
  anotherProcess(): Express;
  /** A ticket in Phú Cường taken by the agent, started and offered to every team on the ladder. */
  offeredTicket(change?: object): Promise<{ id: string; code: string }>;
  close(): Promise<void>;
}

/** The real app on a real database, with the real rules behind a desk without Temporal. */
export async function openApiLab(
  limits: Parameters<typeof createRateLimits>[1] = {},
  change: Partial<AppDependencies> = {},
  database: Pick<Awaited<ReturnType<typeof openTestDatabase>>, 'connection' | 'drop'> | null = null,
): Promise<ApiLab> {
  const { connection, drop } = database ?? (await openTestDatabase());
  await ensureTicketIndexes(connection);
  await ensureOrganisationIndexes(connection);
  await ensureCallIndexes(connection);
  await ensureCallBackIndexes(connection);
  const crypto = await openFieldCrypto(connection, secretKey);
  await createOrganisationLoader(connection, crypto)(smallProvince, { existing: 'update' });
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const tickets = createTicketRepository(connection, crypto);
  const organisation = createOrganisationRepository(connection);
  const policies = createPolicyRepository(connection);
  const desk = createDirectDesk(tickets);
  const protocols = loadProtocols();
  const metrics = createMetrics(tickets);
  const tokens = createSessionTokens(secretKey);
  const generous: RateLimits = createRateLimits(null, {
    publicIntake: { points: 1_000, duration: 60 },
    publicTracking: { points: 1_000, duration: 60 },
    ...limits,
  });
  const { url, prefix } = openTestRedis();
  const queues = createQueueBoard(url, { prefix, onError: () => undefined });
  const openStreams = new Set<() => void>();
  const lists: ReturnType<typeof createTicketChanges>[] = [];
  const depsOf = (): AppDependencies => {
    const changes = createTicketChanges(connection, logger);
    lists.push(changes);
    return {
      ...{
        tickets,
        organisation,
        policies,
        desk,
        protocols,
        metrics,
        tokens,
        logger,
        publicUrl,
        secretKey,
        openStreams,
        changes,
      },
      users: createUserRepository(connection, crypto),
      messages: createMessageRepository(connection, crypto),
      accessLog: createAccessLog(connection),
      calls: createCallRepository(connection, crypto),
      callBacks: createCallBackRepository(connection, crypto),
      clocks: { tell: () => Promise.resolve() },
      liveCalls: { sendTo: () => Promise.resolve('sent' as const) },
      answers: createAnswerStore(connection, crypto),
      ...{ queues, repetitionOf },
      optOuts: createOptOuts(connection, crypto),
      blocklist: createBlocklist(connection, crypto),
      textVersions: createTextVersions(
        connection,
        loadMessageTexts(join(__dirname, '../../config/messages/messages.json')),
      ),
      prices: loadSendingPolicy(join(__dirname, '../../config/messages/sending.json')).providers,
      figures: createFigures(connection),
      open311Keys: createOpen311KeyStore(connection),
      accept: acceptIntake({
        ...{ organisation, policies, protocols, tickets, desk, logger },
        onAccepted: metrics.countIntake,
      }),
      limits: generous,
      checkResponses: true,
      version: '0.0.0',
      problemsFile: join(__dirname, '..', '..', 'docs', 'problems.md'),
      pages: [],
      health: {
        mongodb: () => connection.db?.command({ ping: 1 }) ?? Promise.reject(new Error('closed')),
        redis: () => Promise.resolve(),
        temporal: () => (desk.away ? Promise.reject(new Error('away')) : Promise.resolve()),
        isStopping: () => false,
      },
      ...change,
    };
  };
  const deps = depsOf();
  const app = createApp(deps);
  const tokenOf = (person: Person): string => tokens.issue(people[person].id).accessToken;
  const as = (person: Person) => supertest.agent(app).set('Authorization', `Bearer ${tokenOf(person)}`);
  return {
    ...{ app, desk, connection, deps, log, as, tokenOf },
    asNobody: () => supertest.agent(app),
    anotherProcess: () => createApp(depsOf()),
    offeredTicket: async (given = {}) => {
      const { body } = await as('agent')
        .post('/api/v1/tickets')
        .send({ ...aCall(), ...given })
        .expect(201);
      await desk.start({ id: body.id } as never);
      await desk.offer(body.id);
      return { id: body.id, code: body.code };
    },
    close: async () => {
      for (const end of openStreams) end();
      await Promise.all(lists.map((changes) => changes.close()));
      await queues.close();
      await drop();
    },
  };
}

/** What an agent types while somebody calls for an unconscious husband. */
export const aCall = () => ({
  category: 'emergency',
  channel: 'hotline1022',
  caller: { name: 'Nguyễn Thị Lan', phone: '0901 234 567' },
  location: { unitCode: '25747', address: '12 đường Bạch Đằng' },
  description: 'Chồng tôi ngất, gọi không trả lời',
  details: { answers: {} },
});

export const aKey = (): string => randomBytes(12).toString('hex');
