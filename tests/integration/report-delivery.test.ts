import { createReportDeliveryActivities } from '../../src/activities/report-delivery';
import { mayReadFigures } from '../../src/api/rights';
import type { UnitRef } from '../../src/domain/organisation';
import type { MessageIntent } from '../../src/domain/message';
import { reportIdOf } from '../../src/domain/report-delivery';
import { createSentReports } from '../../src/models/reports/mongo-sent-reports';
import { createReportSubscriptions } from '../../src/models/reports/mongo-report-subscriptions';
import { addressReportMessage } from '../../src/notifications/report-message';
import { openFieldCrypto } from '../../src/platform/crypto/field-crypto';
import { openApiLab, publicUrl, secretKey, type ApiLab } from '../support/api-lab';
import { people, type Person } from '../support/api-organisation';
import { playTickets } from '../support/played-tickets';

/** Whoever asked is sent the report of yesterday every morning, and reads it for ever as it was sent. */

const path: readonly UnitRef[] = [
  { tier: 'province', code: '74' },
  { tier: 'district', code: '718' },
  { tier: 'commune', code: '25747' },
];
const monday = (time: string): string => new Date(`2021-08-16T${time}:00+07:00`).toISOString();
/** When the report of Monday is sent. */
const tuesdayMorning = '2021-08-17T00:00:00.000Z';
const ticket = (time: string) => ({
  ...{ path, receivedAt: monday(time), claimed: 10, onScene: 60, resolved: 120, closed: 180 },
  until: tuesdayMorning,
});

let lab: ApiLab;
const queued: { subject: string; intents: readonly MessageIntent[] }[] = [];
let isQueueAway = false;
beforeAll(async () => {
  lab = await openApiLab();
  await playTickets(lab.connection, await openFieldCrypto(lab.connection, secretKey), [
    ticket('08:00'),
    ticket('09:00'),
  ]);
});
afterAll(() => lab.close());
beforeEach(() => {
  queued.splice(0);
});

const activities = () =>
  createReportDeliveryActivities({
    ...{ reports: lab.deps.reports, users: lab.deps.users, organisation: lab.deps.organisation },
    reportSubscriptions: createReportSubscriptions(lab.connection),
    ...{ sentReports: createSentReports(lab.connection), mayReadFigures },
    outbox: {
      enqueue: (subject, intents) => {
        if (isQueueAway) return Promise.reject(new Error('the queue does not answer'));
        queued.push({ subject, intents });
        return Promise.resolve();
      },
    },
  });
const send = (unitCode: string, kind: 'daily' | 'weekly' = 'daily', at = tuesdayMorning) =>
  activities().sendReport({ kind, unitCode, at });
const subscription = (unit: string, kind = 'daily') => `/api/v1/report-subscriptions/${kind}/${unit}`;
const subscribe = (who: Person, unit: string, kind = 'daily') =>
  lab.as(who).put(subscription(unit, kind)).expect(200);
const toldUserIds = (): string[] =>
  queued.flatMap(({ intents }) =>
    intents.flatMap(({ recipient }) => (recipient.kind === 'user' ? [recipient.userId] : [])),
  );

test('a supervisor asks for a report once, however often they press, sees what they asked for, and ends it', async () => {
  const first = await subscribe('supervisor', '718');
  expect(first.body).toEqual({ kind: 'daily', unitCode: '718', since: expect.any(String) });
  expect((await subscribe('supervisor', '718')).body).toEqual(first.body);
  const mine = async (who: Person) => (await lab.as(who).get('/api/v1/report-subscriptions')).body.items;
  expect(await mine('supervisor')).toEqual([first.body]);
  expect(await mine('commander')).toEqual([]);
  await lab.as('supervisor').delete(subscription('718')).expect(204);
  expect(await mine('supervisor')).toEqual([]);
  const again = await lab.as('supervisor').delete(subscription('718')).expect(404);
  expect(again.body.detail).toBe('You are not sent this report.');
});

test('nobody is sent figures that they may not read, nor without a number to write to', async () => {
  await lab.as('supervisor').put(subscription('725')).expect(403);
  await lab.as('agent').put(subscription('74')).expect(403);
  await lab.as('supervisor').put(subscription('999')).expect(422);
  const bad = await lab.as('supervisor').put(subscription('718', 'hourly')).expect(400);
  expect(bad.body.errors).toEqual([{ pointer: '/path/kind', message: 'must be one of: daily, weekly' }]);
  const withoutPhone = { $set: { phone: null } };
  await lab.connection
    .collection('users')
    .updateOne({ _id: people.districtCommander.id as never }, withoutPhone);
  const refused = await lab.as('districtCommander').put(subscription('718')).expect(422);
  expect(refused.body.detail).toMatch(/no mobile number/);
});

