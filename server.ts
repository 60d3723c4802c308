import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { createApp } from './src/api/app';
import { createRateLimits } from './src/api/auth/rate-limits';
import { createSessionTokens } from './src/api/auth/session-token';
import { createCallBackClocks } from './src/api/calls/call-back-clocks';
import { createCitizenPage } from './src/api/links/citizen-page';
import { createClaimLinks } from './src/api/links/claim-links';
import { createMetrics } from './src/api/metrics';
import { createTemporalDesk } from './src/api/temporal-desk';
import { acceptIntake } from './src/api/tickets/intake';
import { createHttpSmsWebhooks } from './src/api/webhooks/http-sms-webhooks';
import { createCallWebhooks } from './src/api/webhooks/call-webhooks';
import { createCtiWebhook } from './src/api/webhooks/cti-webhook';
import { createTwilioWebhooks } from './src/api/webhooks/twilio-webhooks';
import { createAccessLog, ensureAccessLogIndexes } from './src/models/access-log/access-log.model';
import { createAnswerStore, ensureAnswerIndexes } from './src/models/answers/answer.model';
import {
  createCallBackRepository,
  ensureCallBackIndexes,
} from './src/models/calls/mongo-call-back-repository';
import { createCallRepository, ensureCallIndexes } from './src/models/calls/mongo-call-repository';
import {
  createInboundRepository,
  ensureInboundIndexes,
} from './src/models/messages/mongo-inbound-repository';
import {
  createMessageRepository,
  ensureMessageIndexes,
} from './src/models/messages/mongo-message-repository';
import { createOpen311KeyStore, ensureOpen311KeyIndexes } from './src/models/open311-keys/open311-key.model';
import { createFigures } from './src/models/messages/message-figures';
import { createTextVersions } from './src/models/messages/text-versions';
import {
  createBlocklist,
  createOptOuts,
  ensureRecipientIndexes,
} from './src/models/recipients/mongo-recipient-lists';
import { ensureOrganisationIndexes } from './src/models/organisation/organisation-models';
import { createOrganisationRepository } from './src/models/organisation/organisation-store';
import { createPolicyRepository } from './src/models/organisation/policy-store';
import { createUserRepository } from './src/models/organisation/user-store';
import { createTicketChanges } from './src/models/ticket-changes/mongo-ticket-changes';
import { createTicketRepository } from './src/models/tickets/ticket.model';
import { ensureTicketIndexes } from './src/models/tickets/ticket-schema';
import { createClaimTokens } from './src/notifications/claim-tokens';
import { createTwilioLiveCalls } from './src/notifications/twilio/twilio-live-calls';
import { loadMessageTexts } from './src/notifications/message-texts';
import { repetitionOf } from './src/notifications/outbox';
import { createQueueBoard } from './src/notifications/queue-board';
import { loadSendingPolicy } from './src/notifications/sending-policy';
import { loadConfig } from './src/platform/config';
import { openFieldCrypto } from './src/platform/crypto/field-crypto';
import { createDataConverter } from './src/platform/crypto/payload-codec';
import { createLogger } from './src/platform/logger';
import { announceReady } from './src/platform/ready';
import { loadCallTexts } from './src/platform/reference-data/call-texts';
import { loadProtocols } from './src/platform/reference-data';
import { assertServers } from './src/platform/servers/assert-servers';
import { connectionOptions } from './src/platform/servers/assert-temporal';
import { onShutdown } from './src/platform/shutdown';
import { createSimulator } from './src/simulator/simulator';
import { messageFailed, workflowIdOf } from './src/workflows/ticket-lifecycle/messages';
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
  for (const ensureIndexes of [
    ensureTicketIndexes,
    ensureOrganisationIndexes,
    ensureMessageIndexes,
    ensureInboundIndexes,
    ensureCallIndexes,
    ensureCallBackIndexes,
    ensureAnswerIndexes,
    ensureAccessLogIndexes,
    ensureRecipientIndexes,
    ensureOpen311KeyIndexes,
  ]) {
    await ensureIndexes(database);
  }
  const previousKey = config.previousSecretKey ? { previousSecretKey: config.previousSecretKey } : {};
  const crypto = await openFieldCrypto(database, secretKey, previousKey);
  const tickets = createTicketRepository(database, crypto);
  const calls = createCallRepository(database, crypto);
  const callBacks = createCallBackRepository(database, crypto);
  const organisation = createOrganisationRepository(database);
  const users = createUserRepository(database, crypto);
  const policies = createPolicyRepository(database);
  const messages = createMessageRepository(database, crypto);
  const accessLog = createAccessLog(database);
  const changes = createTicketChanges(database, logger);
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
  const clocks = createCallBackClocks({ client });
  const metrics = createMetrics(tickets, { calls, callBacks });
  const protocols = loadProtocols();
  const accept = acceptIntake({
    ...{ organisation, policies, protocols, tickets, desk, logger },
    onAccepted: metrics.countIntake,
  });

  const onPermanentFailure = async (ticketId: string, key: string, reason: string): Promise<void> => {
    try {
      await client.workflow.getHandle(workflowIdOf(ticketId)).signal(messageFailed, { key, reason });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  };

  const defaultUnitCode = await homeProvinceOf(organisation);
  const telephone = {
    ...{ calls, callBacks, clocks, organisation, users, logger, defaultUnitCode },
    defaultPriority: (category: string) => protocols.get(category)?.defaultPriority ?? null,
  };

  const optOuts = createOptOuts(database, crypto);
  const firstTexts = loadMessageTexts(join(__dirname, 'config', 'messages', 'messages.json'));
  const textVersions = createTextVersions(database, firstTexts);
  const queues = createQueueBoard(config.redisUrl, {
    onError: (err) => {
      logger.debug({ err }, 'message queue does not answer');
    },
  });

  const openStreams = new Set<() => void>();
  let stopping = false;
  const simulator = telephony.simulated ? openSimulator(config) : null;
  const app = createApp({
    ...{ tickets, organisation, users, policies, messages, accessLog, changes, desk, accept, protocols },
    ...{ logger, metrics, openStreams, publicUrl, secretKey, version },
    answers: createAnswerStore(database, crypto),
    open311Keys: createOpen311KeyStore(database),
    tokens: createSessionTokens(secretKey),
    limits: createRateLimits(redis),
    ...{ queues, repetitionOf, optOuts, textVersions },
    blocklist: createBlocklist(database, crypto),
    figures: createFigures(database),
    prices: loadSendingPolicy(join(__dirname, 'config', 'messages', 'sending.json')).providers,
    checkResponses: config.nodeEnv === 'test',
    problemsFile: join(__dirname, 'docs', 'problems.md'),
    health: {
      mongodb: () => database.db?.command({ ping: 1 }) ?? Promise.reject(new Error('not connected')),
      redis: () => redis.ping(),
      temporal: () => temporal.workflowService.describeNamespace({ namespace }),
      isStopping: () => stopping,
    },
    ...{ calls, callBacks, clocks },
    liveCalls: createTwilioLiveCalls(telephony),
    pages: [
      createCallWebhooks({
        ...telephone,
        ...{ publicUrl, authToken: telephony.authToken, ownNumber: telephony.from },
        texts: loadCallTexts(join(__dirname, 'config', 'messages', 'calls.json')),
      }),
      createCtiWebhook({ ...telephone, ctiSecret: config.ctiSecret }),
      createTwilioWebhooks({
        ...{ messages, tickets, users, organisation, desk, publicUrl, optOuts },
        inbound: createInboundRepository(database),
        intake: accept,
        authToken: telephony.authToken,
        ownNumbers: [telephony.from],
        defaultUnitCode,
        onPermanentFailure,
      }),
      ...(config.smsHttp
        ? [createHttpSmsWebhooks({ messages, onPermanentFailure, token: config.smsHttp.token })]
        : []),
      createClaimLinks({
        ...{ messages, tickets, users, organisation, desk },
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
      createCitizenPage({ tickets, redis }),
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
