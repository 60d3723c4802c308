import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createRollCallActivities } from '../../src/activities/roll-calls';
import type { RollCallActivityDependencies } from '../../src/activities/roll-calls';
import { createRollCallDesk } from '../../src/api/roll-calls/roll-call-desk';
import type { RingResult } from '../../src/domain/hotline';
import type { RollCallPolicy } from '../../src/domain/roll-call';
import { createHotlineStandings } from '../../src/models/hotlines/mongo-hotline-standings';
import { createOrganisationLoader } from '../../src/models/organisation/organisation-loader';
import { createOrganisationRepository } from '../../src/models/organisation/organisation-store';
import { createUserRepository } from '../../src/models/organisation/user-store';
import {
  createRollCallRepository,
  ensureRollCallIndexes,
} from '../../src/models/roll-calls/mongo-roll-call-repository';
import { messageIdOf } from '../../src/notifications/outbox';
import { createRollCallNotices } from '../../src/notifications/roll-call-notices';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { loadRollCallSettings } from '../../src/platform/reference-data/roll-call-settings';
import type { RollCallInput } from '../../src/workflows/roll-call/messages';
import { rollCallIdOf } from '../../src/workflows/roll-call/messages';
import { smallProvince } from './api-organisation';
import { openTestDatabase } from './mongo';
import { openTimeSkippingServer } from './time-skipping-server';
import { workflowBundle } from './workflow-lab';

/** How a line takes a ring: its result; `unheard`: it rings, and no news of it ever comes. */
export type Line = RingResult | 'unheard';

export type RollCallLab = Awaited<ReturnType<typeof openRollCallLab>>;

/**
 * Roll-calls on skipped time: the real workflow, activities and rules on a real database; only the telephone
 * network is played, line by line. The whole chain with the provider's SDK is in `tests/integration`.
 */
export async function openRollCallLab(change: Partial<RollCallPolicy> = {}) {
  const settings = loadRollCallSettings(join(__dirname, '../../config/roll-call/roll-call.json'));
  const policy: RollCallPolicy = { ...settings.policy, ...change };
  const database = await openTestDatabase();
  const { connection } = database;
  const crypto = await openFieldCrypto(connection, 'a secret key for tests that is long enough');
  await createOrganisationLoader(connection, crypto)(smallProvince, { existing: 'update' });
  await ensureRollCallIndexes(connection);
  const organisation = createOrganisationRepository(connection);
  const users = createUserRepository(connection, crypto);
  const rollCalls = createRollCallRepository(connection);
  const standings = createHotlineStandings(connection);
  const env: TestWorkflowEnvironment = await openTimeSkippingServer();
  const taskQueue = `roll-call-${randomUUID()}`;
  const desk = createRollCallDesk({ client: env.client, taskQueue });

  const lines = new Map<string, Line | Line[]>();
  const rung: { number: string; atMs: number }[] = [];
  const texts: { to: string; body: string; atMs: number }[] = [];
  /** Units where somebody's life is at stake, and units whose line is in use. */
  const emergencies = new Set<string>();
  const speaking = new Set<string>();
  const lineOf = (number: string): Line => {
    const known = lines.get(number) ?? 'answered';
    return typeof known === 'string' ? known : (known.shift() ?? 'noAnswer');
  };
  const rollCallTelephone: RollCallActivityDependencies['rollCallTelephone'] = {
    async ring({ id, to }) {
      rung.push({ number: to, atMs: await env.currentTimeMs() });
      const line = lineOf(to);
      if (line === 'unheard') return 'ringing';
      if (line === 'notRung') return 'notRung';
      if (line === 'failed') return 'refused';
      const ring = await rollCalls.findRing(id);
      await rollCalls.settle(id, line, new Date());
      if (ring) await desk.settled(ring);
      return 'ringing';
    },
    async text({ to, body }) {
      texts.push({ to, body, atMs: await env.currentTimeMs() });
      return 'accepted';
    },
  };
  const activities = createRollCallActivities({
    ...{ organisation, users, rollCalls, standings, rollCallTelephone, rollCallPolicy: policy },
    tickets: {
      list: async (_area, { unitCode = '' }) =>
        ({ items: emergencies.has(unitCode) ? [{}] : [], nextCursor: null }) as never,
    },
    calls: {
      listQueue: async (unitCode) =>
        (speaking.has(unitCode)
          ? [{ state: { status: 'talking', unitPath: [{ tier: 'district', code: unitCode }] } }]
          : []) as never,
    },
    rollCallNotices: createRollCallNotices({
      ...{ organisation, users, texts: settings.words.sms, telephone: rollCallTelephone },
    }),
    idOf: messageIdOf,
  });
  const startWorker = async () => {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      // Every task replays its history: a worker that comes new to a run is the rule here.
      maxCachedWorkflows: 0,
      ...{ taskQueue, activities, workflowBundle },
    });
    const running = worker.run();
    return async () => {
      worker.shutdown();
      await running;
    };
  };
  let stopWorker = await startWorker();
  let count = 0;

  const start = async (input: Partial<RollCallInput> = {}) => {
    count += 1;
    const workflowId = `roll-call/nightly-${String(count)}`;
    const handle = await env.client.workflow.start('rollCall', {
      ...{ workflowId, taskQueue },
      args: [{ kind: 'nightly', unitCode: null, startedBy: null, ...input } satisfies RollCallInput],
    });
    return { handle, id: rollCallIdOf(workflowId) };
  };
  return {
    ...{ env, policy, lines, rung, texts, emergencies, speaking, organisation, rollCalls, standings, start },
    activities,
    /** A published number of a unit. */
    line: (id: string, unitCode: string, number: string) =>
      organisation.saveHotlineNumber({
        ...{ id, unitCode, number, teamId: null, label: 'Trực', published: true },
      }),
    /** One whole roll-call, the telling by day included. */
    async night(input: Partial<RollCallInput> = {}) {
      const { handle, id } = await start(input);
      await handle.result();
      return { id, handle, found: await rollCalls.find(id), rings: await rollCalls.rings(id) };
    },
    standing: async (numberId: string) => (await standings.all()).get(numberId),
    async restartWorker() {
      await stopWorker();
      stopWorker = await startWorker();
    },
    close: async () => {
      await stopWorker();
      await env.teardown();
      await database.drop();
    },
  };
}