test('the report of yesterday goes to each who asked, by an SMS that fits one, and never twice', async () => {
  await subscribe('commander', '718');
  await subscribe('supervisor', '718');
  expect(await activities().listReportUnits({ kind: 'daily' })).toEqual(['718']);
  expect(await send('718')).toEqual({ told: 2 });
  expect(toldUserIds().sort()).toEqual([people.commander.id, people.supervisor.id].sort());
  const [{ subject = '', intents = [] } = {}] = queued;
  expect(intents.map(({ lane }) => lane)).toEqual(['bulk', 'bulk']);
  const id = reportIdOf(subject);
  expect(id).toBe('daily-2021-08-16-718');
  const stored = await createSentReports(lab.connection).find(id ?? '');
  if (!stored || !intents[0]) throw new Error('nothing was sent');
  const sms = await addressReportMessage(intents[0], stored.report, {
    ...{ users: lab.deps.users, organisation: lab.deps.organisation, publicUrl },
    texts: lab.deps.textVersions.current,
  });
  expect(sms).toMatchObject({
    body: `1022 BD: Bao cao ngay 16/08 thanh pho Thu Dau Mot: nhan 2, xong 2, tre han 0. ${publicUrl}/app/reports/sent/${id ?? ''}`,
  });

  // Temporal tries again after a crash: the same messages under the same keys, and no second report.
  const [before] = queued.splice(0);
  expect(await send('718')).toEqual({ told: 2 });
  expect(queued).toEqual([before]);
});

test('what was sent stays as it was sent, whatever becomes of its tickets; its files say the same', async () => {
  const sent = async () =>
    (await lab.as('commander').get('/api/v1/sent-reports/daily-2021-08-16-718').expect(200)).body;
  const before = await sent();
  expect(before).toMatchObject({
    ...{ kind: 'daily', unitCode: '718', from: '2021-08-16', to: '2021-08-16', sentAt: tuesdayMorning },
    report: { total: { received: 2, closed: 2 }, readiness: expect.any(Object) },
  });
  await playTickets(lab.connection, await openFieldCrypto(lab.connection, secretKey), [ticket('10:00')]);
  const live = await lab.as('commander').get('/api/v1/reports/daily?from=2021-08-16&unit=718').expect(200);
  expect(live.body.total.received).toBe(3);
  expect(await sent()).toEqual(before);
  const csv = await lab.as('commander').get('/api/v1/sent-reports/daily-2021-08-16-718/file.csv').expect(200);
  expect(csv.headers['content-disposition']).toContain('bao-cao-tong-hop-thu-dau-mot-2021-08-16.csv');
  expect(csv.text).toMatch(/Tiếp nhận,2,/);
  const xlsx = await lab
    .as('commander')
    .get('/api/v1/sent-reports/daily-2021-08-16-718/file.xlsx?language=en')
    .expect(200);
  expect(xlsx.headers['content-type']).toContain('spreadsheetml');
});

test('a unit’s sent reports are listed, newest first, to its own supervisors and those above', async () => {
  await subscribe('commander', '718', 'weekly');
  await send('718', 'weekly', '2021-08-23T00:30:00.000Z');
  await send('718', 'daily', '2021-08-18T00:00:00.000Z');
  const list = async (who: Person, query = '') =>
    (await lab.as(who).get(`/api/v1/sent-reports?unit=718${query}`).expect(200)).body;
  const first = await list('supervisor', '&limit=2');
  expect(first.items.map(({ id }: { id: string }) => id)).toEqual([
    'daily-2021-08-17-718',
    'daily-2021-08-16-718',
  ]);
  expect((await list('commander', `&limit=2&cursor=${String(first.nextCursor)}`)).items).toEqual([
    expect.objectContaining({ id: 'weekly-2021-08-16-718', to: '2021-08-22' }),
  ]);
  expect((await list('supervisor', '&kind=weekly')).items).toHaveLength(1);
  await lab.as('farSupervisor').get('/api/v1/sent-reports?unit=718').expect(403);
  await lab.as('farSupervisor').get('/api/v1/sent-reports/daily-2021-08-16-718').expect(403);
  await lab.as('farSupervisor').get('/api/v1/sent-reports/daily-2021-08-16-718/file.csv').expect(403);
  await lab.as('supervisor').get('/api/v1/sent-reports/daily-2021-08-01-718').expect(404);
});

test('whoever has left or works elsewhere by now is sent nothing; with no reader left nothing is counted', async () => {
  await subscribe('farSupervisor', '725');
  const user = lab.connection.collection('users');
  const id = { _id: people.farSupervisor.id as never };
  await user.updateOne(id, { $set: { role: 'agent' } });
  expect(await send('725')).toEqual({ told: 0 });
  await user.updateOne(id, { $set: { role: 'supervisor', active: false } });
  expect(await send('725')).toEqual({ told: 0 });
  expect(queued).toEqual([]);
  expect(await createSentReports(lab.connection).find('daily-2021-08-16-725')).toBeNull();
  await user.updateOne(id, { $set: { active: true } });
  expect(await send('725')).toEqual({ told: 1 });
});

test('when the queue is away the report is kept, the try fails, and the next one tells the same people', async () => {
  await subscribe('commander', '74');
  isQueueAway = true;
  await expect(send('74')).rejects.toThrow('does not answer');
  isQueueAway = false;
  expect(await send('74')).toEqual({ told: 1 });
  const since = new Date(Date.now() - 60_000);
  const waiting = await createSentReports(lab.connection).listIntents({
    since,
    olderThan: new Date(Date.now() + 1_000),
  });
  expect(waiting.map(({ ticketId }) => ticketId)).toContain('report/daily-2021-08-16-74');
});
