import mongoose from 'mongoose';
import type { Connection } from 'mongoose';
import type { Intake } from '../../src/domain/intake';
import type { MessageIntent } from '../../src/domain/message';
import { DomainError } from '../../src/domain/refusal';
import type { TicketState } from '../../src/domain/ticket';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import { DuplicateTicket } from '../../src/models/tickets/ticket-repository';
import type { TicketFilter, TicketRepository } from '../../src/models/tickets/ticket-repository';
import { listQuery, sortOf } from '../../src/models/tickets/ticket-query';
import { ensureTicketIndexes } from '../../src/models/tickets/ticket-schema';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import type { FieldCrypto } from '../../src/platform/crypto/field-crypto';
import { aTicket, aTransition } from '../support/a-ticket';
import { openTestDatabase } from '../support/mongo';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let connection: Connection;
let crypto: FieldCrypto;
let tickets: TicketRepository;

beforeEach(async () => {
  database = await openTestDatabase();
  connection = database.connection;
  crypto = await openFieldCrypto(connection, 'a-secret-key-of-the-tests-0123456789');
  await ensureTicketIndexes(connection);
  tickets = createTicketRepository(connection, crypto);
});
afterEach(() => database.drop());

const intent = (key: string): MessageIntent => ({
  key,
  template: 'citizen.received',
  channel: 'sms',
  lane: 'bulk',
  recipient: { kind: 'citizen' },
  at: '2021-08-10T01:00:00.000Z',
  data: {},
});

/** The same repository on a connection that tells its commands and asks for no write concern of its own. */
async function openWatched(): Promise<{
  tickets: TicketRepository;
  commands: Record<string, unknown>[];
  close(): Promise<void>;
}> {
  const address = new URL(database.url);
  address.searchParams.delete('w');
  address.searchParams.delete('journal');
  const watched = await mongoose.createConnection(address.toString(), { monitorCommands: true }).asPromise();
  const commands: Record<string, unknown>[] = [];
  watched.getClient().on('commandStarted', ({ command }) => {
    const told = command as unknown as Record<string, unknown>;
    if (['insert', 'update', 'find', 'aggregate'].some((name) => told[name] === 'tickets'))
      commands.push(told);
  });
  return { tickets: createTicketRepository(watched, crypto), commands, close: () => watched.close() };
}

const insertMany = async (states: readonly Partial<TicketState>[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const state of states) ids.push((await tickets.insert(aTicket({ state }))).id);
  return ids;
};
const idsOf = async (filter: TicketFilter, area = {}): Promise<string[]> =>
  (await tickets.list(area, filter, { limit: 50 })).items.map(({ id }) => id);

