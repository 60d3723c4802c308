import { people } from '../support/api-organisation';
import { openRollCallLab, type RollCallLab } from '../support/roll-call-lab';
import { until } from '../support/workflow-lab';

/** Night after night the hotlines are rung; who stays silent is told, replaced, and comes back by answering. */

const minute = 60_000;
const commune = { id: 'number-25747', number: '+842743925747' };
const district = { id: 'number-718', number: '+842743822718' };
const far = { id: 'number-725', number: '+842743900725' };

let lab: RollCallLab;
beforeAll(async () => {
  lab = await openRollCallLab();
  await lab.line(commune.id, '25747', commune.number);
  await lab.line(far.id, '725', far.number);
}, 60_000);
afterAll(() => lab.close());
beforeEach(() => {
  for (const list of [lab.rung, lab.texts]) list.splice(0);
  for (const set of [lab.lines, lab.emergencies, lab.speaking]) set.clear();
});

const ringsOf = (number: string) => lab.rung.filter((ring) => ring.number === number);
const localHour = (atMs: number): number => new Date(atMs + 7 * 60 * minute).getUTCHours();

test('who answers is rung once; who does not is rung three times, ten minutes apart', async () => {
  lab.lines.set(commune.number, 'noAnswer');
  lab.lines.set(far.number, ['noAnswer', 'answered']);
  const { found, rings } = await lab.night();
  expect(found).toMatchObject({ kind: 'nightly', credible: true, finishedAt: expect.any(Date) });
  expect(ringsOf(district.number)).toHaveLength(1);
  expect(ringsOf(far.number)).toHaveLength(2);
  const silent = ringsOf(commune.number).map(({ atMs }) => atMs);
  expect(silent).toHaveLength(3);
  expect((silent[1] ?? 0) - (silent[0] ?? 0)).toBeGreaterThanOrEqual(10 * minute);
  expect(rings.map(({ result }) => result)).not.toContain(null);
  expect(await lab.standing(far.id)).toMatchObject({ lastResult: 'answered', silentNights: 0 });
  expect(await lab.standing(commune.id)).toMatchObject({ silentNights: 1, listing: 'listed' });
}, 60_000);

test('its supervisor, here the commander, and the province are told, once each, by day', async () => {
  lab.lines.set(district.number, 'machine');
  const { id } = await lab.night();
  expect(lab.texts.map(({ to }) => to)).toEqual(
    expect.arrayContaining([people.supervisor.phone, people.commander.phone]),
  );
  expect(lab.texts).toHaveLength(2);
  const summary = lab.texts.find(({ to }) => to === people.commander.phone);
  expect(summary?.body).toBe(
    '1022: Kiem tra 3 duong day nong: 2 co nguoi truc, 1 im lang, 0 da rut hoac chuyen, 0 tro lai.',
  );
  const own = lab.texts.find(({ to }) => to === people.supervisor.phone);
  expect(own?.body).toContain(`${district.number} cua thanh pho Thu Dau Mot`);
  for (const { atMs, body } of lab.texts) {
    expect(localHour(atMs)).toBeGreaterThanOrEqual(6);
    expect(localHour(atMs)).toBeLessThan(21);
    expect(body.length).toBeLessThanOrEqual(160);
  }
  expect((await lab.rollCalls.notices(id)).map(({ kind }) => kind).sort()).toEqual(['silent', 'summary']);
}, 60_000);

