import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Express } from 'express';
import { Redis } from 'ioredis';
import type mongoose from 'mongoose';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp, type AppDependencies } from '../../src/api/app';
import { createRateLimits, type RateLimits } from '../../src/api/auth/rate-limits';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { createHotlineDirectory } from '../../src/api/directory/hotline-directory';
import { ensureIndexes } from '../../src/models/ensure-indexes';
import { openRepositories } from '../../src/models/repositories';
import { createMetrics } from '../../src/api/metrics';
import { acceptIntake } from '../../src/api/tickets/intake';
import { ensureAuditIndexes } from '../../src/models/audit/mongo-audit-log';
import { ruleProblems } from '../../src/domain/notification-rules';
import { loadNotificationDefaults } from '../../src/platform/reference-data/notification-rules';
import { loadMessageTexts } from '../../src/notifications/message-texts';
import { repetitionOf } from '../../src/notifications/outbox';
import { createBreakerBoard, type BreakerBoard } from '../../src/notifications/breaker-board';
import { createQueueBoard } from '../../src/notifications/queue-board';
import { loadSendingPolicy } from '../../src/notifications/sending-policy';
import { createOrganisationLoader } from '../../src/models/organisation/organisation-loader';
import { createChanges } from '../../src/models/changes/mongo-changes';
import { createPresence } from '../../src/models/presence/redis-presence';
import { createWordsReader } from '../../src/domain/citizen-words';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import {
  loadCitizenWords,
  loadDefaultPolicies,
  loadProtocols,
  loadSurgeProfiles,
} from '../../src/platform/reference-data';
import { people, smallProvince, type Person } from './api-organisation';
import { createDirectDesk, type DirectDesk } from './direct-desk';
import { createDirectOrderDesk, type DirectOrderDesk } from './direct-order-desk';
import { openTestDatabase } from './mongo';
import { openTestRedis } from './redis';

const config = join(__dirname, '../../config');
export const secretKey = 'a secret key for tests that is long enough';
export const publicUrl = 'http://localhost:8022';

export interface ApiLab {
  readonly app: Express;
  readonly desk: DirectDesk;
  readonly orderDesk: DirectOrderDesk;
  readonly connection: mongoose.Connection;
  readonly breakers: BreakerBoard;
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
  await ensureIndexes(connection);
  const crypto = await openFieldCrypto(connection, secretKey);
  await ensureAuditIndexes(connection, crypto);
  await createOrganisationLoader(connection, crypto)(smallProvince, { existing: 'update' });
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const repositories = openRepositories(connection, crypto, {
    messageTexts: loadMessageTexts(join(config, 'messages', 'messages.json')),
    notificationDefaults: loadNotificationDefaults(
      join(config, 'paging', 'notification-rules.json'),
      ruleProblems,
    ),
  });
  const { tickets, organisation, standings, commandOrders, figures, messages } = repositories;
  const desk = createDirectDesk(tickets);
  const orderDesk = createDirectOrderDesk(commandOrders, organisation);
  const protocols = loadProtocols();
  const { url, prefix } = openTestRedis();
  const redis = new Redis(url, { lazyConnect: true });
  const queues = createQueueBoard(url, { prefix, onError: () => undefined });
  const breakers = createBreakerBoard(redis, prefix);
  const metrics = createMetrics(
    tickets,
    undefined,
    {
      ...{ figures, messages, queues, breakers, providers: ['twilio', 'http'] },
    },
    commandOrders,
  );
  const readWords = createWordsReader(loadCitizenWords());
  const tokens = createSessionTokens(secretKey);
  const generous: RateLimits = createRateLimits(null, {
    publicIntake: { points: 1_000, duration: 60 },
    publicTracking: { points: 1_000, duration: 60 },
    publicDirectory: { points: 1_000, duration: 60 },
    ...limits,
  });
  const openStreams = new Set<() => void>();
  const lists: ReturnType<typeof createChanges>[] = [];
  const depsOf = (): AppDependencies => {
    const changes = createChanges(connection, logger);
    lists.push(changes);
    return {
      ...repositories,
      ...{ desk, orderDesk, protocols, readWords, metrics, tokens, logger, publicUrl, secretKey },
      ...{ openStreams, changes, queues, repetitionOf, breakers },
      clocks: { tell: () => Promise.resolve() },
      rollCallDesk: { start: () => Promise.resolve() },
      directory: createHotlineDirectory({ organisation, standings }),
      liveCalls: { sendTo: () => Promise.resolve('sent' as const) },
      presence: createPresence(redis, `${prefix}:presence`),
      prices: loadSendingPolicy(join(config, 'messages', 'sending.json')).providers,
      surgeProfiles: loadSurgeProfiles({ protocols, policies: loadDefaultPolicies() }),
      accept: acceptIntake({
        ...repositories,
        ...{ protocols, readWords, desk, logger },
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
    ...{ app, desk, orderDesk, connection, breakers, deps, log, as, tokenOf },
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
      redis.disconnect();
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
