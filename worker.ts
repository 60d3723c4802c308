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
import { createCallBackRepository } from './src/models/calls/mongo-call-back-repository';
import { createCallRepository } from './src/models/calls/mongo-call-repository';
import { createCommandOrderRepository } from './src/models/command-orders/mongo-command-order-repository';
import { createContactStore } from './src/models/contacts/mongo-contact-store';
import { createHandOverRepository } from './src/models/duty/mongo-hand-over-repository';
import { createToldRosters } from './src/models/duty/mongo-told-rosters';
import { createMessageRepository } from './src/models/messages/mongo-message-repository';
import { createTextVersions } from './src/models/messages/text-versions';
import { createHotlineStandings } from './src/models/hotlines/mongo-hotline-standings';
import { createNotificationRules } from './src/models/notification-rules/mongo-notification-rules';
import { createRollCallRepository } from './src/models/roll-calls/mongo-roll-call-repository';
import { createReports } from './src/models/reports/mongo-reports';
import { createReportSubscriptions } from './src/models/reports/mongo-report-subscriptions';
import { createSentReports } from './src/models/reports/mongo-sent-reports';
import { createPolicyRepository } from './src/models/organisation/policy-store';
import { createOrganisationRepository } from './src/models/organisation/organisation-store';
import { createUserRepository } from './src/models/organisation/user-store';
import { createBlocklist, createOptOuts } from './src/models/recipients/mongo-recipient-lists';
import { createTicketRepository } from './src/models/tickets/ticket.model';
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
import { createAuditLog } from './src/models/audit/mongo-audit-log';
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
  const commandOrders = createCommandOrderRepository(database, crypto);
  const organisation = createOrganisationRepository(database);
  const users = createUserRepository(database, crypto);
  const messages = createMessageRepository(database, crypto);
  const notificationRules = createNotificationRules(
    database,
    loadNotificationDefaults(join(__dirname, 'config', 'paging', 'notification-rules.json'), ruleProblems),
  );
  const handOvers = createHandOverRepository(database);
  const policies = createPolicyRepository(database);
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
  const sending = loadSendingPolicy(join(__dirname, 'config', 'messages', 'sending.json'));
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
  const rollCallSettings = loadRollCallSettings(join(__dirname, 'config', 'roll-call', 'roll-call.json'));
  const reportTimes = loadReportDeliverySettings(join(__dirname, 'config', 'reports', 'delivery.json'));
  const sentReports = createSentReports(database);
  const standings = createHotlineStandings(database);
  const rollCalls = createRollCallRepository(database);
  const rollCallTelephone = createRollCallTelephone({ providers, rollCalls });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TICKET_TASK_QUEUE,
    dataConverter,
    ...(await workflowCode(__dirname)),
    activities: createActivities({
      ...{ callBacks, calls, tickets, outbox, organisation, users, rollCalls, rollCallTelephone },
      notificationRules,
      ...{ policies, handOvers, commandOrders },
      tell: (fact) => desk.tell(fact),
      ...{ standings, sentReports, mayReadFigures },
      reports: createReports({ connection: database, organisation, standings }),
      reportSubscriptions: createReportSubscriptions(database),
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
    ...{ tickets, callBacks, users, organisation, messages, handOvers, commandOrders, sentReports },
    redisUrl: config.redisUrl,
    log: logger,
    ...{ sending, limits, providers },
    liveCalls: createTwilioLiveCalls(config.telephony),
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
  const blocklist = createBlocklist(database, crypto);
  const contacts = createContactStore(database, crypto);
  const contactRounds = repeat(() => tellContacts({ contacts, desk }), {
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
  const callRounds = repeat(
    () => rescueCalls({ calls, callBacks, clocks, blocklist, logger, tickets, contacts, desk }),
    {
      everyMs: 2_000,
      onError: onError('calls that nobody answered wait for their call-back'),
    },
  );
  const dutyWatches = createDutyWatches({
    ...{ client, organisation, toldRosters: createToldRosters(database) },
  });
  const audit = createAuditLog(database, crypto);
  const auditRounds = repeat(() => enterForgottenActs({ audit }), {
    everyMs: 30_000,
    onError: onError('acts wait for their entry in the audit'),
  });
  const dutyRounds = repeat(() => dutyWatches.tellChanges(), {
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
