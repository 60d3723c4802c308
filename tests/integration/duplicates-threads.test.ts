import { eventually } from '../support/eventually';
import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/** A fever, told by four people: one ticket is worked, and each who called follows it under their own code. */

interface LedgerRow {
  readonly recipient: { readonly kind: string; readonly ticketId?: string };
  readonly errorCode: string | null;
}

let system: System;
let agent: Person;
let dispatcher: Person;
let responder: Person;
beforeAll(async () => {
  system = await openSystem({ time: 'skipped' });
  agent = await system.person({ role: 'agent', unitCode: '74' });
  dispatcher = await system.person({ role: 'dispatcher', unitCode: '74' });
  responder = await system.person({ teamId: 'team-74-medical' });
}, 120_000);
afterAll(() => system.close());

const call = async (phone: string, change: object = {}): Promise<{ id: string; code: string }> => {
  const { status, body } = await agent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { phone },
    location: { unitCode: '25747', address: '12 Lê Lợi' },
    description: 'sốt hai ngày, ho nhiều',
    details: { answers: { breathless: false, spo2: 97 } },
    ...change,
  });
  expect(status).toBe(201);
  await system.ticketWhen(agent, body.id, 'it is offered', ({ status: now }) => now === 'dispatched');
  return body;
};
const link = (ticket: { id: string }, main: { id: string }) =>
  dispatcher('POST', `/tickets/${ticket.id}/link`, { duplicateOf: main.id });

test('the reporters of linked tickets hear of each step by their own code, until they are unlinked', async () => {
  const [wife, neighbour, son, quiet] = ['+84903410001', '+84903410002', '+84903410003', '+84903410004'].map(
    (number) => system.phones.phone(number),
  );
  const admin = await system.person({ role: 'admin' });
  const main = await call(wife!.number);
  await wife!.expectsSms(new RegExp(`tiep nhan phan anh ${main.code}`));
  const [second, third, fourth, again] = [
    await call(neighbour!.number),
    await call(son!.number),
    await call(quiet!.number),
    await call(wife!.number),
  ];
  await neighbour!.expectsSms(new RegExp(`tiep nhan phan anh ${second.code}`));
  await son!.expectsSms(new RegExp(`tiep nhan phan anh ${third.code}`));
  await quiet!.expectsSms(new RegExp(`tiep nhan phan anh ${fourth.code}`));
  await wife!.expectsSms(new RegExp(`tiep nhan phan anh ${again.code}`));
  await admin('POST', '/opt-outs', { phone: quiet!.number });

  for (const one of [second, third, fourth, again]) expect((await link(one, main)).status).toBe(200);
  const joined = await system.ticketWhen(agent, main.id, 'it knows all four', ({ duplicateIds }) => {
    return duplicateIds.length === 4;
  });
  expect(joined.duplicateIds).toEqual([second.id, third.id, fourth.id, again.id]);
  expect(joined.timeline.filter(({ type }: { type: string }) => type === 'duplicateLinked')).toHaveLength(4);

  await responder('POST', `/tickets/${main.id}/claim`, {});
  await wife!.expectsSms(new RegExp(`${main.code} da co doi nhan.*/t/${main.code}`));
  await neighbour!.expectsSms(new RegExp(`${second.code} da co doi nhan.*/t/${second.code}`));
  await son!.expectsSms(new RegExp(`${third.code} da co doi nhan`));

  await dispatcher('POST', `/tickets/${third.id}/unlink`, { reason: 'nhà khác' });
  await system.ticketWhen(agent, main.id, 'it let the third go', ({ duplicateIds }) => {
    return !duplicateIds.includes(third.id);
  });
  await dispatcher('POST', `/tickets/${third.id}/cancel`, { reason: 'không cần nữa' });
  await son!.expectsSms(new RegExp(`${third.code} da duoc huy`));

  await system.forward('100 minutes');
  await wife!.expectsSms(new RegExp(`${main.code} cham hon du kien`));
  await neighbour!.expectsSms(new RegExp(`${second.code} cham hon du kien`));
  await responder('POST', `/tickets/${main.id}/onScene`, {});
  await responder('POST', `/tickets/${main.id}/resolve`, { evidence: { adviceGiven: 'uống đủ nước' } });
  await dispatcher('POST', `/tickets/${main.id}/close`, {});
  await wife!.expectsSms(new RegExp(`${main.code} da xu ly xong`));
  await neighbour!.expectsSms(new RegExp(`${second.code} da xu ly xong`));

  const reasonsOf = (id: string) =>
    eventually('claimed, delayed and closed are in the ledger', async () => {
      const { body } = await agent('GET', `/tickets/${main.id}/messages`);
      const rows = (body.items as LedgerRow[]).filter(({ recipient }) => recipient.ticketId === id);
      return rows.length === 3 ? rows.map(({ errorCode }) => errorCode) : null;
    });
  expect(await reasonsOf(fourth.id)).toEqual(['opted-out', 'opted-out', 'opted-out']);
  expect(await reasonsOf(again.id)).toEqual(['same-number', 'same-number', 'same-number']);
  for (const phone of [wife, neighbour, son, quiet]) await phone!.expectsNothingElse();
}, 180_000);

test('a main ticket that is joined by an emergency warns its supervisors; nothing is raised by itself', async () => {
  const main = await call('+84903410011');
  const urgent = await call('+84903410012', {
    category: 'emergency',
    details: { answers: { unconscious: true } },
  });
  await link(urgent, main);
  const chief = system.phones.phone(system.accountOf({ role: 'supervisor', unitCode: '25747' }).phone ?? '');
  await chief.expectsSms(new RegExp(`${main.code} muc P3 vua gop phan anh khan hon`));
  const { body } = await agent('GET', `/tickets/${main.id}`);
  expect(body.priority).toBe('P3');
  expect(body.timeline.at(-1)).toMatchObject({
    type: 'duplicateLinked',
    data: { ticketIds: [urgent.id], priority: 'P1', moreUrgent: true },
  });
}, 60_000);

test('chains go to their end, circles and settled tickets are refused with what to do', async () => {
  const [one, two, three] = [
    await call('+84903410021'),
    await call('+84903410022'),
    await call('+84903410023'),
  ];
  await link(two, one);
  await link(three, two);
  await system.ticketWhen(agent, one.id, 'both are told with it', ({ duplicateIds }) => {
    return duplicateIds.join() === [two.id, three.id].join();
  });
  const circle = await link(one, three);
  expect(circle.status).toBe(422);
  expect(circle.body.errors[0]).toMatchObject({ pointer: '/duplicateOf' });
  expect(JSON.stringify(circle.body)).toContain(`unlink ${three.code} first`);
  await dispatcher('POST', `/tickets/${one.id}/cancel`, { reason: 'gọi nhầm' });
  const late = await link(await call('+84903410024'), one);
  expect(late.status).toBe(422);
  expect(JSON.stringify(late.body)).toContain('reopen it first');
}, 60_000);
