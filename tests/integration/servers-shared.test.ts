import Redis from 'ioredis';
import { openTestDatabase } from '../support/mongo';
import { openTestRedis } from '../support/redis';

test('every test gets a database of its own that survives a transaction', async () => {
  const first = await openTestDatabase();
  const second = await openTestDatabase();
  try {
    const session = await first.connection.startSession();
    await session.withTransaction(async () => {
      await first.connection.collection('calls').insertOne({ line: '1022' }, { session });
    });
    await session.endSession();
    expect(await first.connection.collection('calls').countDocuments()).toBe(1);
    expect(await second.connection.collection('calls').countDocuments()).toBe(0);
    expect(first.connection.getClient().options.writeConcern).toMatchObject({ w: 'majority', journal: true });
  } finally {
    await first.drop();
    await second.drop();
  }
});

test('the shared Valkey keeps an append-only file and evicts nothing', async () => {
  const client = new Redis(openTestRedis().url);
  try {
    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  } finally {
    client.disconnect();
  }
});