describe('writing', () => {
  test('what the caller said comes back word for word', async () => {
    const intake: Partial<Intake> = {
      caller: { anonymous: false, name: 'Trần Văn Bình', phone: '+84274382222' },
      subject: { name: 'Lê Thị Hoa', phone: '+84912345678', birthYear: 1950, sex: 'female' },
      location: { unitCode: '25777', address: 'Ấp 2, cạnh chùa', point: { lat: 11.28, lng: 106.36 } },
      details: { answers: { spo2: 88, breathless: true }, oxygenAtHome: false },
    };
    const ticket = aTicket({ intake });
    const stored = await tickets.insert(ticket);
    const found = await tickets.find(ticket.state.ticketId);
    expect(found).toEqual(stored);
    expect(found?.intake).toEqual(ticket.intake);
    expect(found?.state).toEqual(ticket.state);
    expect(found?.policy).toEqual(ticket.policy);
    expect(found?.timeline).toEqual(ticket.timeline);
    expect(await tickets.findByCode(ticket.state.code)).toEqual(found);
    expect(await tickets.find('nobody')).toBeNull();
    expect(await tickets.findByCode('BD-000-000')).toBeNull();
  });

  test('an anonymous caller without a number or an address is stored without them', async () => {
    const ticket = aTicket({ intake: { caller: { anonymous: true }, location: { unitCode: '74' } } });
    await tickets.insert(ticket);
    expect((await tickets.find(ticket.state.ticketId))?.intake).toEqual(ticket.intake);
    const raw = await connection.collection('tickets').findOne({});
    expect(raw?.intake).not.toHaveProperty('caller.phoneIndex');
    expect(raw?.intake).not.toHaveProperty('location.addressKey');
  });

  test('the second ticket with a used id or code is refused by name', async () => {
    const first = aTicket();
    await tickets.insert(first);
    await expect(tickets.insert(first)).rejects.toMatchObject({ name: 'DuplicateTicket', field: 'id' });
    const sameCode = tickets.insert(aTicket({ state: { code: first.state.code } }));
    await expect(sameCode).rejects.toBeInstanceOf(DuplicateTicket);
    await expect(sameCode).rejects.toMatchObject({ field: 'code' });
  });

  test('an accepted ticket is written with majority and journal, and so is each transition, in one write', async () => {
    const ticket = aTicket();
    const watched = await openWatched();
    await watched.tickets.insert(ticket);
    await watched.tickets.project(aTransition(ticket.state, { status: 'triaged' }, { type: 'triaged' }));
    await watched.close();
    expect(watched.commands).toEqual([
      expect.objectContaining({ insert: 'tickets', writeConcern: { w: 'majority', j: true } }),
      expect.objectContaining({ update: 'tickets', writeConcern: { w: 'majority', j: true } }),
    ]);
  });

  test('a personal detail that the intake does not provide for is not stored at all', async () => {
    const ticket = aTicket();
    const odd = { ...ticket.intake, caller: { ...ticket.intake.caller, email: 'lan@example.vn' } };
    await tickets.insert({ ...ticket, intake: odd });
    const raw = JSON.stringify(await connection.collection('tickets').findOne({}));
    expect(raw).not.toContain('lan@example.vn');
  });
});

