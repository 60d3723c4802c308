import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { createActivities } from './src/activities';
import { createTemporalDesk } from './src/api/temporal-desk';
import { createCallBackClocks } from './src/api/calls/call-back-clocks';
import { createCallBackRepository } from './src/models/calls/mongo-call-back-repository';
import { createCallRepository } from './src/models/calls/mongo-call-repository';
import { createMessageRepository } from './src/models/messages/mongo-message-repository';
import { createTextVersions } from './src/models/messages/text-versions';
import { createOrganisationRepository } from './src/models/organisation/organisation-store';
import { createUserRepository } from './src/models/organisation/user-store';
import { createOptOuts } from './src/models/recipients/mongo-recipient-lists';
import { createTicketRepository } from './src/models/tickets/ticket.model';
import { createBullOutbox } from './src/notifications/bull-outbox';
import { createClaimTokens } from './src/notifications/claim-tokens';
import { loadMessageTexts } from './src/notifications/message-texts';
import { createMessageWorkers } from './src/notifications/processor';
import { createHttpProvider } from './src/notifications/http/http-provider';
import { createProviderPool } from './src/notifications/provider-pool';
import { createMessageRelay } from './src/notifications/relay';
import { createSenderLimits } from './src/notifications/sender-limits';
import { loadSendingPolicy } from './src/notifications/sending-policy';
import { createTwilioProvider } from './src/notifications/twilio/twilio-provider';
import { loadConfig } from './src/platform/config';
import { openFieldCrypto } from './src/platform/crypto/field-crypto';
import { createDataConverter } from './src/platform/crypto/payload-codec';
import { createLogger } from './src/platform/logger';
import { announceReady } from './src/platform/ready';
import { assertServers } from './src/platform/servers/assert-servers';
import { connectionOptions } from './src/platform/servers/assert-temporal';
import { createTemporalLogger } from './src/platform/temporal-logger';
import { workflowCode } from './src/platform/workflow-code';
import { repeat } from './src/relay/repeat';
import { rescueCalls } from './src/relay/rescue-calls';
import { startUnstarted } from './src/relay/start-unstarted';
import { messageFailed, TICKET_TASK_QUEUE, workflowIdOf } from './src/workflows/ticket-lifecycle/messages';

const intentsKeptMs = 60 * 60_000;

/**
 * The worker process: runs the tickets' workflows, sends their messages, and starts what a crash left behind.
 * It holds no HTTP. SIGTERM belongs to Temporal's runtime, which drains before anything below is closed.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger({ process: 'worker', level: config.logLevel });
  Runtime.install({ logger: createTemporalLogger(logger) });
  await assertServers(config);

  const database = await mongoose.createConnection(config.mongodbUrl, { autoIndex: false }).asPromise();
  const previousKey = config.previousSecretKey ? { previousSecretKey: config.previousSecretKey } : {};
  const crypto = await openFieldCrypto(database, config.secretKey, previousKey);
  const tickets = createTicketRepository(database, crypto);
  const calls = createCallRepository(database, crypto);
  const callBacks = createCallBackRepository(database, crypto);
  const organisation = createOrganisationRepository(database);
  const users = createUserRepository(database, crypto);
  const messages = createMessageRepository(database, crypto);
  const onError = (what: string) => (err: unknown) => {
    logger.warn({ err }, what);
  };
  const outbox = createBullOutbox(config.redisUrl, { onError: onError('queue does not answer') });

  const dataConverter = createDataConverter(
    config.secretKey,
    config.previousSecretKey ? [config.previousSecretKey] : [],
  );
  const connection = await NativeConnection.connect(connectionOptions(config.temporal));
  const { namespace } = config.temporal;
  const client = new Client({ connection, namespace, dataConverter });
  const desk = createTemporalDesk({ client, tickets });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TICKET_TASK_QUEUE,
    dataConverter,
    ...workflowCode(config.nodeEnv, __dirname),
    activities: createActivities({ callBacks, tickets, outbox, organisation }),
    shutdownGraceTime: '5 seconds',
  });

  const sending = loadSendingPolicy(join(__dirname, 'config', 'messages', 'sending.json'));
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 1_000 });
  redis.on('error', (err: unknown) => {
    logger.debug({ err }, 'redis does not answer; rates are counted in this process');
  });
  const limits = createSenderLimits(redis, sending);
  const providers = createProviderPool(
    [
      createTwilioProvider({ ...config.telephony, publicUrl: config.publicUrl }),
      ...(config.smsHttp ? [createHttpProvider({ ...config.smsHttp, publicUrl: config.publicUrl })] : []),
    ],
    {
      ...{ limits, breaker: sending.breaker },
      onBreaker: (provider, isOpen) => {
        logger.warn({ provider, isOpen }, 'provider breaker');
      },
    },
  );
  const onPermanentFailure = async (ticketId: string, key: string, reason: string): Promise<void> => {
    try {
      await client.workflow.getHandle(workflowIdOf(ticketId)).signal(messageFailed, { key, reason });
    } catch (error) {
      // The ticket has ended meanwhile: nobody waits for this message any more.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  };
  const messageWorkers = createMessageWorkers({
    ...{ tickets, users, organisation, messages },
    redisUrl: config.redisUrl,
    log: logger,
    ...{ sending, limits, providers },
    optOuts: createOptOuts(database, crypto),
    texts: createTextVersions(
      database,
      loadMessageTexts(join(__dirname, 'config', 'messages', 'messages.json')),
    ).current,
    keyOfPhone: (phone) => crypto.blindIndex(`recipient/${phone}`),
    claimTokens: createClaimTokens(config.secretKey),
    publicUrl: config.publicUrl,
    onPermanentFailure,
  });
  const messageRelay = createMessageRelay({
    redisUrl: config.redisUrl,
    onPermanentFailure,
    listIntents: (olderThan) =>
      tickets.listIntents({ since: new Date(Date.now() - intentsKeptMs), olderThan }),
    messages,
    onError: onError('queue does not answer'),
  });
  const intakeRounds = repeat(() => startUnstarted({ tickets, desk }), {
    everyMs: 2_000,
    onError: onError('tickets wait for Temporal'),
  });
  const clocks = createCallBackClocks({ client });
  const callRounds = repeat(() => rescueCalls({ calls, callBacks, clocks, logger }), {
    everyMs: 2_000,
    onError: onError('calls that nobody answered wait for their call-back'),
  });
  const messageRounds = repeat(() => messageRelay.run(), {
    everyMs: 30_000,
    onError: onError('message relay failed; it is tried again'),
  });

  logger.info('worker ready');
  announceReady();
  try {
    await worker.run();
  } finally {
    await Promise.allSettled([
      intakeRounds.stop(),
      callRounds.stop(),
      messageRounds.stop(),
      messageWorkers.close(),
    ]);
    redis.disconnect();
    await Promise.allSettled([outbox.close(), messageRelay.close(), connection.close(), database.close()]);
    logger.info('stopped');
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
