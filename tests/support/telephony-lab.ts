import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { Redis } from 'ioredis';
import { createClaimLinks } from '../../src/api/links/claim-links';
import { createOrderPage } from '../../src/api/links/order-page';
import { createRateLimits } from '../../src/api/auth/rate-limits';
import { createSessionTokens } from '../../src/api/auth/session-token';
import { createTrackPage } from '../../src/api/track/track-page';
import { createTwilioWebhooks } from '../../src/api/webhooks/twilio-webhooks';
import type { Intake } from '../../src/domain/intake';
import type { MessageIntent } from '../../src/domain/message';
import { ensureIndexes } from '../../src/models/ensure-indexes';
import { createCommandOrderRepository } from '../../src/models/command-orders/mongo-command-order-repository';
import { createContactStore } from '../../src/models/contacts/mongo-contact-store';
import { loadReplyTexts } from '../../src/platform/reference-data/reply-texts';
import type { Team, User } from '../../src/domain/organisation';
import { createSentReports } from '../../src/models/reports/mongo-sent-reports';
import { createHandOverRepository } from '../../src/models/duty/mongo-hand-over-repository';
import { createAnswerStore } from '../../src/models/answers/answer.model';
import { createRatingStore } from '../../src/models/ratings/mongo-rating-store';
import { createInboundRepository } from '../../src/models/messages/mongo-inbound-repository';
import { createCallBackRepository } from '../../src/models/calls/mongo-call-back-repository';
import { createMessageRepository } from '../../src/models/messages/mongo-message-repository';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { createBullOutbox } from '../../src/notifications/bull-outbox';
import { createClaimTokens } from '../../src/notifications/claim-tokens';
import { loadMessageTexts } from '../../src/notifications/message-texts';
import { messageIdOf } from '../../src/notifications/outbox';
import { createProviderPool } from '../../src/notifications/provider-pool';
import { createSenderLimits } from '../../src/notifications/sender-limits';
import { loadSendingPolicy } from '../../src/notifications/sending-policy';
import { createHttpProvider } from '../../src/notifications/http/http-provider';
import { createHttpSmsWebhooks } from '../../src/api/webhooks/http-sms-webhooks';
import { createBlocklist, createOptOuts } from '../../src/models/recipients/mongo-recipient-lists';
import { createTextVersions } from '../../src/models/messages/text-versions';
import type { SendingPolicy } from '../../src/notifications/sending-policy';
import { createMessageWorkers } from '../../src/notifications/processor';
import { createTwilioLiveCalls } from '../../src/notifications/twilio/twilio-live-calls';
import { createTwilioProvider } from '../../src/notifications/twilio/twilio-provider';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { createSimulator } from '../../src/simulator/simulator';
import { aTicket } from './a-ticket';
import { createDirectOrderDesk } from './direct-order-desk';
import { createMemoryDesk } from './memory-desk';
import { openTestDatabase } from './mongo';
import { createPhones } from './phones';
import { openTestRedis } from './redis';

export const responder = { phone: '+84903000001', userId: 'user-1', teamId: 'team-1' };
export const otherResponder = { phone: '+84903000002', userId: 'user-2', teamId: 'team-2' };
export const supervisor = { phone: '+84903000003', userId: 'user-3' };
export const citizenPhone = '+84901234567';

const commune = { tier: 'commune', code: '25777' } as const;

const aTeam = (id: string, name: string): Team => ({
  ...{ id, name, unitCode: commune.code, tier: commune.tier, fields: ['medical'], active: true },
});
const aUser = (id: string, phone: string, teamId: string | null): User => ({
  ...{ id, username: id, name: id, role: teamId === null ? 'supervisor' : 'responder', phone, teamId },
  ...{ unitCode: commune.code, unitPath: [commune], active: true, language: 'vi' },
});

export type TelephonyLab = Awaited<ReturnType<typeof openTelephonyLab>>;

/**
 * Messages and telephony on real servers: ledger in MongoDB, queues in Valkey, Twilio's SDK talking HTTP to
 * the simulator, webhooks and links on a real port. Tickets are kept by an in-memory desk.
 */
