import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { createApp } from './src/api/app';
import { createRateLimits } from './src/api/auth/rate-limits';
import { createSessionTokens } from './src/api/auth/session-token';
import { createCallBackClocks } from './src/api/calls/call-back-clocks';
import { createOrderDesk } from './src/api/command-orders/temporal-order-desk';
import { createConsolePages } from './src/api/consoles/console-pages';
import { createHotlineDirectory } from './src/api/directory/hotline-directory';
import { createHotlinesPage } from './src/api/directory/hotlines-page';
import { createHomePage } from './src/api/home/home-page';
import { createClaimLinks } from './src/api/links/claim-links';
import { createOrderPage } from './src/api/links/order-page';
import { createReportPage } from './src/api/report/report-page';
import { createRollCallDesk } from './src/api/roll-calls/roll-call-desk';
import { createHandOverPage } from './src/api/links/hand-over-page';
import { createMessageFailures } from './src/api/message-failures';
import { createMetrics } from './src/api/metrics';
import { createTemporalDesk } from './src/api/temporal-desk';
import { createTransparencyPage } from './src/api/transparency/transparency-page';
import { createTrackPage } from './src/api/track/track-page';
import { acceptIntake } from './src/api/tickets/intake';
import { createHttpSmsWebhooks } from './src/api/webhooks/http-sms-webhooks';
import { createCallWebhooks } from './src/api/webhooks/call-webhooks';
import { createCtiWebhook } from './src/api/webhooks/cti-webhook';
import { createRollCallWebhooks } from './src/api/webhooks/roll-call-webhooks';
import { createTwilioWebhooks } from './src/api/webhooks/twilio-webhooks';
import { ruleProblems } from './src/domain/notification-rules';
import { ensureAuditIndexes } from './src/models/audit/mongo-audit-log';
import { ensureIndexes } from './src/models/ensure-indexes';
import type { OrganisationRepository } from './src/models/organisation/organisation-repository';
import { openRepositories } from './src/models/repositories';
import { createChanges } from './src/models/changes/mongo-changes';
import { figuresByUnit, sumOf } from './src/domain/hotline';
import { createPresence } from './src/models/presence/redis-presence';
import { fillNextBreach } from './src/models/tickets/fill-next-breach';
import { createClaimTokens } from './src/notifications/claim-tokens';
import { createTwilioLiveCalls } from './src/notifications/twilio/twilio-live-calls';
import { loadMessageTexts } from './src/notifications/message-texts';
import { repetitionOf } from './src/notifications/outbox';
import { createBreakerBoard } from './src/notifications/breaker-board';
import { createQueueBoard } from './src/notifications/queue-board';
import { loadSendingPolicy } from './src/notifications/sending-policy';
import { loadConfig } from './src/platform/config';
import { openFieldCrypto } from './src/platform/crypto/field-crypto';
import { createDataConverter } from './src/platform/crypto/payload-codec';
import { createLogger } from './src/platform/logger';
import { announceReady } from './src/platform/ready';
import { loadReplyTexts } from './src/platform/reference-data/reply-texts';
import { loadCallTexts } from './src/platform/reference-data/call-texts';
import { loadNotificationDefaults } from './src/platform/reference-data/notification-rules';
import { loadRollCallSettings } from './src/platform/reference-data/roll-call-settings';
import {
  loadCitizenWords,
  loadDefaultPolicies,
  loadProtocols,
  loadSurgeProfiles,
} from './src/platform/reference-data';
import { assertServers } from './src/platform/servers/assert-servers';
import { connectionOptions } from './src/platform/servers/assert-temporal';
import { onShutdown } from './src/platform/shutdown';
import { createWordsReader } from './src/domain/citizen-words';
import { createSimulator } from './src/simulator/simulator';
import { version } from './package.json';

const inConfig = (...path: readonly string[]): string => join(__dirname, 'config', ...path);

