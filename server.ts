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
import { ensureAuditIndexes, createAuditLog } from './src/models/audit/mongo-audit-log';
import { createAccessLog } from './src/models/access-log/access-log.model';
import { createAttachmentStore } from './src/models/attachments/mongo-attachment-store';
import { createAnswerStore } from './src/models/answers/answer.model';
import { createCallBackRepository } from './src/models/calls/mongo-call-back-repository';
import { createCallRepository } from './src/models/calls/mongo-call-repository';
import { createCommandOrderRepository } from './src/models/command-orders/mongo-command-order-repository';
import { ensureIndexes } from './src/models/ensure-indexes';
import { createHotlineStandings } from './src/models/hotlines/mongo-hotline-standings';
import { createChanges } from './src/models/changes/mongo-changes';
import { createInboundRepository } from './src/models/messages/mongo-inbound-repository';
import { createMessageRepository } from './src/models/messages/mongo-message-repository';
import { createNotificationRules } from './src/models/notification-rules/mongo-notification-rules';
import { createDutyRepository } from './src/models/duty/mongo-duty-repository';
import { createHandOverRepository } from './src/models/duty/mongo-hand-over-repository';
import { createOpen311KeyStore } from './src/models/open311-keys/open311-key.model';
import { createFigures } from './src/models/messages/message-figures';
import { createTextVersions } from './src/models/messages/text-versions';
import { createBlocklist, createOptOuts } from './src/models/recipients/mongo-recipient-lists';
import { createContactStore } from './src/models/contacts/mongo-contact-store';
import { createOrganisationRepository } from './src/models/organisation/organisation-store';
import { createOrganisationLoader } from './src/models/organisation/organisation-loader';
import { readWholeOrganisation } from './src/models/organisation/whole-organisation';
import { createPolicyRepository } from './src/models/organisation/policy-store';
import { createUserRepository } from './src/models/organisation/user-store';
import { figuresByUnit, sumOf } from './src/domain/hotline';
import { createRollCallRepository } from './src/models/roll-calls/mongo-roll-call-repository';
import { createReports } from './src/models/reports/mongo-reports';
import { createReportSubscriptions } from './src/models/reports/mongo-report-subscriptions';
import { createSentReports } from './src/models/reports/mongo-sent-reports';
import { createRatingStore } from './src/models/ratings/mongo-rating-store';
import { createCallLoad } from './src/models/calls/call-load';
import { createSurgeRepository } from './src/models/surges/mongo-surge-repository';
import { createPresence } from './src/models/presence/redis-presence';
import { createTicketRepository } from './src/models/tickets/ticket.model';
import { createUnitShapes } from './src/models/unit-shapes/mongo-unit-shapes';
import { createTransparencySettings } from './src/models/transparency/mongo-transparency-settings';
import { createPublicCounts } from './src/models/transparency/public-counts';
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
  const tickets = createTicketRepository(database, crypto);
  const calls = createCallRepository(database, crypto);
  const callBacks = createCallBackRepository(database, crypto);
  const commandOrders = createCommandOrderRepository(database, crypto);
  const organisation = createOrganisationRepository(database);
  const users = createUserRepository(database, crypto);
  const policies = createPolicyRepository(database);
  const messages = createMessageRepository(database, crypto);
  const notificationRules = createNotificationRules(
    database,
    loadNotificationDefaults(join(__dirname, 'config', 'paging', 'notification-rules.json'), ruleProblems),
  );
  const contacts = createContactStore(database, crypto);
  const handOvers = createHandOverRepository(database);
  const accessLog = createAccessLog(database);
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
  const orderDesk = createOrderDesk({ client, commandOrders });
  const clocks = createCallBackClocks({ client });
  const standings = createHotlineStandings(database);
  const protocols = loadProtocols();
  const surgeProfiles = loadSurgeProfiles({ protocols, policies: loadDefaultPolicies() });
  const surges = createSurgeRepository(database);
  const answers = createAnswerStore(database, crypto);
  const ratings = createRatingStore(database, crypto);
  const transparency = createTransparencySettings(database);
  const queues = createQueueBoard(config.redisUrl, {
    onError: (err) => {
      logger.debug({ err }, 'message queue does not answer');
    },
  });
  const figures = createFigures(database);
  const breakers = createBreakerBoard(redis);
  const prices = loadSendingPolicy(join(__dirname, 'config', 'messages', 'sending.json')).providers;
  const metrics = createMetrics(
    tickets,
    {
      ...{ calls, callBacks },
      hotlines: async () => {
        const numbers = await organisation.listHotlineNumbers({ published: true });
        return sumOf(figuresByUnit({ numbers, standings: await standings.all() }).values());
      },
    },
    { figures, messages, queues, breakers, providers: Object.keys(prices) },
    commandOrders,
  );
  const readWords = createWordsReader(loadCitizenWords());
  const accept = acceptIntake({
    ...{ organisation, policies, surges, protocols, readWords, tickets, desk, logger },
    onAccepted: metrics.countIntake,
  });

  const onPermanentFailure = createMessageFailures(client);
  const blocklist = createBlocklist(database, crypto);
  const defaultUnitCode = await homeProvinceOf(organisation);
  const telephone = {
    ...{ calls, callBacks, clocks, blocklist, surges, organisation, users, logger, defaultUnitCode },
    ...{ tickets, contacts, desk },
    defaultPriority: (category: string) => protocols.get(category)?.defaultPriority ?? null,
  };

  const optOuts = createOptOuts(database, crypto);
  const tokens = createSessionTokens(secretKey);
  const firstTexts = loadMessageTexts(join(__dirname, 'config', 'messages', 'messages.json'));
  const textVersions = createTextVersions(database, firstTexts);

  const directory = createHotlineDirectory({ organisation, standings });
  const limits = createRateLimits(redis);
  const rollCalls = createRollCallRepository(database);
  const rollCallDesk = createRollCallDesk({ client });
  const incomingSms = {
    ...{
      tickets,
      contacts,
      desk,
      logger,
      organisation,
      optOuts,
      limits,
      defaultUnitCode,
      publicUrl,
      secretKey,
    },
    inbound: createInboundRepository(database),
    intake: accept,
    ownNumbers: [telephony.from],
    replies: loadReplyTexts(join(__dirname, 'config', 'messages', 'replies.json')),
    brand: firstTexts.brand,
  };

  const openStreams = new Set<() => void>();
  let stopping = false;
  const simulator = telephony.simulated ? openSimulator(config) : null;
  const consoles = createConsolePages({ folder: join(__dirname, 'dist', 'web') });
  if (!consoles.isBuilt)
    logger.warn('the consoles are not built: npm run build; the API goes on without them');
  const app = createApp({
    ...{
      tickets,
      organisation,
      users,
      policies,
      messages,
      accessLog,
      changes,
      desk,
      accept,
      protocols,
      readWords,
    },
    ...{ logger, metrics, openStreams, publicUrl, secretKey, version },
    ...{ answers, ratings, transparency },
    reports: createReports({ connection: database, organisation, standings }),
    reportSubscriptions: createReportSubscriptions(database),
    sentReports: createSentReports(database),
    unitShapes: createUnitShapes(database),
    audit: createAuditLog(database, crypto),
    importTarget: {
      readStored: () => readWholeOrganisation(database, crypto),
      load: createOrganisationLoader(database, crypto),
      listOverrides: () => organisation.listOverrides({}),
    },
    attachments: createAttachmentStore(database, crypto),
    duty: createDutyRepository(database, crypto),
    handOvers,
    open311Keys: createOpen311KeyStore(database),
    tokens,
    presence: createPresence(redis),
    ...{ limits, directory, standings, rollCalls, rollCallDesk },
    ...{ queues, repetitionOf, optOuts, textVersions, notificationRules },
    ...{ figures, prices, breakers, blocklist },
    ...{ surges, surgeProfiles, measureLoad: createCallLoad(database) },
    checkResponses: config.nodeEnv === 'test',
    problemsFile: join(__dirname, 'docs', 'problems.md'),
    health: {
      mongodb: () => database.db?.command({ ping: 1 }) ?? Promise.reject(new Error('not connected')),
      redis: () => redis.ping(),
      temporal: () => temporal.workflowService.describeNamespace({ namespace }),
      isStopping: () => stopping,
    },
    ...{ calls, callBacks, clocks, contacts, commandOrders, orderDesk },
    liveCalls: createTwilioLiveCalls(telephony),
    pages: [
      createCallWebhooks({
        ...telephone,
        ...{ publicUrl, authToken: telephony.authToken, ownNumber: telephony.from },
        texts: loadCallTexts(join(__dirname, 'config', 'messages', 'calls.json')),
      }),
      createCtiWebhook({ ...telephone, ctiSecret: config.ctiSecret }),
      createRollCallWebhooks({
        ...{ rollCalls, rollCallDesk, organisation, publicUrl, logger, authToken: telephony.authToken },
        settings: loadRollCallSettings(join(__dirname, 'config', 'roll-call', 'roll-call.json')),
      }),
      createTwilioWebhooks({
        ...{ messages, tickets, callBacks, users, organisation, desk, publicUrl, onPermanentFailure },
        ...{ commandOrders, orderDesk },
        sms: incomingSms,
        authToken: telephony.authToken,
      }),
      ...(config.smsHttp
        ? [
            createHttpSmsWebhooks({
              ...{ messages, onPermanentFailure, token: config.smsHttp.token },
              sms: incomingSms,
            }),
          ]
        : []),
      createClaimLinks({
        ...{ messages, tickets, users, organisation, desk },
        ...{ tokens, publicUrl },
        claimTokens: createClaimTokens(secretKey),
        texts: firstTexts,
        requiredEvidence: (category) => protocols.get(category)?.evidence ?? [],
        onPersonalDataShown: ({ ticketId, userId }) => {
          accessLog
            .record({ userId, what: 'ticket', subjectId: ticketId, full: true, requestId: 'link' })
            .catch((err: unknown) => {
              logger.error({ err, ticketId, userId }, 'a view of personal data could not be recorded');
            });
        },
      }),
      createOrderPage({
        ...{ messages, users, commandOrders, organisation, orderDesk },
        claimTokens: createClaimTokens(secretKey),
      }),
      createHandOverPage({ ...{ messages, users, handOvers }, claimTokens: createClaimTokens(secretKey) }),
      createHomePage(),
      createTrackPage({ ...{ tickets, desk, answers, ratings, directory, secretKey, redis, logger } }),
      createHotlinesPage({ directory, limits }),
      createTransparencyPage({
        ...{ transparency, organisation, protocols, logger, homeUnitCode: defaultUnitCode },
        countPeriod: createPublicCounts(database),
      }),
      createReportPage({
        ...{ accept, blocklist, limits, organisation, protocols, readWords, logger },
        homeUnitCode: defaultUnitCode,
      }),
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
  organisation: ReturnType<typeof createOrganisationRepository>,
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