test('after three silent nights the list shows the number above; with the first answer it is back by itself', async () => {
  await lab.standings.change(commune, ({ revision, ...known }) => ({
    ...{ ...known, silentNights: 0, lastSilentNight: null, revision: revision + 1 },
  }));
  lab.lines.set(commune.number, 'noAnswer');
  for (let night = 0; night < 3; night += 1) {
    await lab.night();
    await lab.env.sleep('1 day');
  }
  expect(await lab.standing(commune.id)).toMatchObject({ listing: 'forwarded', silentNights: 3 });
  lab.texts.splice(0);
  // Off the list, it is still rung, and nobody is told of it again.
  await lab.night();
  expect(ringsOf(commune.number)).toHaveLength(12);
  expect(lab.texts).toEqual([]);
  await lab.env.sleep('1 day');
  lab.lines.set(commune.number, 'answered');
  await lab.night();
  expect(await lab.standing(commune.id)).toMatchObject({ listing: 'listed', silentNights: 0 });
  expect(lab.texts.map(({ body }) => body)).toEqual([expect.stringContaining('1 tro lai')]);
}, 120_000);

test('a unit that fights for a life, and one that is on the telephone, is not rung, and nothing is held against it', async () => {
  lab.emergencies.add('25747');
  lab.speaking.add('718');
  await lab.night();
  expect(lab.rung.map(({ number }) => number)).toEqual([far.number]);
  expect(await lab.standing(commune.id)).toMatchObject({ lastResult: 'notRung', silentNights: 0 });
  expect(lab.texts).toEqual([]);
}, 60_000);

test('a provider that cannot be asked, and a ring of which no news comes, are our fault and not the line’s', async () => {
  lab.lines.set(commune.number, 'notRung');
  lab.lines.set(district.number, 'unheard');
  lab.lines.set(far.number, 'failed');
  await lab.night();
  expect(await lab.standing(commune.id)).toMatchObject({ lastResult: 'notRung', silentNights: 0 });
  expect(await lab.standing(district.id)).toMatchObject({ lastResult: 'notRung', silentNights: 0 });
  // The provider says that nobody can call this number: that is the line's.
  expect(await lab.standing(far.id)).toMatchObject({ lastResult: 'failed', silentNights: 1 });
}, 60_000);

test('a roll-call of one unit rings it and those below it, and tells at once', async () => {
  lab.lines.set(district.number, 'noKey');
  const startMs = await lab.env.currentTimeMs();
  await lab.night({ kind: 'unit', unitCode: '718', startedBy: 'admin' });
  expect(new Set(lab.rung.map(({ number }) => number))).toEqual(new Set([commune.number, district.number]));
  expect(Math.max(...lab.texts.map(({ atMs }) => atMs)) - startMs).toBeLessThan(60 * minute);
}, 60_000);

test('a worker that ends in the middle rings nobody twice, and the next one goes on', async () => {
  lab.lines.set(commune.number, 'unheard');
  const { handle, id } = await lab.start();
  await until(() => lab.rung.length === 3, 'all three ring');
  await lab.restartWorker();
  await handle.result();
  const first = (await lab.rollCalls.rings(id)).filter(({ attempt }) => attempt === 1);
  expect(first).toHaveLength(3);
  expect(ringsOf(district.number)).toHaveLength(1);
  expect(ringsOf(far.number)).toHaveLength(1);
}, 60_000);

test('a large province goes on in new runs: each number once, no run with a long history', async () => {
  const large = await openRollCallLab({ numbersAtOnce: 50, tries: 1 });
  try {
    await Promise.all(
      Array.from({ length: 250 }, (_, n) =>
        large.line(`many-${String(n)}`, '25747', `+8427440${String(10_000 + n)}`),
      ),
    );
    const { handle, id } = await large.start();
    await handle.result();
    expect(large.rung).toHaveLength(251);
    expect(new Set(large.rung.map(({ number }) => number)).size).toBe(251);
    const first = await large.env.client.workflow
      .getHandle(handle.workflowId, handle.firstExecutionRunId)
      .describe();
    const last = await large.env.client.workflow.getHandle(handle.workflowId).describe();
    expect(last.runId).not.toBe(first.runId);
    expect(Math.max(first.historyLength, last.historyLength)).toBeLessThan(1_000);
    expect((await large.rollCalls.find(id))?.finishedAt).not.toBeNull();
  } finally {
    await large.close();
  }
}, 120_000);