describe('transitions', () => {
  test('a repeated or late transition changes nothing', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const first = aTransition(ticket.state, { status: 'triaged' }, { type: 'triaged' });
    const second = aTransition(first.state, { status: 'dispatched' }, { type: 'stepOpened' });
    await tickets.project(first);
    await tickets.project(first);
    await tickets.project(second);
    await tickets.project(first);
    const found = await tickets.find(ticket.state.ticketId);
    expect(found?.state).toEqual(second.state);
    expect(found?.timeline.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'received'],
      [2, 'triaged'],
      [3, 'stepOpened'],
    ]);
  });

  test('a task that Temporal has done again, with news in it, tells its part of the story anew and sends nothing twice', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const closed = aTransition(ticket.state, { status: 'closed' }, { type: 'closed' });
    const heard = aTransition(ticket.state, {}, { type: 'citizenContact' });
    const closedThen = aTransition(heard.state, { status: 'closed' }, { type: 'closed' });
    await tickets.project({ ...closed, intents: [intent('closed')] });
    await tickets.project({
      ...closedThen,
      entries: [...heard.entries, ...closedThen.entries],
      intents: [intent('closed'), intent('heard')],
    });
    const found = await tickets.find(ticket.state.ticketId);
    expect(found?.timeline.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'received'],
      [2, 'citizenContact'],
      [3, 'closed'],
    ]);
    expect(found?.outbox).toEqual([intent('closed'), intent('heard')]);
  });

  test('words that look like a database expression are only words', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const odd = { kind: 'note', place: '$state.code', $where: 'x' };
    await tickets.project(aTransition(ticket.state, { status: 'triaged' }, { type: 'noted', data: odd }));
    expect((await tickets.find(ticket.state.ticketId))?.timeline[1]?.data).toEqual(odd);
  });

  test('fifty retries of one transition at once write it once', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const transition = {
      ...aTransition(ticket.state, { status: 'triaged' as const }, { type: 'triaged' }),
      intents: [intent('a')],
    };
    await Promise.all(Array.from({ length: 50 }, () => tickets.project(transition)));
    const found = await tickets.find(ticket.state.ticketId);
    expect(found?.timeline).toHaveLength(2);
    expect(found?.outbox).toEqual([intent('a')]);
  });

  test('what a responder wrote and the red flags come back, and lie encrypted', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const triage = {
      priority: 'P1',
      score: 0,
      redFlags: ['collapse'],
      protocolVersion: 1,
      at: '2021-08-10T01:01:00.000Z',
      because: 'redFlag',
    } as const;
    const triaged = aTransition(ticket.state, { triage }, { type: 'triaged', data: { ...triage } });
    await tickets.project(triaged);
    const noted = aTransition(
      triaged.state,
      {},
      { type: 'noted', data: { kind: 'note', text: 'Nhà có chó dữ' } },
    );
    await tickets.project(noted);
    const found = await tickets.find(ticket.state.ticketId);
    expect(found?.state.triage).toEqual(triage);
    expect(found?.timeline[1]?.data).toEqual(triage);
    expect(found?.timeline[2]?.data).toEqual({ kind: 'note', text: 'Nhà có chó dữ' });
    const raw = JSON.stringify(await connection.collection('tickets').findOne({}));
    expect(raw).not.toContain('collapse');
    expect(raw).not.toContain('chó dữ');
  });

  test('a new triage without red flags leaves none behind', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    const at = '2021-08-10T01:01:00.000Z';
    const flagged = {
      priority: 'P1',
      score: 0,
      redFlags: ['collapse'],
      protocolVersion: 1,
      at,
      because: 'redFlag',
    } as const;
    const calm = {
      priority: 'P3',
      score: 0,
      redFlags: [],
      protocolVersion: 1,
      at,
      because: 'manual',
    } as const;
    const first = aTransition(ticket.state, { triage: flagged }, { type: 'triaged' });
    await tickets.project(first);
    await tickets.project(aTransition(first.state, { triage: calm }, { type: 'triaged' }));
    expect((await tickets.find(ticket.state.ticketId))?.state.triage).toEqual(calm);
  });

  test('only the newest 200 message intents are kept', async () => {
    const ticket = aTicket();
    await tickets.insert(ticket);
    let { state } = ticket;
    for (let round = 0; round < 5; round += 1) {
      const transition = aTransition(state, {}, { type: 'paged' });
      state = transition.state;
      const intents = Array.from({ length: 60 }, (_, place) => intent(`${round}/${place}`));
      await tickets.project({ ...transition, intents });
    }
    const outbox = (await tickets.find(ticket.state.ticketId))?.outbox ?? [];
    expect(outbox).toHaveLength(200);
    expect(outbox.at(0)?.key).toBe('1/40');
    expect(outbox.at(-1)?.key).toBe('4/59');
  });

  test('a transition of a ticket that is not there is an error, not silence', async () => {
    const { state } = aTicket();
    await expect(tickets.project(aTransition(state, {}, { type: 'triaged' }))).rejects.toMatchObject({
      code: 'ticket-not-found',
    });
  });

  test('only tickets whose workflow never started and that waited long enough are handed to the relay', async () => {
    const [waiting, started] = await insertMany([{}, {}]);
    const ticket = (await tickets.find(started ?? ''))?.state;
    if (!ticket) throw new Error('the ticket was just stored');
    await tickets.project(aTransition(ticket, {}, { type: 'triaged' }));
    const later = new Date(Date.now() + 1000);
    expect((await tickets.listUnstarted(later, 10)).map(({ id }) => id)).toEqual([waiting]);
    expect(await tickets.listUnstarted(new Date(Date.now() - 60_000), 10)).toEqual([]);
  });
});

