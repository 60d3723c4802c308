import { randomBytes } from 'node:crypto';
import { openCommandOrder } from '../../src/domain/command-order';
import { noteFailedOrderMessage, tickOrder } from '../../src/domain/command-order-life';
import type { User } from '../../src/domain/organisation';
import { messageIdOf } from '../../src/notifications/outbox';
import { commander, communeOf } from '../support/an-order';
import { eventually } from '../support/eventually';
import { openTelephonyLab, type TelephonyLab } from '../support/telephony-lab';

/** An order on real lines: the simulator's telephones, signed callbacks, links on a real port. */

let lab: TelephonyLab;
beforeAll(async () => {
  lab = await openTelephonyLab();
});
afterAll(() => lab.close());
afterEach(() => {
  lab.orderDesk.away = false;
});

let people = 0;
/** Somebody of a unit, with a telephone of their own. */
function aPerson(unitCode: string, role: User['role'], change: Partial<User> = {}): User {
  people += 1;
  const id = `${role}-${unitCode}-${String(people)}`;
  const user: User = {
    ...{ id, username: id, name: `Nguyễn Văn ${String(people)}`, role, unitCode, teamId: null },
    ...{ unitPath: communeOf(unitCode).path, phone: `+8490${String(3_000_000 + people)}` },
    ...{ active: true, language: 'vi' as const, ...change },
  };
  lab.users.set(id, user);
  return user;
}
const phoneOf = ({ phone }: User) => lab.phones.phone(phone ?? '');

let units = 0;
/** A unit of its own for each story, with these people. */
function aUnitWith(first: User['role'], second: User['role'] = 'dispatcher'): [string, User, User] {
  units += 1;
  const code = `27${String(units).padStart(3, '0')}`;
  return [code, aPerson(code, first), aPerson(code, second)];
}

async function gives(codes: readonly string[], change: { urgent?: boolean } = {}) {
  const orderId = randomBytes(8).toString('hex');
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  const { state, timeline } = openCommandOrder({
    ...{ orderId, code: `ML-7K3-${String(units).padStart(3, '2')}`, urgent: false, actor: commander },
    ...{ issuer: { userId: issuer.id, unit: { tier: 'district', code: '718' }, path: ['74', '718'] } },
    ...{ issuedAt: at(0), acknowledgeBy: at(30), resultBy: at(120), tickets: [] },
    units: codes.map((code) => communeOf(code)),
    ...change,
  });
  const words = {
    ...{ text: 'Lập chốt ở cầu Phú Cường trước 17 giờ', means: 'document' as const },
    ...{ documentNumber: '12/CĐ', documentDate: null },
  };
  expect(await lab.commandOrders.insert({ words, state, timeline })).toBe('stored');
  await lab.orderDesk.start({ id: orderId } as never);
  return orderId;
}
let issuer: User;
beforeAll(() => {
  issuer = aPerson('718', 'commander');
});
const stateOf = async (orderId: string) => {
  const order = await lab.commandOrders.find(orderId);
  if (!order) throw new Error('the order is gone');
  return order.state;
};
const linkIn = (text: string): string => /https?:\/\/\S+\/o\/\w+/.exec(text)?.[0] ?? 'no link';
const press = (link: string, fields: Record<string, string>): Promise<Response> =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ lang: 'vi', ...fields }), redirect: 'manual' });
const open = async (link: string): Promise<string> => (await fetch(link)).text();

test('the SMS says who orders and by when, never what; its link shows the order and acknowledges nothing by itself', async () => {
  const [code, head] = aUnitWith('commander');
  const orderId = await gives([code]);
  const sms = await phoneOf(head).expectsSms(/LENH ML-.* Nhan truoc/);
  expect(sms.body).not.toMatch(/chot|cau Phu Cuong/i);
  const link = linkIn(sms.body);
  for (let time = 0; time < 2; time += 1) {
    const page = await open(link);
    expect(page).toContain('Lập chốt ở cầu Phú Cường trước 17 giờ');
    expect(page).toContain('bằng văn bản, số 12/CĐ');
    expect(page).toContain('Đã nhận lệnh');
    expect(page).not.toContain('<script');
  }
  expect((await stateOf(orderId)).counts.acknowledged).toBe(0);
  await phoneOf(head).expectsNothingElse();
});

test('on the page the unit acknowledges, reports, and corrects; what was typed survives a mistake', async () => {
  const [code, head] = aUnitWith('commander');
  const orderId = await gives([code]);
  const link = linkIn((await phoneOf(head).expectsSms(/LENH/)).body);
  expect((await press(link, { action: 'acknowledge' })).status).toBe(303);
  expect(await open(link)).toContain(`${head.name} đã nhận lệnh lúc`);
  const incomplete = await press(link, { action: 'report', text: 'Đã lập 2/3 chốt' });
  expect(incomplete.status).toBe(422);
  expect(await incomplete.text()).toContain('Đã lập 2/3 chốt</textarea>');
  const sent = { action: 'report', outcome: 'partly', text: 'Đã lập 2/3 chốt' };
  expect((await press(link, sent)).status).toBe(303);
  expect((await press(link, { ...sent, outcome: 'done', text: 'Đủ ba chốt' })).status).toBe(303);
  const state = await stateOf(orderId);
  expect(state.addressees[0]).toMatchObject({
    ...{ acknowledged: { userId: head.id, via: 'link' }, result: { outcome: 'done', state: 'reported' } },
  });
  await lab.orderDesk.command({ id: orderId } as never, 'accept', { actor: commander, unitCodes: [code] });
  expect(await open(link)).toContain('Mệnh lệnh đã hoàn thành');
  expect((await press(link, sent)).status).toBe(409);
});

