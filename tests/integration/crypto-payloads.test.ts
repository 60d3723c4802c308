import { Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { createDataConverter, failureConverterPath } from '../../src/platform/crypto/payload-codec';
import { endSignal, sayUpdate, talkative } from '../support/talkative-workflow';
import { openTimeSkippingServer } from '../support/time-skipping-server';

const SECRET = 'a-secret-key-of-the-tests-0123456789';
const CANARY = 'chim hoàng yến 0901234567';
const dataConverter = createDataConverter(SECRET);
let env: TestWorkflowEnvironment;

beforeAll(async () => {
  env = await openTimeSkippingServer();
});
afterAll(() => env.teardown());

test('nothing, which a workflow without an answer ends with as an empty array, is guarded as well', async () => {
  const [codec] = dataConverter.payloadCodecs ?? [];
  const nothing = { metadata: { encoding: Buffer.from('binary/null') }, data: [] as unknown as Uint8Array };
  const [guarded] = (await codec?.encode([nothing])) ?? [];
  const [opened] = (await codec?.decode([guarded ?? {}])) ?? [];
  expect(Buffer.from(opened?.metadata?.encoding ?? []).toString()).toBe('binary/null');
  expect(Buffer.from(opened?.data ?? []).length).toBe(0);
});

/** Every text in a history, that of undecoded payloads included. */
function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) {
    const plain = Buffer.from(value);
    yield plain.toString();
    yield Buffer.from(plain.toString(), 'base64').toString();
  } else if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) yield* texts(inner);
  }
}

async function talk(converter: typeof dataConverter | undefined) {
  const taskQueue = `talk-${converter ? 'guarded' : 'plain'}`;
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('../support/talkative-workflow'),
    logger: new DefaultLogger('ERROR'),
    ...(converter && { failureConverterPath }),
  });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle,
    activities: {
      repeat: (words: string): Promise<string> => Promise.resolve(words),
      fail: (words: string): Promise<void> => Promise.reject(new Error(`cannot reach ${words}`)),
    },
    ...(converter && { dataConverter: converter }),
  });
  const client = new Client({ connection: env.connection, ...(converter && { dataConverter: converter }) });
  return worker.runUntil(async () => {
    const handle = await client.workflow.start(talkative, {
      taskQueue,
      workflowId: taskQueue,
      args: [CANARY],
    });
    const echoed = await handle.executeUpdate(sayUpdate, { args: [CANARY] });
    const refusal: unknown = await handle
      .executeUpdate(sayUpdate, { args: [`refuse ${CANARY}`] })
      .catch((error: unknown) => error);
    await handle.signal(endSignal, CANARY);
    const result = await handle.result();
    return { echoed, refusal, result, history: await handle.fetchHistory(), workflowBundle };
  });
}

test('words pass through Temporal unharmed, and its history holds none of them, failures included', async () => {
  const { echoed, refusal, result, history, workflowBundle } = await talk(dataConverter);
  expect(echoed).toBe(CANARY);
  expect(result).toBe(`${CANARY} ${CANARY}`);
  expect(refusal).toBeInstanceOf(WorkflowUpdateFailedError);
  const { cause } = refusal as WorkflowUpdateFailedError;
  expect(cause).toBeInstanceOf(ApplicationFailure);
  expect(cause).toMatchObject({
    type: 'already-claimed',
    message: `refused: refuse ${CANARY}`,
    details: [{ said: `refuse ${CANARY}` }],
  });
  const stored = [...texts(history)];
  expect(stored.filter((text) => text === 'binary/encrypted').length).toBeGreaterThanOrEqual(6);
  expect(stored.filter((text) => text.includes('0901234567') || text.includes('hoàng yến'))).toEqual([]);

  await Worker.runReplayHistory({ workflowBundle, dataConverter }, history, 'talk-guarded');
});

test('without the converter the same words are readable there, so the test above can fail', async () => {
  const { history } = await talk(undefined);
  expect([...texts(history)].some((text) => text.includes('0901234567'))).toBe(true);
});