describe('lists', () => {
  const owned = (teamId: string, tier: 'district' | 'commune'): TicketState['assignments'][number] => ({
    teamId,
    userId: 'u1',
    unitCode: '25777',
    tier,
    claimedAt: '2021-08-10T01:02:00.000Z',
    via: 'app',
  });

  test('every filter finds its tickets and leaves the others', async () => {
    const [a, b, c] = await insertMany([
      { receivedAt: '2021-08-10T01:00:00.000Z', offeredTeamIds: ['team-1'], sla: 'warning' },
      {
        receivedAt: '2021-08-10T02:00:00.000Z',
        status: 'claimed',
        category: 'foodRelief',
        priority: 'P3',
        assignments: [owned('team-2', 'commune')],
      },
      {
        receivedAt: '2021-08-10T03:00:00.000Z',
        unitPath: [{ tier: 'province', code: '74' }],
        sla: 'breached',
      },
    ]);
    expect(await idsOf({})).toEqual([c, b, a]);
    expect(await idsOf({ status: ['claimed'] })).toEqual([b]);
    expect(await idsOf({ category: ['emergency'] })).toEqual([c, a]);
    expect(await idsOf({ priority: ['P3', 'P4'] })).toEqual([b]);
    expect(await idsOf({ unitCode: '720' })).toEqual([b, a]);
    expect(await idsOf({ tier: 'commune' })).toEqual([b]);
    expect(await idsOf({ tier: 'province' })).toEqual([c, a]);
    expect(await idsOf({ teamId: 'team-1' })).toEqual([a]);
    expect(await idsOf({ teamId: 'team-2' })).toEqual([b]);
    expect(await idsOf({ sla: 'breached' })).toEqual([c]);
    expect(await idsOf({ since: new Date('2021-08-10T02:00:00.000Z') })).toEqual([c, b]);
    expect(await idsOf({ until: new Date('2021-08-10T02:00:00.000Z') })).toEqual([a]);
    expect(await idsOf({ unitCode: '74', status: ['received'] }, { 'state.unitPath.code': '720' })).toEqual([
      a,
    ]);
  });

  test('one number is found in every spelling, and only by whole number', async () => {
    const stored = await tickets.insert(
      aTicket({ intake: { caller: { anonymous: false, phone: '+842743822222' } } }),
    );
    await tickets.insert(aTicket());
    for (const spelling of ['+842743822222', '842743822222', '0274/3-822.222', '02743822222']) {
      expect(await idsOf({ phone: spelling })).toEqual([stored.id]);
      expect(await idsOf({ q: spelling })).toEqual([stored.id]);
      expect((await tickets.listByPhone(spelling, {}, 10)).map(({ id }) => id)).toEqual([stored.id]);
    }
    expect(await idsOf({ q: '0274382' })).toEqual([]);
    expect(await tickets.listByPhone('+842743822222', { 'state.unitPath.code': '79' }, 10)).toEqual([]);
  });

  test('a code is found whole or by its beginning, and signs of a regular expression find nothing', async () => {
    const [id] = await insertMany([{ code: 'BD-7K3-9QF' }, { code: 'BD-8AA-111' }]);
    for (const typed of ['BD-7K3-9QF', 'bd-7k3', ' bd 7k3 ', 'BD-7']) {
      expect(await idsOf({ q: typed })).toEqual([id]);
    }
    for (const typed of ['.*', 'BD-.K3', '^', '$where', 'Lan', '(', '7K3']) {
      expect(await idsOf({ q: typed })).toEqual([]);
    }
    expect(await idsOf({ q: '  ' })).toHaveLength(2);
  });

  test('pages neither skip nor repeat, even when many tickets came in one millisecond', async () => {
    const ids = await insertMany(
      Array.from({ length: 23 }, (_, place) => ({
        receivedAt: place < 12 ? '2021-08-10T01:00:00.000Z' : `2021-08-10T01:00:${String(place)}.000Z`,
      })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await tickets.list({}, {}, { limit: 5, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(23);
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('a cursor nobody gave out is refused by name', async () => {
    for (const cursor of ['', 'x', 'eyJhIjoxfQ', Buffer.from('[1,2]').toString('base64url'), '%%%']) {
      const answer = tickets.list({}, {}, { limit: 5, cursor });
      await expect(answer).rejects.toBeInstanceOf(DomainError);
      await expect(answer).rejects.toMatchObject({ code: 'invalid-command', facts: { field: 'cursor' } });
    }
  });

  test('somebody whose area does not hold the ticket may not know it', async () => {
    const [id] = await insertMany([{}]);
    expect(await tickets.isInArea(id ?? '', { 'state.unitPath.code': '720' })).toBe(true);
    expect(await tickets.isInArea(id ?? '', {})).toBe(true);
    expect(await tickets.isInArea(id ?? '', { 'state.unitPath.code': '718' })).toBe(false);
  });

  test('reports that look alike are open ones of the number, the address, or the place, however sorted', async () => {
    const newcomer = aTicket({
      intake: {
        caller: { anonymous: false, phone: '0901 234 567' },
        location: { unitCode: '25777', address: 'Số 12 Đường 13/3, Khu phố 4a' },
      },
    });
    const elsewhere = { unitPath: [{ tier: 'province', code: '74' }] } as const;
    const stranger = { caller: { anonymous: true }, location: { unitCode: '74' } } as const;
    const add = async (...change: Parameters<typeof aTicket>): Promise<string> =>
      (await tickets.insert(aTicket(...change))).id;
    const sameNumber = await add({ state: elsewhere, intake: { location: { unitCode: '74' } } });
    const sameAddress = await add({ state: elsewhere, intake: { caller: { anonymous: true } } });
    const samePlace = await add({ state: {}, intake: stranger });
    await add({ state: { status: 'closed' } });
    const sortedDifferently = await add({ state: { category: 'foodRelief' }, intake: stranger });
    await add({ state: { receivedAt: '2021-08-01T00:00:00.000Z' }, intake: stranger });
    const found = await tickets.listLookalikes(
      newcomer.intake,
      '25777',
      new Date('2021-08-09T00:00:00.000Z'),
      10,
    );
    expect(found.map(({ id }) => id).sort()).toEqual(
      [sameNumber, sameAddress, samePlace, sortedDifferently].sort(),
    );
  });

  test('in a surge, the caller’s own earlier report is not crowded out by the neighbours’', async () => {
    const own = await tickets.insert(aTicket({ state: { receivedAt: '2021-08-09T20:00:00.000Z' } }));
    for (let count = 0; count < 12; count += 1) {
      await tickets.insert(
        aTicket({ intake: { caller: { anonymous: true }, location: { unitCode: '25777' } } }),
      );
    }
    const since = new Date('2021-08-09T12:00:00.000Z');
    const found = await tickets.listLookalikes(aTicket().intake, '25777', since, 10);
    expect(found).toHaveLength(10);
    expect(found[0]?.id).toBe(own.id);
  });

  test('the board counts open work, and today’s settled tickets by status', async () => {
    const now = new Date().toISOString();
    const [oldest, , , resolved] = await insertMany([
      { receivedAt: '2021-08-10T01:00:00.000Z' },
      { receivedAt: '2021-08-11T01:00:00.000Z', sla: 'breached', priority: 'P2' },
      { status: 'closed', receivedAt: '2021-08-11T01:00:00.000Z' },
      { status: 'resolved', receivedAt: '2021-08-09T01:00:00.000Z' },
      { status: 'closed', receivedAt: now },
      { receivedAt: now, unitPath: [{ tier: 'province', code: '79' }] },
    ]);
    const board = await tickets.board({ 'state.unitPath.code': '74' });
    expect(board.byStatus).toEqual({ received: 2, resolved: 1, closed: 1 });
    expect(board.open).toBe(3);
    expect(board.byPriority).toEqual({ P1: 2, P2: 1 });
    expect(board.bySla).toEqual({ ok: 2, breached: 1 });
    expect(board.byCategory).toEqual({ emergency: 3 });
    expect(board.byTier).toEqual({ province: 3 });
    expect(board.oldest.map(({ id }) => id)).toEqual([oldest, expect.any(String)]);
    expect(board.oldest.map(({ id }) => id)).not.toContain(resolved);
    expect(board.oldest[0]?.intake.caller.name).toBe('Nguyễn Thị Lan');
    expect((await tickets.board({ 'state.unitPath.code': '999' })).open).toBe(0);
  });
});

describe('the wallboard', () => {
  const now = new Date('2021-08-10T05:00:00.000Z');
  const running = (name: 'resolve' | 'acknowledge' | 'resolveTotal', dueAt: string, tier?: 'commune') => ({
    ...{ name, round: 1, state: 'running' as const, startedAt: '2021-08-10T01:00:00.000Z', dueAt },
    ...{ pausedMs: 0, warned: [], events: [], ...(tier && { tier }) },
  });
  const claimed = (claimedAt: string) => ({
    ...{ teamId: 'team-1', userId: 'user-1', unitCode: '720', tier: 'district' as const },
    ...{ claimedAt, via: 'app' as const },
  });

  test('counts by place what nobody owns, what is late and what was done, and lists what breaches next', async () => {
    const [urgent, soon] = await insertMany([
      { receivedAt: '2021-08-10T04:00:00.000Z', clocks: [running('resolve', '2021-08-10T08:00:00.000Z')] },
      {
        ...{ receivedAt: '2021-08-10T01:00:00.000Z', priority: 'P3', sla: 'breached', status: 'claimed' },
        assignments: [claimed('2021-08-10T01:20:00.000Z')],
        clocks: [
          running('resolveTotal', '2021-08-10T05:01:00.000Z'),
          running('acknowledge', '2021-08-10T05:02:00.000Z', 'commune'),
          running('resolve', '2021-08-10T05:09:00.000Z'),
        ],
      },
      {
        ...{ status: 'closed', receivedAt: '2021-08-01T01:00:00.000Z', sla: 'breached' },
        resolution: { at: '2021-08-09T17:00:01.000Z', teamId: 'team-1', userId: 'user-1', evidence: [] },
      },
      {
        ...{ status: 'closed', receivedAt: '2021-08-01T01:00:00.000Z' },
        resolution: { at: '2021-08-09T16:59:59.000Z', teamId: 'team-1', userId: 'user-1', evidence: [] },
      },
      { unitPath: [{ tier: 'province', code: '79' }] },
    ]);
    const board = await tickets.wallboard('74', now);
    expect(board.places).toEqual([
      {
        path: expect.arrayContaining([{ tier: 'commune', code: '25777' }]),
        ...{ open: 2, warning: 0, breached: 1, unowned: 1, urgentUnowned: 1, breachingSoon: 1 },
        urgentSince: '2021-08-10T04:00:00.000Z',
        ...{ doneToday: 1, doneOnTime: 0, claimWaitsMs: [20 * 60_000] },
      },
    ]);
    expect(board.next.map(({ ticket, clock }) => [ticket.id, clock])).toEqual([
      [soon, { name: 'resolve', dueAt: '2021-08-10T05:09:00.000Z' }],
      [urgent, { name: 'resolve', dueAt: '2021-08-10T08:00:00.000Z' }],
    ]);
    expect(board.next[0]?.holdingTiers).toEqual(['district']);
    expect(board.next[0]?.ticket.intake.caller.name).toBe('Nguyễn Thị Lan');
    expect(await tickets.wallboard('999', now)).toEqual({ places: [], tiers: [], next: [], breaches: [] });
  });

  test('calls out the newest broken promise first, and not the turns of the ladder', async () => {
    const broken = (name: 'acknowledge' | 'resolve', breachedAt: string, tier?: 'commune') => ({
      ...running(name === 'resolve' ? name : 'acknowledge', breachedAt, tier),
      ...{ state: 'breached' as const, breachedAt },
    });
    const [first, second] = await insertMany([
      { sla: 'breached', clocks: [broken('acknowledge', '2021-08-10T02:00:00.000Z')] },
      {
        sla: 'breached',
        clocks: [
          broken('acknowledge', '2021-08-10T04:00:00.000Z', 'commune'),
          broken('resolve', '2021-08-10T03:00:00.000Z'),
        ],
      },
      { status: 'closed', sla: 'breached', clocks: [broken('resolve', '2021-08-10T04:30:00.000Z')] },
    ]);
    const { breaches } = await tickets.wallboard('74', now);
    expect(breaches.map(({ ticketId, clock, breachedAt }) => [ticketId, clock, breachedAt])).toEqual([
      [second, 'resolve', '2021-08-10T03:00:00.000Z'],
      [first, 'acknowledge', '2021-08-10T02:00:00.000Z'],
    ]);
    expect(breaches[0]).toMatchObject({ category: 'emergency', priority: 'P1', unitCode: '25777' });
  });

  test('tells each tier how many of its turns ran out, and how much time that cost', async () => {
    const turn = (tier: 'province' | 'district' | 'commune', state: 'met' | 'breached' | 'cancelled') => ({
      ...{ name: 'acknowledge' as const, tier, round: 1, state, pausedMs: 0, warned: [], events: [] },
      ...{ startedAt: '2021-08-10T04:00:00.000Z', dueAt: '2021-08-10T04:06:00.000Z' },
    });
    const receivedAt = '2021-08-10T04:00:00.000Z';
    await insertMany([
      { receivedAt, clocks: [turn('province', 'breached'), turn('district', 'met')] },
      { receivedAt, clocks: [turn('province', 'met'), turn('district', 'cancelled')] },
      { receivedAt: '2021-08-08T04:00:00.000Z', clocks: [turn('province', 'breached')] },
    ]);
    const { tiers } = await tickets.wallboard('74', now);
    expect([...tiers].sort((a, b) => a.tier.localeCompare(b.tier))).toEqual([
      { tier: 'district', windows: 1, lapsed: 0, lostMs: 0 },
      { tier: 'province', windows: 2, lapsed: 1, lostMs: 6 * 60_000 },
    ]);
  });
});

describe('plans', () => {
  const stagesOf = (plan: unknown): string[] =>
    [...JSON.stringify(plan).matchAll(/"stage":"([A-Z_]+)"/g)].map((found) => found[1] ?? '');

  const filters: Record<string, TicketFilter> = {
    nothing: {},
    status: { status: ['claimed', 'received'] },
    category: { category: ['emergency'] },
    priority: { priority: ['P1'] },
    unit: { unitCode: '720' },
    tier: { tier: 'commune' },
    team: { teamId: 'team-1' },
    sla: { sla: 'breached' },
    phone: { phone: '+84901234567' },
    code: { q: 'BD-7' },
    since: { since: new Date('2021-08-10') },
    until: { until: new Date('2021-08-10') },
    several: { status: ['received'], unitCode: '720', priority: ['P1'], sla: 'ok' },
  };

  test.each(Object.keys(filters))(
    'the list by %s reads an index, never the whole collection',
    async (name) => {
      await insertMany(Array.from({ length: 30 }, () => ({})));
      const cursor = (await tickets.list({}, {}, { limit: 3 })).nextCursor ?? '';
      const area = { 'state.unitPath.code': '74' };
      for (const [ofArea, from] of [
        [{}, { order: 'newest' }],
        [area, { order: 'newest' }],
        [area, { order: 'newest', cursor }],
        [area, { order: 'breachNext' }],
      ] as const) {
        const plan = await connection
          .collection('tickets')
          .find(listQuery(ofArea, filters[name] ?? {}, from, crypto))
          .sort(sortOf[from.order])
          .limit(20)
          .explain('queryPlanner');
        const stages = stagesOf(
          (plan as { queryPlanner: { winningPlan: unknown } }).queryPlanner.winningPlan,
        );
        expect(stages).toContain('IXSCAN');
        expect(stages).not.toContain('COLLSCAN');
      }
    },
  );

  test('the relay, the phone look-up, the lookalikes and the board read an index too', async () => {
    await insertMany(Array.from({ length: 30 }, () => ({})));
    const watched = await openWatched();
    await watched.tickets.listUnstarted(new Date(), 10);
    await watched.tickets.listByPhone('+84901234567', { 'state.unitPath.code': '720' }, 10);
    await watched.tickets.listLookalikes(aTicket().intake, '25777', new Date(0), 40);
    await watched.tickets.board({ 'state.unitPath.code': '720' });
    await watched.tickets.board({});
    await watched.tickets.wallboard('720', new Date());
    await watched.close();
    expect(watched.commands).toHaveLength(7);
    for (const command of watched.commands) {
      const { lsid: _session, $clusterTime: _time, $db: _database, ...asked } = command;
      const plan = await connection.db?.command({ explain: asked, verbosity: 'queryPlanner' });
      const stages = stagesOf(plan);
      expect(stages).toContain('IXSCAN');
      expect(stages).not.toContain('COLLSCAN');
    }
  });
});
