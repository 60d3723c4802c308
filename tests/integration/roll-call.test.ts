import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { createRollCallWebhooks } from '../../src/api/webhooks/roll-call-webhooks';
import { createRollCallRepository } from '../../src/models/roll-calls/mongo-roll-call-repository';
import type { RollCallRepository } from '../../src/models/roll-calls/roll-call-repository';
import { createProviderPool } from '../../src/notifications/provider-pool';
import { createRollCallTelephone } from '../../src/notifications/roll-call-telephone';
import { createTwilioProvider } from '../../src/notifications/twilio/twilio-provider';
import { loadRollCallSettings } from '../../src/platform/reference-data/roll-call-settings';
import { createSimulator } from '../../src/simulator/simulator';
import type { FaultKind, PhoneBehaviour } from '../../src/simulator/records';
import { openApiLab, type ApiLab } from '../support/api-lab';
import { eventually } from '../support/eventually';
import { createPhones } from '../support/phones';
import { openSystem, type System } from '../support/system';

/** A roll-call on real lines: the provider's own SDK, signed callbacks, and in the end the whole product. */

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-test' };
const own = '+842743822222';

describe('one ring', () => {
  let lab: ApiLab;
  let simulator: ReturnType<typeof createSimulator>;
  let phones: ReturnType<typeof createPhones>;
  let telephone: ReturnType<typeof createRollCallTelephone>;
  let publicUrl: string;
  let rollCalls: RollCallRepository;
  const settled: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'roll-call-'));
  const server = createServer();
  let count = 0;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    publicUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    lab = await openApiLab({}, { publicUrl });
    simulator = createSimulator({
      ...account,
      ...{ dataFile: join(folder, 'simulator.jsonl'), publicUrl, number: own, pace: 0.01 },
    });
    rollCalls = createRollCallRepository(lab.connection);
    const { organisation } = lab.deps;
    const app = express();
    app.use('/simulator', simulator.app);
    app.use(
      createRollCallWebhooks({
        ...{ rollCalls, organisation, publicUrl, authToken: account.authToken },
        rollCallDesk: {
          settled: async ({ id }) => {
            settled.push(id);
          },
        },
        settings: loadRollCallSettings(join(__dirname, '../../config/roll-call/roll-call.json')),
        logger: pino({ level: 'silent' }),
      }),
    );
    server.on('request', app);
    phones = createPhones(`${publicUrl}/simulator`);
    telephone = createRollCallTelephone({
      rollCalls,
      providers: createProviderPool(
        [
          createTwilioProvider({
            ...account,
            ...{ from: own, publicUrl, apiUrl: `${publicUrl}/simulator/twilio`, timeoutMs: 400 },
          }),
        ],
        { breaker: { afterFailures: 1_000, openMs: 100 } },
      ),
    });
  }, 60_000);
  afterAll(async () => {
    simulator.close();
    server.closeAllConnections();
    server.close();
    await lab.close();
    rmSync(folder, { recursive: true });
  });

  /** A ring that is written down, to a number of its own. */
  async function aRing() {
    count += 1;
    const to = `+8427439${String(10_000 + count)}`;
    const ring = {
      ...{ id: `ring-${String(count)}`, rollCallId: 'call', workflowId: 'roll-call/call', unitCode: '718' },
      ...{ numberId: `number-${String(count)}`, unitCodes: ['74', '718'], attempt: 1, askedAt: null },
      ...{ machine: false, result: null, endedAt: null },
    };
    await rollCalls.plan([ring]);
    return { to, id: ring.id, ring: () => telephone.ring({ id: ring.id, to, ringSeconds: 30 }) };
  }
  const resultOf = (id: string) =>
    eventually(`ring ${id} has a result`, async () => (await rollCalls.findRing(id))?.result ?? null);
  const callsTo = (to: string) => simulator.carrier.list().filter((record) => record.to === to);

  test.each<[PhoneBehaviour, string, string]>([
    ['answers', '1', 'answered'],
    ['answers', '51', 'answered'],
    ['silent', '', 'noKey'],
    ['answers', '5', 'noKey'],
    ['machine', '', 'machine'],
    ['busy', '', 'busy'],
    ['sleeps', '', 'noAnswer'],
    ['unreachable', '', 'failed'],
  ])(
    'a line that %s (keys: %j) comes out as %s, and its roll-call hears of it',
    async (behaviour, presses, result) => {
      const { to, id, ring } = await aRing();
      simulator.carrier.setPhone(to, { behaviour, presses, afterMs: 0 });
      expect(await ring()).toBe('ringing');
      expect(await resultOf(id)).toBe(result);
      await eventually('the roll-call was told', async () => settled.includes(id) || null);
      expect(callsTo(to)).toHaveLength(1);
    },
  );

  test('whoever answers hears which unit’s line is checked, and is thanked', async () => {
    const { to, id, ring } = await aRing();
    simulator.carrier.setPhone(to, { behaviour: 'answers', presses: '1', afterMs: 0 });
    await ring();
    await resultOf(id);
    const heard = await eventually('the thanks', async () => {
      const [call] = callsTo(to);
      return call?.status === 'completed' ? call.body : null;
    });
    expect(heard).toBe(
      'Đây là cuộc gọi kiểm tra đường dây nóng thành phố Thủ Dầu Một. Xin bấm phím 1 để xác nhận có người trực.\n' +
        'Đã xác nhận đường dây có người trực. Xin cảm ơn.',
    );
  });

  test('asked again, as after a crash, it is not rung again; the key counts whenever it comes', async () => {
    const { to, id, ring } = await aRing();
    simulator.carrier.setPhone(to, { behaviour: 'answers', presses: '1', afterMs: 5_000 });
    await Promise.all([ring(), rollCalls.settle(id, 'notRung', new Date())]);
    expect(await ring()).toBe('ringing');
    await eventually('the key', async () => (await rollCalls.findRing(id))?.result === 'answered' || null);
    expect(callsTo(to)).toHaveLength(1);
    expect(await rollCalls.settle(id, 'noAnswer', new Date())).toBe(false);
  });

  test.each<[FaultKind, number]>([
    ['dropAfterAccept', 1],
    ['duplicateCallbacks', 1],
    ['outOfOrderCallbacks', 1],
  ])('with %s it is rung once and has one result', async (fault, calls) => {
    const { to, id, ring } = await aRing();
    simulator.carrier.setPhone(to, { behaviour: 'answers', presses: '1', afterMs: 0 });
    await phones.fault(fault);
    try {
      expect(await ring()).toBe('ringing');
      expect(await resultOf(id)).toBe('answered');
    } finally {
      await phones.fault('none');
    }
    expect(callsTo(to)).toHaveLength(calls);
    await eventually('told', async () => settled.includes(id) || null);
    expect(settled.filter((one) => one === id)).toHaveLength(1);
  });

  test('while the provider takes nothing, a ring is not made, and that is not the line’s fault', async () => {
    const { to, ring } = await aRing();
    await phones.fault('429');
    try {
      const asked = ring();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await phones.fault('none');
      expect(await asked).toBe('ringing');
    } finally {
      await phones.fault('none');
    }
    expect(callsTo(to)).toHaveLength(1);
  });

  test('a callback without a signature changes nothing, one for an unknown ring says so', async () => {
    const { id } = await aRing();
    for (const page of ['roll-call', 'roll-call-key', 'roll-call-status']) {
      const answer = await fetch(`${publicUrl}/webhooks/twilio/${page}?n=${id}`, {
        method: 'POST',
        body: new URLSearchParams({ Digits: '1', CallStatus: 'completed' }),
      });
      expect(answer.status).toBe(403);
    }
    expect((await rollCalls.findRing(id))?.result).toBeNull();
  });
});

