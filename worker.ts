import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { createActivities } from './src/activities';
import { createOrderDesk } from './src/api/command-orders/temporal-order-desk';
import { createMessageFailures } from './src/api/message-failures';
import { createTemporalDesk } from './src/api/temporal-desk';
import { mayReadFigures } from './src/api/rights';
import { ensureNightlyRollCall, ensureReportDeliveries } from './src/api/schedules';
import { createCallBackClocks } from './src/api/calls/call-back-clocks';
import { ruleProblems } from './src/domain/notification-rules';
import { openRepositories } from './src/models/repositories';
import { createBreakerBoard } from './src/notifications/breaker-board';
import { createBullOutbox } from './src/notifications/bull-outbox';
import { createClaimTokens } from './src/notifications/claim-tokens';
import { loadMessageTexts } from './src/notifications/message-texts';
import { createMessageWorkers } from './src/notifications/processor';
import { createHttpProvider } from './src/notifications/http/http-provider';
import { createProviderPool } from './src/notifications/provider-pool';
import { createRollCallNotices } from './src/notifications/roll-call-notices';
import { createRollCallTelephone } from './src/notifications/roll-call-telephone';
import { messageIdOf } from './src/notifications/outbox';
import { createMessageRelay } from './src/notifications/relay';
import { createSenderLimits } from './src/notifications/sender-limits';
import { loadSendingPolicy } from './src/notifications/sending-policy';
import { createTwilioLiveCalls } from './src/notifications/twilio/twilio-live-calls';
import { createTwilioProvider } from './src/notifications/twilio/twilio-provider';
import { loadConfig } from './src/platform/config';
import { openFieldCrypto } from './src/platform/crypto/field-crypto';
import { createDataConverter } from './src/platform/crypto/payload-codec';
import { loadNotificationDefaults } from './src/platform/reference-data/notification-rules';
import { createLogger } from './src/platform/logger';
import { announceReady } from './src/platform/ready';
import { assertServers } from './src/platform/servers/assert-servers';
import { connectionOptions } from './src/platform/servers/assert-temporal';
import { loadReportDeliverySettings } from './src/platform/reference-data/report-delivery-settings';
import { loadRollCallSettings } from './src/platform/reference-data/roll-call-settings';
import { createTemporalLogger } from './src/platform/temporal-logger';
import { workflowCode } from './src/platform/workflow-code';
import { enterForgottenActs } from './src/relay/enter-forgotten-acts';
import { repeat } from './src/relay/repeat';
import { rescueCalls } from './src/relay/rescue-calls';
import { tellContacts } from './src/relay/tell-contacts';
import { startOrders } from './src/relay/start-orders';
import { startUnstarted } from './src/relay/start-unstarted';
import { createDutyWatches } from './src/relay/watch-duty';
import { TICKET_TASK_QUEUE } from './src/workflows/ticket-lifecycle/messages';

