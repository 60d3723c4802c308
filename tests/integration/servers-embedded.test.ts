import { Client, Connection } from '@temporalio/client';
import Redis from 'ioredis';
import { MongoClient } from 'mongodb';
import { assertServers } from '../../src/platform/servers/assert-servers';
import { assertTemporal, searchAttributes } from '../../src/platform/servers/assert-temporal';
import type { EmbeddedServers } from '../../src/platform/servers/embedded-servers';
import { anEmptyMachine, eventually } from '../support/embedded';

jest.setTimeout(120_000);

let machine: Awaited<ReturnType<typeof anEmptyMachine>>;
let servers: EmbeddedServers | undefined;

beforeEach(async () => {
  machine = await anEmptyMachine();
});
afterEach(async () => {
  await servers?.stop();
  servers = undefined;
  await machine.clear();
});

/** Three facts, one in each server, written as the product writes them. */
async function writeFacts({ addresses }: EmbeddedServers, id: string): Promise<void> {
  const mongo = await MongoClient.connect(addresses.MONGODB_URL);
  await mongo.db().collection<{ _id: string }>('facts').insertOne({ _id: id });
  await mongo.close();
  const redis = new Redis(addresses.REDIS_URL);
  await redis.set(id, 'kept');
  // As long as `appendfsync everysec` may keep it from the disk, a kill (unlike a power cut) still loses nothing.
  redis.disconnect();
  const connection = await Connection.connect({ address: addresses.TEMPORAL_ADDRESS });
  await new Client({ connection }).workflow.start('nobodyRunsThis', {
    taskQueue: 'nobody',
    workflowId: id,
    searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, [id]])),
  });
  await connection.close();
}

async function readFacts({ addresses }: EmbeddedServers, id: string): Promise<readonly unknown[]> {
  const mongo = await MongoClient.connect(addresses.MONGODB_URL);
  const document = await mongo.db().collection<{ _id: string }>('facts').findOne({ _id: id });
  await mongo.close();
  const redis = new Redis(addresses.REDIS_URL);
  const value = await redis.get(id);
  redis.disconnect();
  const connection = await Connection.connect({ address: addresses.TEMPORAL_ADDRESS });
  const { status } = await new Client({ connection }).workflow.getHandle(id).describe();
  await connection.close();
  return [document?._id, value, status.name];
}

const running = (of: EmbeddedServers, title: string) => {
  const found = of.running.find((server) => server.title === title);
  if (!found) throw new Error(`${title} is not among the servers`);
  return found;
};

test('what was written is there after a clean stop and a new start, on other ports too', async () => {
  servers = await machine.start();
  await assertServers({
    mongodbUrl: servers.addresses.MONGODB_URL,
    redisUrl: servers.addresses.REDIS_URL,
    temporal: { address: servers.addresses.TEMPORAL_ADDRESS, namespace: 'default' },
  });
  await writeFacts(servers, 'clean');
  await servers.stop();
  const other = await anEmptyMachine();
  const { MONGODB_PORT, REDIS_PORT, TEMPORAL_PORT } = other.env;
  servers = await machine.start({ MONGODB_PORT, REDIS_PORT, TEMPORAL_PORT });
  expect(servers.addresses.MONGODB_URL).toContain(`:${MONGODB_PORT}/`);
  expect(await readFacts(servers, 'clean')).toEqual(['clean', 'kept', 'RUNNING']);
  await other.clear();
});

test.each(['MongoDB', 'Valkey', 'Temporal'])(
  '%s killed with -9 is started again by itself, says so, and has lost nothing',
  async (title) => {
    servers = await machine.start();
    await writeFacts(servers, 'killed');
    const killed = running(servers, title).pid();
    if (killed === undefined) throw new Error(`${title} has no process`);
    process.kill(killed, 'SIGKILL');
    await eventually(`${title} is back`, () => machine.said.includes(`${title} is back`));
    expect(machine.said).toContain(`${title} ended unexpectedly (SIGKILL); starting it again (1 of 5)`);
    expect(running(servers, title).pid()).not.toBe(killed);
    expect(await readFacts(servers, 'killed')).toEqual(['killed', 'kept', 'RUNNING']);
  },
);

test('all three killed at once lose nothing', async () => {
  servers = await machine.start();
  await writeFacts(servers, 'blackout');
  for (const server of servers.running) process.kill(server.pid() ?? 0, 'SIGKILL');
  await eventually(
    'all are back',
    () => machine.said.filter((line) => line.endsWith(' is back')).length === 3,
  );
  expect(await readFacts(servers, 'blackout')).toEqual(['blackout', 'kept', 'RUNNING']);
});

test('an attribute that an older data folder lacks is added; a server of somebody else is only refused', async () => {
  servers = await machine.start();
  const temporal = { address: servers.addresses.TEMPORAL_ADDRESS, namespace: 'default' };
  const connection = await Connection.connect({ address: temporal.address });
  await connection.operatorService.removeSearchAttributes({
    namespace: 'default',
    searchAttributes: ['sla', 'tier'],
  });
  await eventually('they are gone', async () => {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    return !('sla' in customAttributes);
  });
  await connection.close();
  await expect(assertTemporal(temporal)).rejects.toThrow(
    `Temporal's namespace default lacks search attributes: run temporal operator search-attribute create ` +
      '--namespace default --type Keyword --name tier --name sla',
  );
  await assertTemporal(temporal, { addMissing: true });
  await assertTemporal(temporal);
});
