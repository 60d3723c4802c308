import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import type { Connection } from 'mongoose';
import { fieldKeyIdOf, openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import type { FieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openFieldKeyStore } from '../../src/platform/crypto/field-keys';
import { rotateFieldKeys } from '../../src/platform/crypto/rotate-field-keys';
import type { TicketState } from '../../src/domain/ticket';
import { createTicketRepository } from '../../src/models/tickets/ticket.model';
import type { NewTicket } from '../../src/models/tickets/ticket-repository';
import { ensureTicketIndexes } from '../../src/models/tickets/ticket-schema';
import { aTicket, aTransition } from '../support/a-ticket';
import { openTestDatabase } from '../support/mongo';

const SECRET = 'a-secret-key-of-the-tests-0123456789';
const refreshEveryMs = 50;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let connection: Connection;
const opened: Connection[] = [];

beforeEach(async () => {
  database = await openTestDatabase();
  connection = database.connection;
  await ensureTicketIndexes(connection);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
  await database.drop();
});

/** Another process of the running system: its own connection, its own keys in memory. */
async function openProcess() {
  const own = await mongoose.createConnection(database.url).asPromise();
  opened.push(own);
  const crypto = await openFieldCrypto(own, SECRET, { refreshEveryMs });
  return { crypto, tickets: createTicketRepository(own, crypto) };
}

async function keysInUse(name: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const look = (value: unknown): void => {
    const keyId = fieldKeyIdOf(value);
    if (keyId !== null) counts[keyId] = (counts[keyId] ?? 0) + 1;
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(look);
  };
  (await connection.collection(name).find().toArray()).forEach(look);
  return counts;
}

const note = (state: TicketState, text: string) =>
  aTransition(state, {}, { type: 'noted', data: { kind: 'note', text } });

/** Tickets of one process that is busy until told to stop; every acknowledged word is remembered. */
function keepWorking(process: Awaited<ReturnType<typeof openProcess>>, seed: readonly NewTicket[]) {
  const expected = new Map(seed.map((ticket) => [ticket.state.ticketId, [] as string[]]));
  let stopped = false;
  const work = (async () => {
    const states = seed.map(({ state }) => state);
    for (let round = 0; !stopped; round += 1) {
      const place = round % states.length;
      const state = states[place];
      if (!state) continue;
      const text = `lời ghi ${round}`;
      const transition = note(state, text);
      await process.tickets.project(transition);
      states[place] = transition.state;
      expected.get(state.ticketId)?.push(text);
      if (round % 10 === 0) {
        const newcomer = aTicket();
        await process.tickets.insert(newcomer);
        expected.set(newcomer.state.ticketId, []);
      }
    }
  })();
  return {
    expected,
    stop: async () => {
      stopped = true;
      await work;
    },
  };
}

test('keys rotate while two processes keep writing: no word is lost and the old key is out of use', async () => {
  const first = await openProcess();
  const second = await openProcess();
  const seeds = [Array.from({ length: 15 }, () => aTicket()), Array.from({ length: 15 }, () => aTicket())];
  for (const seed of seeds.flat()) await first.tickets.insert(seed);
  const works = [keepWorking(first, seeds[0] ?? []), keepWorking(second, seeds[1] ?? [])];

  const result = await rotateFieldKeys(connection, SECRET, { refreshEveryMs, batchSize: 5 });

  await Promise.all(works.map((work) => work.stop()));
  expect(result).toMatchObject({ keyId: 'k2', retired: ['k1'] });
  expect(result.values).toBeGreaterThanOrEqual(30 * 5);
  expect(Object.keys(await keysInUse('tickets'))).toEqual(['k2']);
  const reader = await openProcess();
  let words = 0;
  for (const [id, said] of works.flatMap((work) => [...work.expected])) {
    const ticket = await reader.tickets.find(id);
    expect(ticket?.intake.caller.name).toBe('Nguyễn Thị Lan');
    const read = ticket?.timeline.filter(({ type }) => type === 'noted').map(({ data }) => data.text);
    expect(read).toEqual(said);
    words += said.length;
  }
  expect(words).toBeGreaterThan(30);
});

test('a rotation that was stopped half-way is continued, not begun again', async () => {
  const { tickets } = await openProcess();
  for (let count = 0; count < 30; count += 1) await tickets.insert(aTicket());
  const stop = new AbortController();
  let batches = 0;
  const stopped = rotateFieldKeys(connection, SECRET, {
    refreshEveryMs,
    batchSize: 5,
    signal: stop.signal,
    onProgress: () => {
      batches += 1;
      if (batches === 3) stop.abort();
    },
  });
  await expect(stopped).rejects.toThrow(/abort/i);
  const halfWay = await keysInUse('tickets');
  expect(halfWay.k2).toBe(halfWay.k1 ?? 0);
  expect(await rotateFieldKeys(connection, SECRET, { refreshEveryMs, batchSize: 5 })).toEqual({
    keyId: 'k2',
    retired: ['k1'],
    values: (halfWay.k1 ?? 0) * 2,
  });
  expect(Object.keys(await keysInUse('tickets'))).toEqual(['k2']);
  expect(await rotateFieldKeys(connection, SECRET, { refreshEveryMs })).toMatchObject({
    keyId: 'k3',
    retired: ['k2'],
  });
});

test('two rotations started together do one rotation', async () => {
  const { tickets } = await openProcess();
  const ticket = aTicket();
  await tickets.insert(ticket);
  const results = await Promise.all([
    rotateFieldKeys(connection, SECRET, { refreshEveryMs }),
    rotateFieldKeys(connection, SECRET, { refreshEveryMs }),
  ]);
  expect(results[0].keyId).toBe(results[1].keyId);
  expect(Object.keys(await keysInUse('tickets'))).toEqual([results[0].keyId]);
  expect((await tickets.find(ticket.state.ticketId))?.intake).toEqual(ticket.intake);
});

test('a value that does not open stops the rotation, names its place and leaves it as it is', async () => {
  const { crypto } = await openProcess();
  const rows = connection.collection<{ _id: string; to: string }>('messages');
  const cipher: string = crypto.encrypt('+84901234567', 'messages/other/to');
  await rows.insertOne({ _id: 'm1', to: cipher });
  await expect(rotateFieldKeys(connection, SECRET, { refreshEveryMs })).rejects.toThrow(/^messages\/m1\/to /);
  expect((await rows.findOne({ _id: 'm1' }))?.to).toBe(cipher);
  const { dataKeys } = await openFieldKeyStore(connection, SECRET).load();
  expect(dataKeys.filter((key) => key.retired)).toEqual([]);
});

test('blind indexes stay as they are, so a number is found before, during and after', async () => {
  const process = await openProcess();
  const ticket = aTicket();
  await process.tickets.insert(ticket);
  const find = async (): Promise<number> =>
    (await process.tickets.listByPhone(ticket.intake.caller.phone ?? '', {}, 5)).length;
  const before: FieldCrypto = process.crypto;
  const index = before.blindIndex('+84901234567');
  await rotateFieldKeys(connection, SECRET, { refreshEveryMs });
  expect(await find()).toBe(1);
  expect((await openProcess()).crypto.blindIndex('+84901234567')).toBe(index);
});

describe('npm run rotate-keys', () => {
  const run = (env: Record<string, string>): Promise<{ stdout: string; stderr: string }> =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/rotate-keys.ts', '--rewrap'], {
      env: { PATH: process.env.PATH ?? '', ...env },
    });
  const changed = 'the-new-secret-key-of-the-tests-555';

  test('after SECRET_KEY changed it locks the keys anew, and the data stay readable', async () => {
    const { tickets } = await openProcess();
    const ticket = aTicket();
    await tickets.insert(ticket);
    const env = { MONGODB_URL: database.url, SECRET_KEY: changed, SECRET_KEY_PREVIOUS: SECRET };
    expect((await run(env)).stdout).toBe('2 keys are locked with SECRET_KEY now\n');
    const crypto = await openFieldCrypto(connection, changed);
    const found = await createTicketRepository(connection, crypto).find(ticket.state.ticketId);
    expect(found?.intake).toEqual(ticket.intake);
  });

  test('a missing variable is named in one line, and a wrong key too', async () => {
    await openProcess();
    const env = { MONGODB_URL: database.url, SECRET_KEY: changed };
    await expect(run(env)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^SECRET_KEY_PREVIOUS is missing: [^\n]*\n$/) as string,
    });
    await expect(run({ ...env, SECRET_KEY_PREVIOUS: changed })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^SECRET_KEY must be the one [^\n]*\n$/) as string,
    });
  });
});