test('a forged link, somebody who has left, and an outage are each told apart', async () => {
  const [code, head] = aUnitWith('commander');
  const [neighbour] = aUnitWith('commander');
  await gives([code, neighbour]);
  const link = linkIn((await phoneOf(head).expectsSms(/LENH/)).body);
  const forged = `${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`;
  expect((await fetch(forged)).status).toBe(404);
  lab.orderDesk.away = true;
  const away = await press(link, { action: 'acknowledge' });
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
  lab.orderDesk.away = false;
  // Whoever has moved to another unit answers for the old one no more, even where both were ordered.
  lab.users.set(head.id, { ...head, unitCode: neighbour });
  expect((await press(link, { action: 'acknowledge' })).status).toBe(404);
  lab.users.set(head.id, { ...head, active: false });
  expect((await fetch(link)).status).toBe(404);
});

test('an urgent order rings: 2 reads it out, 1 acknowledges and is spoken back', async () => {
  const [code, head] = aUnitWith('commander');
  await phoneOf(head).behaves('answers', { presses: '21' });
  const orderId = await gives([code], { urgent: true });
  await phoneOf(head).expectsSms(/LENH/);
  const { body } = await phoneOf(head).expectsCall(/Đã ghi nhận đơn vị nhận lệnh/);
  expect(body).toMatch(/báo mệnh lệnh khẩn.*Bấm phím 1 để xác nhận.*Lập chốt ở cầu Phú Cường/s);
  expect((await stateOf(orderId)).addressees[0]?.acknowledged).toMatchObject({
    userId: head.id,
    via: 'voice',
  });
});

test('a machine that picks up acknowledges nothing', async () => {
  const [code, head] = aUnitWith('commander');
  await phoneOf(head).behaves('machine');
  const orderId = await gives([code], { urgent: true });
  const id = messageIdOf(`order/${orderId}/given/first/${code}/${head.id}/voice`);
  await eventually('the call is over and counts as not reached', async () => {
    const row = await lab.messages.find(id);
    return row?.errorCode === 'answering-machine' ? row : null;
  });
  expect((await stateOf(orderId)).counts.acknowledged).toBe(0);
});

test('once one of the unit has acknowledged, the telephones of the others stop', async () => {
  const [code, head, deputy] = aUnitWith('commander', 'commander');
  await Promise.all([head, deputy].map((one) => phoneOf(one).behaves('sleeps', { afterMs: 600_000 })));
  const orderId = await gives([code], { urgent: true });
  await Promise.all([head, deputy].map((one) => phoneOf(one).expectsCall(/(?:)/, 'ringing')));
  const link = linkIn((await phoneOf(head).expectsSms(/LENH/)).body);
  expect((await press(link, { action: 'acknowledge' })).status).toBe(303);
  for (const one of [head, deputy]) {
    const id = messageIdOf(`order/${orderId}/given/first/${code}/${one.id}/voice`);
    await eventually('the telephone is quiet, and the ledger says why', async () => {
      const row = await lab.messages.find(id);
      return row?.withdrawnBecause === 'already-acknowledged' ? row : null;
    });
  }
  const second = linkIn((await phoneOf(deputy).expectsSms(/LENH/)).body);
  const lost = await press(second, { action: 'acknowledge' });
  expect(lost.status).toBe(409);
  expect(await lost.text()).toContain(`${head.name} đã nhận lệnh lúc`);
});

test('somebody who cannot be reached costs the order nothing: others of the unit are told', async () => {
  const [code, head, supervisor] = aUnitWith('commander', 'supervisor');
  lab.users.set(head.id, { ...head, phone: null });
  const orderId = await gives([code]);
  const failure = await eventually('the order is to hear of it', () =>
    Promise.resolve(lab.failures.find(({ ticketId }) => ticketId === `order/${orderId}`) ?? null),
  );
  expect(failure.reason).toBe('no-phone');
  await lab.orderDesk.apply(orderId, (state, nowMs) => noteFailedOrderMessage(state, failure, nowMs));
  await phoneOf(supervisor).expectsSms(/LENH/);
  expect((await stateOf(orderId)).addressees[0]?.unreachable).toEqual([head.id]);
});

test('late: the unit, its issuer and the unit above are told, with a way to the order', async () => {
  const [code, head] = aUnitWith('commander');
  const orderId = await gives([code]);
  await phoneOf(head).expectsSms(/LENH/);
  await lab.orderDesk.apply(orderId, (state) => tickOrder(state, Date.now() + 31 * 60_000));
  await phoneOf(head).expectsSms(/TRE HAN LENH/);
  const news = await phoneOf(issuer).expectsSms(/1 don vi tre han/);
  expect(news.body).toContain(`/app/orders/${orderId}`);
});