describe('the whole product', () => {
  let system: System;
  beforeAll(async () => {
    system = await openSystem();
  }, 120_000);
  afterAll(() => system.close(), 60_000);

  test('every night at two there is a roll-call, however often workers start, and a paused one stays paused', async () => {
    const handle = system.client.schedule.getHandle('nightly-roll-call');
    const found = await eventually('the schedule', () => handle.describe().catch(() => null));
    expect(found.spec.timezone).toBe('Asia/Ho_Chi_Minh');
    expect(found.policies.overlap).toBe('SKIP');
    const next = found.info.nextActionTimes[0];
    expect(next?.toISOString().slice(11, 16)).toBe('19:00');
    await handle.pause('a holiday');
    await system.kill('worker');
    await system.start('worker');
    await eventually('the next worker has found it', async () => {
      const again = await handle.describe();
      return again.state.paused ? again : null;
    });
    expect((await handle.describe()).state.note).toBe('a holiday');
    await handle.unpause();
  }, 90_000);

  test('an admin starts one for a district; a worker that is killed while it rings rings nobody twice', async () => {
    const admin = await system.person({ role: 'admin' });
    const directory = await admin('GET', '/units/718/directory');
    const communes = (await admin('GET', '/units?parent=718')).body.items as { code: string }[];
    const codes = ['718', ...communes.map(({ code }) => code)];
    const numbers: string[] = [directory.body.hotlineNumbers[0].number];
    for (const { code } of communes)
      numbers.push((await admin('GET', `/units/${code}/directory`)).body.hotlineNumbers[0].number);
    const [first = '', second = '', third = ''] = numbers;
    for (const number of numbers) await system.phones.phone(number).behaves('answers', { presses: '1' });
    await system.phones.phone(first).behaves('answers', { presses: '1', afterMs: 6_000 });
    await system.phones.phone(second).behaves('busy');

    const begun = await admin('POST', '/roll-calls', { unitCode: '718' });
    expect(begun.status).toBe(201);
    const again = await admin('POST', '/roll-calls', { unitCode: '718' });
    expect(again.status).toBe(409);
    expect(again.body.rollCallId).toBe(begun.body.id);

    const results = async () => {
      const { body } = await admin('GET', `/roll-calls/${String(begun.body.id)}`);
      return body.numbers as { unitCode: string; result: string; tries: { result: string | null }[] }[];
    };
    await eventually(
      'somebody has answered',
      async () => (await results()).some(({ result }) => result === 'answered') || null,
    );
    await system.kill('worker');
    await system.start('worker');
    const end = await eventually('everybody has been rung', async () => {
      const found = await results();
      return found.length === codes.length && found.every(({ tries }) => tries[0]?.result != null)
        ? found
        : null;
    });
    expect(end.filter(({ result }) => result === 'busy')).toHaveLength(1);
    expect(end.filter(({ result }) => result === 'answered')).toHaveLength(codes.length - 1);
    for (const number of [first, third]) {
      const heard = (await system.ask('GET', `/simulator/messages?to=${encodeURIComponent(number)}`)).body;
      expect(heard).toHaveLength(1);
    }
    const far = await system.person({ role: 'responder' });
    expect((await far('GET', `/roll-calls/${String(begun.body.id)}`)).status).toBe(403);
  }, 120_000);

  test('with Temporal away nothing is promised: 503, and the next try is not a conflict', async () => {
    const admin = await system.person({ role: 'admin' });
    await system.kill('temporal');
    const refused = await admin('POST', '/roll-calls', { unitCode: '719' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(
      (await admin('GET', '/roll-calls')).body.items.map((one: { unitCode: string }) => one.unitCode),
    ).not.toContain('719');
    await system.start('temporal');
  }, 90_000);

  test('the page stays under 30 kB for the longest list of the demonstration’s province', async () => {
    const sizes: number[] = [];
    for (const q of ['p', 't', 'an', 'binh', 'phu', 'tan']) {
      const answer = await fetch(`${system.url}/hotlines?q=${q}`);
      expect(answer.status).toBe(200);
      sizes.push(Buffer.byteLength(await answer.text()));
    }
    expect(Math.max(...sizes)).toBeLessThan(30_000);
    expect(Math.max(...sizes)).toBeGreaterThan(5_000);
    expect((await system.ask('GET', '/metrics')).body).toContain('truc_hotline_numbers{state="unverified"}');
  });

  test('the schedule starts one of every unit, and lets the next pass while it is not over', async () => {
    const admin = await system.person({ role: 'admin' });
    const handle = system.client.schedule.getHandle('nightly-roll-call');
    // A trigger by hand disregards the schedule's own rule, and is not remembered by it, unless it is told to follow it.
    const { policies } = await handle.describe();
    expect(policies.overlap).toBe('SKIP');
    await handle.trigger(policies.overlap);
    const nightly = await eventually('the nightly one has begun', async () => {
      const { items } = (await admin('GET', '/roll-calls')).body;
      return items.find(({ kind }: { kind: string }) => kind === 'nightly') ?? null;
    });
    expect(nightly).toMatchObject({ unitCode: null, finishedAt: null });
    expect(nightly.id).toMatch(/^nightly-20[\w-]+Z$/);
    await eventually('every unit’s number is on its list', async () => {
      const { body } = await admin('GET', `/roll-calls/${String(nightly.id)}`);
      return body.numbers.length > 90 || null;
    });
    await handle.trigger(policies.overlap);
    await eventually('the second is left out', async () => {
      const { info } = await handle.describe();
      return info.numActionsSkippedOverlap > 0 || null;
    });
  }, 60_000);
});