/** The HTTP process: takes calls, answers people and the telephone provider. It runs no workers. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const { secretKey, publicUrl, telephony } = config;
  const logger = createLogger({ process: 'server', level: config.logLevel });
  // Temporal may be away: calls are stored, and the relay starts their workflows later.
  await assertServers(config, { only: ['mongodb', 'redis'] });

  const database = await mongoose
    .createConnection(config.mongodbUrl, {
      autoIndex: false,
      bufferCommands: false,
      serverSelectionTimeoutMS: 5_000,
      // A database that hangs is as good as away: the caller hears 503 instead of nothing.
      socketTimeoutMS: 10_000,
    })
    .asPromise();
  await ensureIndexes(database);
  await fillNextBreach(database);
  const previousKey = config.previousSecretKey ? { previousSecretKey: config.previousSecretKey } : {};
  const crypto = await openFieldCrypto(database, secretKey, previousKey);
  await ensureAuditIndexes(database, crypto);
  const messageTexts = loadMessageTexts(inConfig('messages', 'messages.json'));
  const repositories = openRepositories(database, crypto, {
    messageTexts,
    notificationDefaults: loadNotificationDefaults(
      inConfig('paging', 'notification-rules.json'),
      ruleProblems,
    ),
  });
  const { tickets, organisation, standings, figures, messages } = repositories;
  const changes = createChanges(database, logger);
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 1_000 });
  redis.on('error', (err: unknown) => {
    logger.debug({ err }, 'redis does not answer; limits are counted in this process');
  });

  const temporal = Connection.lazy(connectionOptions(config.temporal));
  const { namespace } = config.temporal;
  const client = new Client({
    connection: temporal,
    namespace,
    dataConverter: createDataConverter(secretKey, config.previousSecretKey ? [config.previousSecretKey] : []),
  });
  const desk = createTemporalDesk({ client, tickets });
  const protocols = loadProtocols();
  const queues = createQueueBoard(config.redisUrl, {
    onError: (err) => {
      logger.debug({ err }, 'message queue does not answer');
    },
  });
  const breakers = createBreakerBoard(redis);
  const prices = loadSendingPolicy(inConfig('messages', 'sending.json')).providers;
  const metrics = createMetrics(
    tickets,
    {
      ...repositories,
      hotlines: async () => {
        const numbers = await organisation.listHotlineNumbers({ published: true });
        return sumOf(figuresByUnit({ numbers, standings: await standings.all() }).values());
      },
    },
    { figures, messages, queues, breakers, providers: Object.keys(prices) },
    repositories.commandOrders,
  );
  const readWords = createWordsReader(loadCitizenWords());
  const accept = acceptIntake({
    ...repositories,
    ...{ protocols, readWords, desk, logger },
    onAccepted: metrics.countIntake,
  });

  const homeUnitCode = await homeProvinceOf(organisation);
  /** What the pages, the webhooks and the API are made of. */
  const parts = {
    ...repositories,
    ...{ desk, accept, protocols, readWords, logger, redis, publicUrl, secretKey, homeUnitCode },
    defaultUnitCode: homeUnitCode,
    defaultPriority: (category: string) => protocols.get(category)?.defaultPriority ?? null,
    orderDesk: createOrderDesk({ client, commandOrders: repositories.commandOrders }),
    clocks: createCallBackClocks({ client }),
    rollCallDesk: createRollCallDesk({ client }),
    tokens: createSessionTokens(secretKey),
    claimTokens: createClaimTokens(secretKey),
    directory: createHotlineDirectory({ organisation, standings }),
    limits: createRateLimits(redis),
    onPermanentFailure: createMessageFailures(client),
    authToken: telephony.authToken,
  };
  const incomingSms = {
    ...parts,
    intake: accept,
    ownNumbers: [telephony.from],
    replies: loadReplyTexts(inConfig('messages', 'replies.json')),
    brand: messageTexts.brand,
  };

  const openStreams = new Set<() => void>();
  let stopping = false;
  const simulator = telephony.simulated ? openSimulator(config) : null;
  const consoles = createConsolePages({ folder: join(__dirname, 'dist', 'web') });
  if (!consoles.isBuilt)
    logger.warn('the consoles are not built: npm run build; the API goes on without them');
  const app = createApp({
    ...parts,
    ...{ changes, metrics, openStreams, queues, repetitionOf, prices, breakers, version },
    presence: createPresence(redis),
    surgeProfiles: loadSurgeProfiles({ protocols, policies: loadDefaultPolicies() }),
    liveCalls: createTwilioLiveCalls(telephony),
    checkResponses: config.nodeEnv === 'test',
    problemsFile: join(__dirname, 'docs', 'problems.md'),
    health: {
      mongodb: () => database.db?.command({ ping: 1 }) ?? Promise.reject(new Error('not connected')),
      redis: () => redis.ping(),
      temporal: () => temporal.workflowService.describeNamespace({ namespace }),
      isStopping: () => stopping,
    },
    pages: [
      createCallWebhooks({
        ...parts,
        ownNumber: telephony.from,
        texts: loadCallTexts(inConfig('messages', 'calls.json')),
      }),
      createCtiWebhook({ ...parts, ctiSecret: config.ctiSecret }),
      createRollCallWebhooks({
        ...parts,
        settings: loadRollCallSettings(inConfig('roll-call', 'roll-call.json')),
      }),
      createTwilioWebhooks({ ...parts, sms: incomingSms }),
      ...(config.smsHttp
        ? [createHttpSmsWebhooks({ ...parts, token: config.smsHttp.token, sms: incomingSms })]
        : []),
      createClaimLinks({
        ...parts,
        texts: messageTexts,
        requiredEvidence: (category) => protocols.get(category)?.evidence ?? [],
        onPersonalDataShown: ({ ticketId, userId }) => {
          repositories.accessLog
            .record({ userId, what: 'ticket', subjectId: ticketId, full: true, requestId: 'link' })
            .catch((err: unknown) => {
              logger.error({ err, ticketId, userId }, 'a view of personal data could not be recorded');
            });
        },
      }),
      createOrderPage(parts),
      createHandOverPage(parts),
      createHomePage(),
      createTrackPage(parts),
      createHotlinesPage(parts),
      createTransparencyPage(parts),
      createReportPage(parts),
      consoles.router,
    ],
    ...(simulator && { simulator: simulator.app }),
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, resolve);
  });
  onShutdown(
    logger,
    [
      {
        name: 'http',
        stop: async () => {
          stopping = true;
          const closed = new Promise((resolve) => server.close(resolve));
          for (const end of openStreams) end();
          server.closeIdleConnections();
          const force = setTimeout(() => {
            server.closeAllConnections();
          }, 2_000);
          await closed;
          clearTimeout(force);
        },
      },
      { name: 'simulator', stop: () => Promise.resolve(simulator?.close()) },
      { name: 'temporal', stop: () => temporal.close() },
      {
        name: 'database and redis',
        stop: async () => {
          await changes.close();
          await queues.close();
          redis.disconnect();
          await database.close();
        },
      },
    ],
    { withinMs: 3_500 },
  );
  logger.info({ port: config.port }, 'server ready');
  announceReady();
}

function openSimulator({ dataDir, publicUrl, telephony, ctiSecret, smsHttp }: ReturnType<typeof loadConfig>) {
  mkdirSync(dataDir, { recursive: true });
  // A demonstration's exchange has to sign with something; in production CTI_SECRET says it.
  writeFileSync(join(dataDir, 'cti-secret'), ctiSecret, { mode: 0o600 });
  const { accountSid, authToken, from: number } = telephony;
  return createSimulator({
    accountSid,
    authToken,
    number,
    publicUrl,
    httpToken: smsHttp?.token ?? null,
    dataFile: join(dataDir, 'simulator.jsonl'),
  });
}

/** Where a call is taken to come from when the dialled number says nothing: the province that has teams. */
async function homeProvinceOf(
  organisation: Pick<OrganisationRepository, 'listUnits' | 'listTeams'>,
): Promise<string> {
  const provinces = [...(await organisation.listUnits({ tier: 'province' }))].sort((a, b) =>
    a.code.localeCompare(b.code),
  );
  for (const { code } of provinces) {
    if ((await organisation.listTeams({ unitCode: code, active: true })).length > 0) return code;
  }
  return provinces[0]?.code ?? '';
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