export async function openTelephonyLab(
  options: {
    readonly sending?: Partial<SendingPolicy>;
    readonly random?: () => number;
    readonly secondProvider?: boolean;
    readonly timeoutMs?: number;
    readonly backoffMs?: number;
    /** How fast simulated people and carriers are; 1 is real time. */
    readonly pace?: number;
  } = {},
) {
  const database = await openTestDatabase();
  const redis = openTestRedis();
  const folder = mkdtempSync(join(tmpdir(), 'telephony-'));
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-test' };
  const httpToken = 'token-of-the-second';

  const crypto = await openFieldCrypto(database.connection, 'a secret key for tests');
  await ensureIndexes(database.connection);
  const messages = createMessageRepository(database.connection, crypto);
  const optOuts = createOptOuts(database.connection, crypto);
  const blocklist = createBlocklist(database.connection, crypto);
  const inbound = createInboundRepository(database.connection);
  const texts = loadMessageTexts(join(__dirname, '../../config/messages/messages.json'));
  const claimTokens = createClaimTokens('a secret key for tests');
  const users = new Map<string, User>(
    [
      aUser(responder.userId, responder.phone, responder.teamId),
      aUser(otherResponder.userId, otherResponder.phone, otherResponder.teamId),
      aUser(supervisor.userId, supervisor.phone, null),
    ].map((user) => [user.id, user]),
  );
  const teams = new Map<string, Team>(
    [aTeam('team-1', 'Đội y tế Chánh Nghĩa'), aTeam('team-2', 'Đội y tế Phú Cường')].map((team) => [
      team.id,
      team,
    ]),
  );
  const offDuty = new Set<string>();
  const memory = createMemoryDesk();
  const { desk, tickets, put } = memory;
  const failures: { ticketId: string; key: string; reason: string }[] = [];
  const shown: { ticketId: string; userId: string }[] = [];
  const onPermanentFailure = async (ticketId: string, key: string, reason: string): Promise<void> => {
    failures.push({ ticketId, key, reason });
  };
  const organisation = {
    findTeam: async (id: string) => teams.get(id) ?? null,
    findUnit: async (code: string) => ({
      ...{ ...commune, code, name: 'Chánh Nghĩa', type: 'phường', parentCode: '718', path: [commune] },
      ...{
        validFrom: '2000-01-01',
        validTo: null,
        successors: [],
        profile: 'three-tier' as const,
        searchKey: '',
      },
    }),
    listHotlineNumbers: async () => [],
    leadersOf: async (unitCodes: readonly string[]) =>
      unitCodes.map((unitCode) => {
        const theirs = [...users.values()].filter((user) => user.unitCode === unitCode && user.active);
        const idsOf = (role: string) => theirs.filter((user) => user.role === role).map(({ id }) => id);
        return {
          ...{ unitCode, commanders: idsOf('commander'), supervisors: idsOf('supervisor') },
          dispatchers: idsOf('dispatcher'),
        };
      }),
    rostersOf: async (unitCodes: readonly string[]) =>
      unitCodes.map((unitCode) => ({
        unitCode,
        tier: commune.tier,
        supervisorUserIds: [],
        teams: [...teams.keys()].map((teamId) => ({
          teamId,
          userIds: [...users.values()]
            .filter((user) => user.teamId === teamId && !offDuty.has(user.id))
            .map(({ id }) => id),
        })),
      })),
  };
  const userRepository = {
    find: async (id: string) => users.get(id) ?? null,
    findMany: async (ids: readonly string[]) => ids.flatMap((id) => users.get(id) ?? []),
  };

  const simulator = createSimulator({
    ...account,
    ...{ dataFile: join(folder, 'simulator.jsonl'), publicUrl, number: '+842741022', httpToken },
    pace: options.pace ?? 0.01,
    ...(options.random && { random: options.random }),
  });
  const incomingSms = {
    ...{ inbound, optOuts, organisation, desk, publicUrl },
    tickets: { ...tickets, listByPhone: async () => [] },
    contacts: createContactStore(database.connection, crypto),
    ...{ defaultUnitCode: '74', ownNumbers: ['+842741022'], secretKey: 'a secret key for tests' },
    intake: async (intake: Intake) => put(aTicket({ intake })),
    replies: loadReplyTexts(join(__dirname, '../../config/messages/replies.json')),
    brand: texts.brand,
    limits: createRateLimits(null),
    logger: { warn: () => undefined },
  };
  const app = express();
  app.use('/simulator', simulator.app);
  const callBacks = createCallBackRepository(database.connection, crypto);
  const commandOrders = createCommandOrderRepository(database.connection, crypto);
  const outbox = createBullOutbox(redis.url, { prefix: redis.prefix, backoffMs: options.backoffMs ?? 50 });
  const orderDesk = createDirectOrderDesk(commandOrders, organisation, outbox);
  const page = {
    ...{ messages, tickets, callBacks, users: userRepository, organisation, desk },
    ...{ commandOrders, orderDesk },
  };
  app.use(
    createTwilioWebhooks({
      ...page,
      ...account,
      ...{
        ...{ publicUrl, onPermanentFailure },
      },
      sms: incomingSms,
    }),
  );
  app.use(
    createClaimLinks({
      ...page,
      ...{ claimTokens, texts, requiredEvidence: () => ['outcome', 'handoverTo'] },
      ...{ tokens: createSessionTokens('a secret key for tests'), publicUrl },
      onPersonalDataShown: (access) => shown.push(access),
    }),
  );
  app.use(createOrderPage({ ...page, claimTokens }));
  app.use(createHttpSmsWebhooks({ messages, onPermanentFailure, token: httpToken, sms: incomingSms }));
  app.use(
    createTrackPage({
      ...{ tickets, desk, directory: { find: async () => null }, secretKey: 'a secret key for tests' },
      answers: createAnswerStore(database.connection, crypto),
      ratings: createRatingStore(database.connection, crypto),
      logger: pino({ level: 'silent' }),
    }),
  );
  server.on('request', app);

  const sending: SendingPolicy = {
    ...loadSendingPolicy(join(__dirname, '../../config/messages/sending.json')),
    // Wide open unless a story is about limits.
    providers: {
      twilio: { messagesPerSecond: 10_000, urgentReserve: 0.3, smsPartVnd: 2_000, callVnd: 1_500 },
      http: { messagesPerSecond: 10_000, urgentReserve: 0.3, smsPartVnd: 800, callVnd: 0 },
    },
    capsPerHour: { citizen: 100_000, user: 100_000 },
    ...options.sending,
  };
  const timeoutMs = options.timeoutMs ?? 500;
  const twilioProvider = createTwilioProvider({
    ...account,
    ...{ from: '+842741022', apiUrl: `${publicUrl}/simulator/twilio`, publicUrl, timeoutMs },
  });
  const httpProvider = createHttpProvider({
    ...{ url: `${publicUrl}/simulator/http-sms`, token: httpToken, from: 'TRUC', publicUrl, timeoutMs },
  });
  const limiterRedis = new Redis(redis.url);
  const limits = createSenderLimits(limiterRedis, sending, `${redis.prefix}-sending`);
  const providers = createProviderPool(
    options.secondProvider === true ? [twilioProvider, httpProvider] : [twilioProvider],
    { breaker: options.sending?.breaker ?? { afterFailures: 1_000, openMs: 100 }, limits },
  );
  const delivery = {
    ...{ tickets, callBacks, users: userRepository, organisation, messages, claimTokens, publicUrl },
    ...{ onPermanentFailure, providers, sending, limits, optOuts },
    liveCalls: createTwilioLiveCalls({ ...account, apiUrl: `${publicUrl}/simulator/twilio` }),
    handOvers: createHandOverRepository(database.connection),
    sentReports: createSentReports(database.connection),
    commandOrders,
    texts: createTextVersions(database.connection, texts).current,
    keyOfPhone: (phone: string) => crypto.blindIndex(`recipient/${phone}`),
  };
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const workers = createMessageWorkers({
    ...delivery,
    redisUrl: redis.url,
    prefix: redis.prefix,
    log: quiet,
  });

  return {
    ...{
      publicUrl,
      account,
      redis,
      database,
      messages,
      users,
      teams,
      offDuty,
      failures,
      shown,
      memory,
      tickets,
    },
    ...{ httpToken, httpProvider, twilioProvider, limits, sending, optOuts, blocklist },
    ...{ simulator, outbox, claimTokens, delivery, put, commandOrders, orderDesk },
    phones: createPhones(`${publicUrl}/simulator`),
    /** A ticket offered to both teams, with nothing sent yet. */
    aTicketOffered(change: Parameters<typeof aTicket>[0] = {}): StoredTicket {
      const fresh = aTicket(change);
      const state = { ...fresh.state, status: 'dispatched' as const, offeredTeamIds: ['team-1', 'team-2'] };
      return put({ ...fresh, state });
    },
    /** Writes the intents into the ticket's outbox and queues them, as a transition does. */
    async sends(ticket: StoredTicket, ...intents: MessageIntent[]): Promise<void> {
      const now = (await tickets.find(ticket.id)) ?? ticket;
      put({ ...now, outbox: [...now.outbox, ...intents] });
      await outbox.enqueue(ticket.id, intents);
    },
    linkOf: (intent: MessageIntent): string =>
      `${publicUrl}/c/${claimTokens.tokenFor(messageIdOf(intent.key))}`,
    async close(): Promise<void> {
      await workers.close();
      await outbox.close();
      limiterRedis.disconnect();
      simulator.close();
      server.closeAllConnections();
      server.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A page of one responder by one channel. */
export function aPage(
  channel: 'sms' | 'voice',
  to: { userId: string; teamId: string } = responder,
): MessageIntent {
  return {
    key: `${randomBytes(6).toString('hex')}/page1/${to.userId}/${channel}`,
    template: channel === 'sms' ? 'team.page' : 'team.page.voice',
    channel,
    lane: 'urgent',
    recipient: { kind: 'user', userId: to.userId, teamId: to.teamId },
    at: new Date().toISOString(),
    data: {},
  };
}

/** News for the citizen by SMS. */
export function aNotice(template: 'citizen.received' | 'citizen.claimed' | 'citizen.delayed'): MessageIntent {
  return {
    ...{ key: `${randomBytes(6).toString('hex')}/${template}`, template, channel: 'sms', lane: 'bulk' },
    ...{ recipient: { kind: 'citizen' }, at: new Date().toISOString(), data: {} },
  };
}
