import { BSON } from 'mongodb';
import type { Connection, mongo } from 'mongoose';
import type { TicketState, TimelineEntry, TimelineType } from '../../src/domain/ticket';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import type { TicketRepository } from '../../src/models/tickets/ticket-repository';
import { ensureTicketIndexes } from '../../src/models/tickets/ticket-schema';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { aTicket, aTransition } from '../support/a-ticket';
import { openTestDatabase } from '../support/mongo';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let connection: Connection;
let tickets: TicketRepository;

beforeEach(async () => {
  database = await openTestDatabase();
  connection = database.connection;
  await ensureTicketIndexes(connection);
  const crypto = await openFieldCrypto(connection, 'a-secret-key-of-the-tests-0123456789');
  tickets = createTicketRepository(connection, crypto);
});
afterEach(() => database.drop());

/** Everything the database holds, as bytes: documents of every collection with their indexed values. */
async function everyByte(): Promise<Buffer> {
  const names = (await connection.db?.listCollections().toArray()) ?? [];
  const documents = await Promise.all(
    names.map(({ name }) => connection.collection(name).find({}, { raw: true }).toArray()),
  );
  return Buffer.concat(documents.flat().map((raw) => raw as unknown as Buffer));
}

const canaries = {
  callerName: 'Hoàng Yến Người Gọi',
  callerPhone: '+84901000001',
  subjectName: 'Hoàng Yến Người Bệnh',
  subjectPhone: '+84901000002',
  birthYear: 1911,
  address: 'Hẻm Hoàng Yến 77',
  lat: 11.123456789,
  lng: 106.987654321,
  description: 'mô tả hoàng yến',
  answer: 'canaryAnswer',
  detail: 'chi tiết hoàng yến',
  text: 'lời của đội hoàng yến',
  redFlag: 'canaryRedFlag',
};

function canaryTicket() {
  return aTicket({
    intake: {
      caller: { anonymous: false, name: canaries.callerName, phone: canaries.callerPhone },
      subject: {
        name: canaries.subjectName,
        phone: canaries.subjectPhone,
        birthYear: canaries.birthYear,
        sex: 'female',
      },
      location: {
        unitCode: '25777',
        address: canaries.address,
        point: { lat: canaries.lat, lng: canaries.lng },
      },
      description: canaries.description,
      details: { answers: { [canaries.answer]: true }, remark: canaries.detail },
    },
  });
}

test('a database full of tickets holds no word, number, place or finding of a citizen in clear', async () => {
  const ticket = canaryTicket();
  await tickets.insert(ticket);
  const triage = {
    priority: 'P1',
    score: 0,
    redFlags: [canaries.redFlag],
    protocolVersion: 1,
    at: ticket.state.receivedAt,
    because: 'redFlag',
  } as const;
  const triaged = aTransition(ticket.state, { triage }, { type: 'triaged', data: triage });
  await tickets.project(triaged);
  const data = { kind: 'note', text: canaries.text };
  await tickets.project(aTransition(triaged.state, {}, { type: 'noted', data }));

  const bytes = await everyByte();
  const doubles = [canaries.lat, canaries.lng].map((number) => {
    const stored = Buffer.alloc(8);
    stored.writeDoubleLE(number);
    return stored;
  });
  const words = Object.values(canaries).filter((canary) => typeof canary === 'string');
  const numbers = [String(canaries.lat), String(canaries.lng), '901000001', '901000002', '1911'];
  const folded = ['hoang yen', 'Hoàng', 'hoàng'];
  const readable = [...words, ...numbers, ...folded, ...doubles].filter((canary) => bytes.includes(canary));
  expect(readable).toEqual([]);

  // The same search finds what is meant to be readable, so it can fail.
  expect(bytes.includes(ticket.state.code)).toBe(true);
  expect(bytes.includes('25777')).toBe(true);
  const found = await tickets.find(ticket.state.ticketId);
  expect(found?.intake).toEqual(ticket.intake);
  expect(found?.timeline.at(-1)?.data).toEqual(data);
});

test('the change stream tells the area of every change without opening anything', async () => {
  // A stream opens with its first look, so it is told to begin at this moment.
  const now = (await connection.db?.command({ ping: 1 })) as { operationTime: mongo.Timestamp };
  const stream = connection
    .collection('tickets')
    .watch([], { startAtOperationTime: now.operationTime, fullDocument: 'updateLookup' });
  try {
    const ticket = canaryTicket();
    await tickets.insert(ticket);
    await tickets.project(aTransition(ticket.state, { status: 'triaged' }, { type: 'triaged' }));
    const inserted = await stream.next();
    const updated = await stream.next();
    expect(inserted).toMatchObject({
      operationType: 'insert',
      fullDocument: { state: { unitPath: ticket.state.unitPath, revision: 0 } },
    });
    expect(updated).toMatchObject({
      operationType: 'update',
      documentKey: { _id: ticket.state.ticketId },
      fullDocument: { state: { unitPath: ticket.state.unitPath, status: 'triaged', revision: 1 } },
      updateDescription: { updatedFields: { 'state.revision': 1, 'state.status': 'triaged' } },
    });
    expect(JSON.stringify([inserted, updated])).not.toContain('oàng');
  } finally {
    await stream.close();
  }
});

test('a straight ticket takes less than 12 KB, of which the caller’s own words less than 1.5 KB', async () => {
  const ticket = aTicket();
  await tickets.insert(ticket);
  const straight: [TimelineType, TimelineEntry['data'], Partial<TicketState>][] = [
    ['triaged', { priority: 'P1', redFlags: ['collapse'] }, { status: 'triaged' }],
    [
      'stepOpened',
      { unitCode: '25777', teamIds: ['team-1'], pass: 1 },
      { status: 'dispatched', offeredTeamIds: ['team-1'] },
    ],
    ['claimed', { teamId: 'team-1', via: 'link' }, { status: 'claimed' }],
    ['enRoute', {}, { status: 'enRoute' }],
    ['onScene', { byPhone: false }, { status: 'onScene' }],
    [
      'resolved',
      { evidence: ['outcome', 'handoverTo'], text: 'Đã bàn giao cho trung tâm y tế' },
      { status: 'resolved' },
    ],
    ['closed', {}, { status: 'closed' }],
  ];
  let { state } = ticket;
  for (const [type, data, change] of straight) {
    const transition = aTransition(state, change, {
      type,
      data,
      actor: { kind: 'user', userId: 'user-1', role: 'responder' },
    });
    await tickets.project(transition);
    state = transition.state;
  }
  const stored = await connection.collection('tickets').findOne({ _id: state.ticketId as never });
  const bytes = (value: unknown): number => BSON.calculateObjectSize(value as object);
  expect(bytes(stored)).toBeLessThan(12_000);
  expect(bytes(stored?.intake)).toBeLessThan(1500);
  expect((await tickets.find(state.ticketId))?.timeline).toHaveLength(8);
});
