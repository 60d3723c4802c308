import { setTimeout as wait } from 'node:timers/promises';
import { openFieldCrypto, fieldKeyIdOf, UnknownFieldKey } from '../../src/platform/crypto/field-crypto';
import { openFieldKeyStore, WrongSecretKey } from '../../src/platform/crypto/field-keys';
import { openTestDatabase } from '../support/mongo';

const SECRET = 'a-secret-key-of-the-tests-0123456789';
let database: Awaited<ReturnType<typeof openTestDatabase>>;

beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.drop());

test('a phone number is read back by the same process and by one that starts later', async () => {
  const first = await openFieldCrypto(database.connection, SECRET);
  const cipher = first.encrypt('+84274382222', 'tickets/t1/intake.caller.phone');
  const later = await openFieldCrypto(database.connection, SECRET);
  expect(cipher).toMatch(/^v1\.k1\.[\w-]+$/);
  expect(cipher).not.toContain('84274382222');
  expect(later.decrypt(cipher, 'tickets/t1/intake.caller.phone')).toBe('+84274382222');
  expect(later.blindIndex('+84274382222')).toBe(first.blindIndex('+84274382222'));
  expect(later.blindIndex('+84274382223')).not.toBe(first.blindIndex('+84274382222'));
});

test('processes that start together on an empty database agree on one key', async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, () => openFieldCrypto(database.connection, SECRET)),
  );
  const ciphers = all.map((crypto) => crypto.encrypt('Nguyễn Văn A', 'tickets/t1/name'));
  for (const crypto of all) {
    for (const cipher of ciphers) expect(crypto.decrypt(cipher, 'tickets/t1/name')).toBe('Nguyễn Văn A');
  }
  expect(new Set(all.map((crypto) => crypto.blindIndex('same'))).size).toBe(1);
  expect(await database.connection.collection('fieldKeys').countDocuments()).toBe(2);
});

test('the same name is never the same cipher twice', async () => {
  const crypto = await openFieldCrypto(database.connection, SECRET);
  const ciphers = new Set(Array.from({ length: 200 }, () => crypto.encrypt('Lan', 'tickets/t1/name')));
  expect(ciphers.size).toBe(200);
});

test('a value moved to another person, cut or changed by one character does not open', async () => {
  const crypto = await openFieldCrypto(database.connection, SECRET);
  const cipher = crypto.encrypt('SpO2 88', 'tickets/t1/intake.details');
  expect(() => crypto.decrypt(cipher, 'tickets/t2/intake.details')).toThrow(/changed or moved/);
  const [, , body = ''] = cipher.split('.');
  for (let place = 0; place < body.length; place += 1) {
    const other = body[place] === 'A' ? 'Q' : 'A';
    const changed = body.slice(0, place) + other + body.slice(place + 1);
    if (Buffer.from(changed, 'base64url').equals(Buffer.from(body, 'base64url'))) continue;
    expect(() => crypto.decrypt(`v1.k1.${changed}`, 'tickets/t1/intake.details')).toThrow(/changed or moved/);
  }
  expect(() => crypto.decrypt(cipher.slice(0, 40), 'tickets/t1/intake.details')).toThrow(/tickets\/t1/);
  expect(() => crypto.decrypt('SpO2 88', 'tickets/t1/intake.details')).toThrow(/does not hold an encrypted/);
});

test('a wrong SECRET_KEY stops the process with one line and leaves the keys alone', async () => {
  const right = await openFieldCrypto(database.connection, SECRET);
  const cipher = right.encrypt('Lan', 'tickets/t1/name');
  const failure = await openFieldCrypto(database.connection, 'another-secret-key-entirely-9876543210').catch(
    (error: unknown) => error as Error,
  );
  expect(failure).toBeInstanceOf(WrongSecretKey);
  expect((failure as Error).message).toMatch(/^SECRET_KEY must be/);
  expect((failure as Error).message).not.toContain('\n');
  expect(await database.connection.collection('fieldKeys').countDocuments()).toBe(2);
  expect((await openFieldCrypto(database.connection, SECRET)).decrypt(cipher, 'tickets/t1/name')).toBe('Lan');
});

test('after SECRET_KEY changed, the previous one opens the keys until they are wrapped again', async () => {
  const before = await openFieldCrypto(database.connection, SECRET);
  const cipher = before.encrypt('Lan', 'tickets/t1/name');
  const changed = 'the-new-secret-key-of-the-tests-555';
  expect(await openFieldKeyStore(database.connection, changed, SECRET).rewrap()).toBe(2);
  expect(await openFieldKeyStore(database.connection, changed, SECRET).rewrap()).toBe(0);
  const after = await openFieldCrypto(database.connection, changed);
  expect(after.decrypt(cipher, 'tickets/t1/name')).toBe('Lan');
  expect(after.blindIndex('+84901234567')).toBe(before.blindIndex('+84901234567'));
  await expect(openFieldCrypto(database.connection, SECRET)).rejects.toBeInstanceOf(WrongSecretKey);
});

test('a key made by another process is picked up by the read that needs it', async () => {
  const reader = await openFieldCrypto(database.connection, SECRET);
  const { id: keyId } = await openFieldKeyStore(database.connection, SECRET).succeed('k1', new Date(0));
  const writer = await openFieldCrypto(database.connection, SECRET);
  const cipher = writer.encrypt('Lan', 'tickets/t1/name');
  expect(fieldKeyIdOf(cipher)).toBe(keyId);
  expect(() => reader.decrypt(cipher, 'tickets/t1/name')).toThrow(UnknownFieldKey);
  expect(await reader.reading(() => reader.decrypt(cipher, 'tickets/t1/name'))).toBe('Lan');
  await expect(
    reader.reading(() => reader.decrypt(cipher.replace('.k2.', '.k9.'), 'tickets/t1/name')),
  ).rejects.toBeInstanceOf(UnknownFieldKey);
});

test('an announced key is written with from its hour on, and a retired one never again', async () => {
  const store = openFieldKeyStore(database.connection, SECRET);
  const crypto = await openFieldCrypto(database.connection, SECRET, { refreshEveryMs: 20 });
  const writesWith = (): string | null => fieldKeyIdOf(crypto.encrypt('x', 'c'));
  await store.succeed('k1', new Date(Date.now() + 3_600_000));
  const next = await store.succeed('k2', new Date(Date.now() - 1));
  for (let tries = 0; writesWith() !== next.id && tries < 500; tries += 1) await wait(10);
  expect(writesWith()).toBe('k3');
  await store.retire('k3');
  for (let tries = 0; writesWith() !== 'k1' && tries < 500; tries += 1) await wait(10);
  expect(writesWith()).toBe('k1');
});
