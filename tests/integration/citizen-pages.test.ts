import { formOf, openPage, sendForm, type Page } from '../support/paper-browser';
import { openSystem, type Person, type System } from '../support/system';
import { withoutTokens } from '../support/without-tokens';

/** Citizens follow their reports and speak up at `/track`, with a browser that runs no scripts. */

let system: System;
let agent: Person;
let dispatcher: Person;
let track: string;
beforeAll(async () => {
  system = await openSystem();
  track = `${system.url}/track`;
  agent = await system.person({ role: 'agent', unitCode: '74' });
  dispatcher = await system.person({ role: 'dispatcher', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

let caller = 0;
interface Reported {
  readonly id: string;
  readonly code: string;
  readonly field: string;
  readonly phone: string;
}
/** Somebody's report in Phú Cường; nothing was asked, so the class is the category's own. */
async function reported(change: object = {}): Promise<Reported> {
  caller += 1;
  const phone = `+8490377${String(caller).padStart(4, '0')}`;
  const { body, status } = await agent('POST', '/tickets', {
    category: 'foodRelief',
    channel: 'hotline1022',
    caller: { name: 'Trần Thị Bảy', phone },
    location: { unitCode: '25747', address: '12 Bạch Đằng' },
    description: 'Nhà hết gạo từ hôm qua',
    details: { answers: {} },
    ...change,
  });
  expect(status).toBe(201);
  await system.ticketWhen(
    agent,
    body.id,
    'teams are paged',
    ({ offeredTeamIds }) => offeredTeamIds.length > 0,
  );
  return { id: body.id, code: body.code, field: body.field, phone };
}
const enter = async ({ code, phone }: Pick<Reported, 'code' | 'phone'>, query = ''): Promise<Page> =>
  sendForm(track, await openPage(`${track}${query}`), { code, digits: phone.slice(-4) });
const press = (page: Page, wish: string, filled: Record<string, string> = {}): Promise<Page> =>
  sendForm(`${track}/${wish}`, formOf(page, `/track/${wish}`), filled);
const read = async ({ id }: Reported, by = agent) => (await by('GET', `/tickets/${id}`)).body;
const contactsOf = async (report: Reported) =>
  (await read(report)).timeline.filter(({ type }: { type: string }) => type === 'citizenContact');
/** The province's team takes it and works it to its end. */
async function worked({ id, field }: Reported, ...steps: readonly string[]): Promise<void> {
  const team = await system.person({ username: `${field}1.74` });
  await system.ticketWhen(agent, id, 'the team is asked', ({ status }) => status !== 'triaged');
  for (const step of steps) {
    const body = step === 'resolve' ? { evidence: { recipientConfirmed: 'Bà Bảy' } } : {};
    const answer = await (step === 'close' ? dispatcher : team)('POST', `/tickets/${id}/${step}`, body);
    expect([step, answer.status, answer.body.detail]).toEqual([step, expect.any(Number), undefined]);
  }
}

test('the home page leads citizens everywhere and staff to their sign-in', async () => {
  for (const path of ['/', '/citizens', '/citizens?lang=en']) {
    const page = await openPage(`${system.url}${path}`);
    expect([path, page.status]).toEqual([path, 200]);
    for (const way of ['/report', '/track', '/hotlines', '/transparency'])
      expect(page.html).toContain(`href="${way}?lang=`);
    expect(page.html).toMatch(/tel:115[\s\S]*tel:1022[\s\S]*href="\/app\/"/);
  }
});

test('code and digits show what happened, what happens, what comes next and whom to call; no word of health', async () => {
  const report = await reported({ category: 'f0Consult', description: 'F0 sốt cao, khó thở' });
  await worked(report, 'claim', 'enRoute');
  const page = await enter({ ...report, code: report.code.toLowerCase() });
  expect(page.status).toBe(200);
  expect(page.html).toContain('Đội đang trên đường</h1>');
  expect(page.html).toContain('Đội đang đi đến chỗ bạn');
  expect(page.html).toMatch(/Đã tiếp nhận phản ánh[\s\S]*Một đội đã nhận xử lý[\s\S]*Đội đang trên đường/);
  expect(page.html).toMatch(/Sắp tới:<\/strong> Chậm nhất \d\d:\d\d/);
  expect(page.html).toMatch(/href="tel:\+842\d+"/);
  expect(withoutTokens(page.html)).not.toMatch(/F0|sốt|khó thở|y tế|bệnh|P[1-5]|Trần Thị Bảy|Bạch Đằng/);
  const english = await sendForm(track, formOf(page, '/track'), {});
  expect(english.html).toMatch(/<html lang="en">[\s\S]*The team is on its way<\/h1>/);
  for (const { html, headers } of [page, english, await openPage(track)]) {
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    expect(html).not.toMatch(/<script|<link|<img|src=|@import|url\(|https?:/);
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('a wrong code, wrong digits and nothing at all are one answer, and what was no pass opens nothing', async () => {
  const report = await reported();
  const { code, phone } = report;
  const wrong = [
    await enter({ code, phone: '0000' }),
    await enter({ code: 'BD-AAA-AAA', phone }),
    await enter({ code: '', phone: '' }),
  ];
  const pages = wrong.map(({ html }) => html.replace(/value="[^"]*"|(&amp;)?code=[^"]*/g, ''));
  expect(wrong.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(new Set(pages).size).toBe(1);
  const page = await enter(report);
  const { pass = '' } = formOf(page, '/track/help').fields;
  const other = await reported();
  for (const forged of ['', 'x', `${other.id}${pass.slice(other.id.length)}`, pass.slice(0, -2)]) {
    expect([forged, (await press(page, 'help', { pass: forged })).status]).toEqual([forged, 403]);
  }
  expect([await contactsOf(report), await contactsOf(other)]).toEqual([[], []]);
  expect((await fetch(`${track}/help`, { redirect: 'manual' })).status).toBe(303);
});

test('“still need help” reaches the people at work with the citizen’s words; a double tap says it once', async () => {
  const report = await reported();
  const page = await enter(report);
  const tap = () => press(page, 'help', { words: 'Cháu bé khóc <b>đói</b>' });
  const answers = await Promise.all([tap(), tap()]);
  answers.push(await tap());
  for (const { status, html } of answers) {
    expect([status, html]).toEqual([200, expect.stringContaining('thấy rằng bạn vẫn chờ')]);
  }
  expect(await contactsOf(report)).toMatchObject([
    { actor: { kind: 'citizen' }, data: { channel: 'web', wish: 'help', text: 'Cháu bé khóc <b>đói</b>' } },
  ]);
  expect(await read(report)).toMatchObject({ citizenContacts: { count: 1, pressing: true } });
  expect(answers[0].html).toContain('Bạn đã liên hệ lại');
  expect(answers[0].html).not.toContain('<b>đói');
  await press(answers[0], 'help');
  expect(await contactsOf(report)).toHaveLength(2);
});

test('what was called done is opened again for who still needs help, and searches a team anew', async () => {
  const report = await reported();
  await worked(report, 'claim', 'onScene', 'resolve');
  const page = await enter(report);
  expect(page.html).toMatch(/phản ánh được đóng lúc \d\d:\d\d/);
  const answers = await Promise.all([press(page, 'help'), press(page, 'help')]);
  for (const { html } of answers) expect(html).toContain('đã được mở lại. Các đội');
  expect(await read(report)).toMatchObject({ reopenedCount: 1, resolution: null });

  await worked(report, 'claim', 'onScene', 'resolve', 'close');
  expect((await press(await enter(report), 'help')).html).toContain('đã được mở lại. Các đội');
  expect(await read(report)).toMatchObject({ reopenedCount: 2, status: 'dispatched' });
});

test('who comes long after the end is led kindly to a new report', async () => {
  const report = await reported();
  await worked(report, 'claim', 'onScene', 'resolve', 'close');
  const page = await enter(report);
  const tickets = system.database.connection.collection<{ _id: string }>('tickets');
  const at = new Date(Date.now() - 8 * 24 * 60 * 60 * 1_000).toISOString();
  await tickets.updateOne({ _id: report.id }, { $set: { 'state.resolution.at': at } });
  const late = await press(page, 'help');
  expect([late.status, late.html]).toEqual([409, expect.stringContaining('Xin gửi phản ánh mới')]);
  expect(late.html).toContain('href="/report?lang=vi"');
  expect(late.html).not.toContain('action="/track/help"');
  expect(await read(report)).toMatchObject({ status: 'closed', reopenedCount: 0 });
});

test('a citizen cancels after one more question, once, and can take it back', async () => {
  const report = await reported();
  const page = await enter(report);
  const asked = await press(page, 'cancel');
  expect(asked.html).toContain('Hủy phản ánh này?');
  expect(await read(report)).not.toMatchObject({ status: 'cancelled' });
  const tap = () => press(asked, 'cancel', { sure: 'yes', words: 'Hàng xóm đã cho gạo' });
  const [first] = await Promise.all([tap(), tap()]);
  expect([first.status, first.html]).toEqual([200, expect.stringContaining('Đã hủy phản ánh')]);
  const { status, timeline } = await read(report);
  expect(status).toBe('cancelled');
  expect(timeline.filter(({ type }: { type: string }) => type === 'cancelled')).toMatchObject([
    { actor: { kind: 'citizen' }, data: { text: 'Hàng xóm đã cho gạo' } },
  ]);
  expect((await press(first, 'help')).html).toContain('đã được mở lại. Các đội');
});

test('an emergency is not called off by a page: the team is asked, and goes on', async () => {
  const report = await reported({ category: 'emergency', description: 'Chồng tôi ngất' });
  await worked(report, 'claim');
  const asked = await press(await enter(report), 'cancel');
  expect(asked.html).toContain('người trực sẽ gọi cho bạn');
  const answer = await press(asked, 'cancel', { sure: 'yes', words: 'đỡ rồi' });
  expect([answer.status, answer.html]).toEqual([200, expect.stringContaining('Đã chuyển lời xin hủy')]);
  expect(answer.html).toContain('Bạn đã xin hủy');
  expect(await read(report)).toMatchObject({ status: 'claimed', priority: 'P1' });
  expect(await contactsOf(report)).toMatchObject([{ data: { wish: 'cancel', text: 'đỡ rồi' } }]);
});

test('what the centre itself ended is not opened again by a page', async () => {
  const report = await reported();
  const page = await enter(report);
  await dispatcher('POST', `/tickets/${report.id}/cancel`, { reason: 'Gọi quấy rối' });
  expect((await press(page, 'help')).status).toBe(409);
  expect(await read(report)).toMatchObject({ status: 'cancelled' });
});

test('after the work a citizen rates it, changes it within a day, and the words lie encrypted', async () => {
  const report = await reported();
  const early = await enter(report);
  expect(early.html).not.toContain('action="/track/rating"');
  await worked(report, 'claim', 'onScene', 'resolve');
  const page = await enter(report);
  expect((await press(page, 'rating')).status).toBe(422);
  const tap = () => press(page, 'rating', { score: '2', words: 'Chờ lâu quá' });
  const [rated] = await Promise.all([tap(), tap()]);
  expect([rated.status, rated.html]).toEqual([200, expect.stringContaining('Bạn đã đánh giá 2: Chưa tốt')]);
  expect((await press(rated, 'rating', { score: '4', words: 'Đã đến' })).status).toBe(200);
  expect((await press(page, 'rating', { score: '2', words: 'Chờ lâu quá' })).status).toBe(200);
  expect(await read(report)).toMatchObject({ rating: { score: 2, words: 'Chờ lâu quá' } });
  const supervisor = await system.person({ role: 'commander', unitCode: '74' });
  expect(await read(report, supervisor)).toMatchObject({ rating: { score: 2, words: null } });
  const ratings = system.database.connection.collection<{ _id: string }>('ratings');
  expect(JSON.stringify(await ratings.findOne({ _id: report.id }))).not.toContain('Chờ');

  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1_000);
  const { body } = await supervisor('GET', '/stats/ratings?by=category');
  expect(body.items).toEqual([{ group: 'foodRelief', count: 1, average: 2, byScore: [0, 1, 0, 0, 0] }]);
  await ratings.updateOne({ _id: report.id }, { $set: { givenAt: yesterday } });
  const late = await press(page, 'rating', { score: '5' });
  expect([late.status, late.html]).toEqual([409, expect.stringContaining('hơn một ngày trước')]);
  expect(late.html).not.toContain('action="/track/rating"');
  expect(await read(report)).toMatchObject({ rating: { score: 2 } });
});

describe('public figures', () => {
  const figures = (query = ''): Promise<Page> => openPage(`${system.url}/transparency${query}`);
  const everything = ['totals', 'categories', 'districts', 'clocks', 'times'];
  let admin: Person;
  beforeAll(async () => {
    admin = await system.person({ role: 'admin', unitCode: '74' });
    // Before anybody looks: what was counted is kept for ten minutes.
    await lastMonth({ foodRelief: 40, securityReport: 3, other: 12, emergency: 9 });
  });

  /** Reports of last month: as many of each category as said, all worked like the one they are made from. */
  async function lastMonth(counts: Readonly<Record<string, number>>): Promise<void> {
    const report = await reported();
    await worked(report, 'claim', 'onScene', 'resolve');
    const tickets = system.database.connection.collection<{ _id: string; state: object }>('tickets');
    const found = await tickets.findOne({ _id: report.id });
    const receivedAt = new Date(Date.now() - 32 * 24 * 60 * 60 * 1_000).toISOString();
    const rows = Object.entries(counts).flatMap(([category, count]) =>
      Array.from({ length: count }, (_, index) => ({
        ...{ ...found!, _id: `${category}-${String(index)}`, code: `BD-${category}-${String(index)}` },
        state: { ...found!.state, category, receivedAt },
      })),
    );
    await tickets.insertMany(rows);
  }

  test('nothing is published until an admin opens it; who opened what stays written down', async () => {
    expect((await figures()).html).toContain('Chưa có số liệu nào được công bố');
    expect((await agent('GET', '/transparency-settings')).status).toBe(403);
    const opened = await admin('PUT', '/transparency-settings', {
      version: 0,
      open: ['totals'],
      by: 'month',
    });
    expect([opened.status, opened.body]).toEqual([200, expect.objectContaining({ version: 1, by: 'month' })]);
    const again = await admin('PUT', '/transparency-settings', { version: 0, open: [], by: 'month' });
    expect(again.body.type).toMatch(/stale-version/);
    const { body } = await admin('GET', '/transparency-settings');
    expect(body).toMatchObject({
      version: 1,
      open: ['totals'],
      history: [{ changedBy: expect.any(String) }],
    });
    const page = await figures('?lang=en');
    expect(page.html).toContain('id="totals"');
    expect(page.html).not.toMatch(/id="categories"|id="districts"|id="clocks"|id="times"/);
  });

  test('a small number is never shown, and cannot be computed from the others', async () => {
    await admin('PUT', '/transparency-settings', { version: 1, open: everything, by: 'month' });
    const [, previous = ''] = /<option value="([\d-]+)" selected/.exec((await figures()).html) ?? [];
    const month = new Date(Date.now() - 32 * 24 * 60 * 60 * 1_000 + 7 * 60 * 60 * 1_000)
      .toISOString()
      .slice(0, 7);
    const { html } = await figures(`?period=${month}`);
    const cell = (name: RegExp): string =>
      new RegExp(`${name.source}[^<]*</th>\\s*<td>([^<]*)</td>`).exec(html)?.[1] ?? 'no such row';
    expect(previous).toMatch(/^\d{4}-\d\d$/);
    expect([cell(/An ninh/), cell(/Cứu trợ/), cell(/Việc khác/), cell(/Cấp cứu/)]).toEqual([
      '&lt; 5',
      '40',
      '12',
      'ẩn',
    ]);
    expect(html).toMatch(/thành phố Thủ Dầu Một<\/th>\s*<td>64<\/td>/);
    expect(html).toMatch(/Xử lý xong<\/th>\s*<td>64<\/td>\s*<td>0<\/td>/);
    expect(html).toMatch(/Đến khi có đội nhận<\/th>\s*<td>\d+ (phút|giờ)/);
    expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  });
});

test('nothing of what citizens said stands in the logs', () => {
  expect(system.complaints.join('')).not.toMatch(/90377|Bảy|Chờ lâu|đỡ rồi|gạo/);
});