const inConfig = (...path: readonly string[]): string => join(__dirname, 'config', ...path);

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
  const repositories = openRepositories(database, crypto, {
    messageTexts: loadMessageTexts(inConfig('messages', 'messages.json')),
    notificationDefaults: loadNotificationDefaults(
      inConfig('paging', 'notification-rules.json'),
      ruleProblems,
    ),
  });
  const { tickets, callBacks, commandOrders, organisation, users, messages } = repositories;
  const { handOvers, sentReports, rollCalls } = repositories;
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
  const orderDesk = createOrderDesk({ client, commandOrders });
  const sending = loadSendingPolicy(inConfig('messages', 'sending.json'));
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 1_000 });
  redis.on('error', (err: unknown) => {
    logger.debug({ err }, 'redis does not answer; rates are counted in this process');
  });
  const limits = createSenderLimits(redis, sending);
  const breakers = createBreakerBoard(redis);
  const providers = createProviderPool(
    [
      createTwilioProvider({ ...config.telephony, publicUrl: config.publicUrl }),
      ...(config.smsHttp ? [createHttpProvider({ ...config.smsHttp, publicUrl: config.publicUrl })] : []),
    ],
    {
      ...{ limits, breaker: sending.breaker },
      onBreaker: (provider, isOpen) => {
        logger.warn({ provider, isOpen }, 'provider breaker');
        const noted = isOpen ? breakers.opened(provider, sending.breaker.openMs) : breakers.closed(provider);
        noted.catch(onError('the breaker could not be shown to others'));
      },
    },
  );
  const rollCallSettings = loadRollCallSettings(inConfig('roll-call', 'roll-call.json'));
  const reportTimes = loadReportDeliverySettings(inConfig('reports', 'delivery.json'));
  const rollCallTelephone = createRollCallTelephone({ providers, rollCalls });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TICKET_TASK_QUEUE,
    dataConverter,
    ...(await workflowCode(__dirname)),
    activities: createActivities({
      ...repositories,
      ...{ outbox, rollCallTelephone, mayReadFigures },
      tell: (fact) => desk.tell(fact),
      rollCallNotices: createRollCallNotices({
        ...{ organisation, users, telephone: rollCallTelephone, texts: rollCallSettings.words.sms },
      }),
      rollCallPolicy: rollCallSettings.policy,
      idOf: messageIdOf,
    }),
    shutdownGraceTime: '5 seconds',
  });

  const onPermanentFailure = createMessageFailures(client);
  const messageWorkers = createMessageWorkers({
    ...repositories,
    redisUrl: config.redisUrl,
    log: logger,
    ...{ sending, limits, providers },
    liveCalls: createTwilioLiveCalls(config.telephony),
    texts: repositories.textVersions.current,
    keyOfPhone: (phone) => crypto.blindIndex(`recipient/${phone}`),
    claimTokens: createClaimTokens(config.secretKey),
    publicUrl: config.publicUrl,
    onPermanentFailure,
  });
  const messageRelay = createMessageRelay({
    redisUrl: config.redisUrl,
    onPermanentFailure,
    listIntents: async (olderThan) => {
      const window = { since: new Date(Date.now() - intentsKeptMs), olderThan };
      const lists = [tickets, callBacks, handOvers, commandOrders, sentReports].map((from) =>
        from.listIntents(window),
      );
      return (await Promise.all(lists)).flat();
    },
    messages,
    onError: onError('queue does not answer'),
  });
  const intakeRounds = repeat(() => startUnstarted({ tickets, desk }), {
    everyMs: 2_000,
    onError: onError('tickets wait for Temporal'),
  });
  const orderRounds = repeat(() => startOrders({ commandOrders, orderDesk }), {
    everyMs: 2_000,
    onError: onError('command orders wait for Temporal'),
  });
  const contactRounds = repeat(() => tellContacts({ ...repositories, desk }), {
    everyMs: 2_000,
    onError: onError('contacts of citizens wait for Temporal'),
  });
  let isScheduled = false;
  const scheduleRounds = repeat(
    async () => {
      if (!isScheduled) {
        await ensureNightlyRollCall(client, rollCallSettings.policy);
        await ensureReportDeliveries(client, reportTimes);
      }
      isScheduled = true;
      return 0;
    },
    { everyMs: 60_000, onError: onError('roll-calls and reports are not scheduled yet') },
  );
  const clocks = createCallBackClocks({ client });
  const callRounds = repeat(() => rescueCalls({ ...repositories, clocks, logger, desk }), {
    everyMs: 2_000,
    onError: onError('calls that nobody answered wait for their call-back'),
  });
  const dutyWatches = createDutyWatches({ ...repositories, client });
  const auditRounds = repeat(() => enterForgottenActs(repositories), {
    everyMs: 30_000,
    onError: onError('acts wait for their entry in the audit'),
  });
  // Rests after every round, so that a province's first watches come a few at a time.
  const dutyRounds = repeat(() => dutyWatches.tellChanges().then(() => 0), {
    everyMs: 5_000,
    onError: onError('the watch over duty waits for Temporal'),
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
      orderRounds.stop(),
      contactRounds.stop(),
      callRounds.stop(),
      dutyRounds.stop(),
      messageRounds.stop(),
      auditRounds.stop(),
      scheduleRounds.stop(),
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
