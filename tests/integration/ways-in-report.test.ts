import { openPage, sendForm, type Page } from '../support/paper-browser';
import { openSystem, type Person, type System } from '../support/system';

/** Citizens report by the form at `/report`, with a browser that runs no scripts. */

let system: System;
let agent: Person;
let address: string;
beforeAll(async () => {
  system = await openSystem();
  address = `${system.url}/report`;
  agent = await system.person({ role: 'agent', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

const said = (change: Record<string, string> = {}) => ({
  category: 'foodRelief',
  description: 'Nhà có 4 người, hết gạo từ hôm qua',
  place: 'phường Phú Cường, Thủ Dầu Một',
  address: '12 Bạch Đằng',
  phone: '0903 555 001',
  ...change,
});
const codeOn = (page: Page): string =>
  /BD-[0-9A-Z]{3}-[0-9A-Z]{3}/.exec(page.html)?.[0] ?? `no code: ${page.html}`;
const ticketOn = async (page: Page) => (await agent('GET', `/tickets/${codeOn(page)}`)).body;
const ticketsNow = () => system.database.connection.collection('tickets').countDocuments();

test('the form is light, asks nobody outside, and says first whom to call when a life is in danger', async () => {
  const page = await openPage(address);
  expect(page.status).toBe(200);
  expect(Buffer.byteLength(page.html)).toBeLessThan(30_000);
  expect(page.html).not.toMatch(/<script|<link|<img|src=|@import|url\(|https?:/);
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  expect(page.html.indexOf('tel:115')).toBeLessThan(page.html.indexOf('<form'));
  expect(page.html).toMatch(/<html lang="vi">[\s\S]*Gửi phản ánh/);
  expect(page.html).toContain('<option value="phường Phú Cường, thành phố Thủ Dầu Một">');
  expect(Object.keys(page.choices('category'))).toHaveLength(8);
  expect((await openPage(`${address}?lang=en`)).html).toMatch(/<html lang="en">[\s\S]*Report a problem/);
});

test('every field has a label, and every field that is wrong says so to a screen reader', async () => {
  const page = await sendForm(address, await openPage(address), { phone: '12' });
  const ids = [...page.html.matchAll(/<(?:input|textarea)\b[^>]*\bid="(\w+)"/g)].map(([, id]) => id);
  const labelled = [...page.html.matchAll(/<label for="(\w+)"/g)].map(([, id]) => id);
  expect(ids.filter((id) => id !== 'category' && !labelled.includes(id))).toEqual([]);
  expect(page.html).toMatch(
    /id="phone"[^>]*aria-describedby="phone-error phone-hint"[^>]*aria-invalid="true"/,
  );
});

test('a citizen reports, gets a code, a promise and an SMS, and follows the report', async () => {
  const page = await sendForm(
    address,
    await openPage(address),
    said({ name: 'Trần Thị Bảy', subjectName: 'Bà Sáu' }),
  );
  expect([page.status, page.errorOf('place')]).toEqual([201, null]);
  const code = codeOn(page);
  expect(page.html).toMatch(/phường Phú Cường, thành phố Thủ Dầu Một/);
  expect(page.html).toMatch(/Chậm nhất \d\d:\d\d/);
  expect(page.html).toContain(`/t/${code}?lang=vi`);
  expect(page.html).not.toContain('tel:115');
  await system.phones.phone('+84903555001').expectsSms(new RegExp(`^1022 BD: .*${code}`));
  expect(await ticketOn(page)).toMatchObject({
    channel: 'web',
    category: 'foodRelief',
    caller: { phone: '+84903555001', name: 'Trần Thị Bảy' },
    subject: { name: 'Bà Sáu' },
    location: { unitCode: '25747', address: '12 Bạch Đằng, phường Phú Cường, Thủ Dầu Một' },
  });
  const followed = await sendForm(`${system.url}/t/${code}`, await openPage(`${system.url}/t/${code}`), {
    digits: '5001',
  });
  expect([followed.status, followed.html]).toEqual([200, expect.stringContaining('Đã tiếp nhận')]);
});

test('somebody who reports in English is written to in English, and the link of the SMS opens in it', async () => {
  const form = await openPage(`${address}?lang=en`);
  const page = await sendForm(address, form, said({ phone: '0903 555 019', name: 'Kim Min-jun' }));
  expect([page.status, page.html]).toEqual([201, expect.stringContaining('<html lang="en">')]);
  const code = codeOn(page);
  const sms = await system.phones
    .phone('+84903555019')
    .expectsSms(new RegExp(`^1022 BD: We received your report ${code}`));
  const [link = ''] = /https?:\S+/.exec(sms.body) ?? [];
  expect(link).toBe(`${system.url}/t/${code}?lang=en`);
  expect((await openPage(link)).html).toMatch(/<html lang="en">/);
  expect((await ticketOn(page)).caller).toMatchObject({ language: 'en', name: 'Kim Min-jun' });
  const { items } = (await agent('GET', '/tickets?phone=0903555001')).body;
  expect(items[0].caller.language).toBe('vi');
});

test('what was typed is kept, each error stands beside its field, and nothing is stored', async () => {
  const before = await ticketsNow();
  const typed = said({
    category: '',
    phone: '12 34',
    description: 'Nhà <b>hết</b> "gạo"\nvà sữa',
    subjectPhone: 'abc',
  });
  const page = await sendForm(address, await openPage(address), typed);
  expect(page.status).toBe(422);
  const { category: _none, ...kept } = typed;
  expect(page.fields).toMatchObject(kept);
  expect([page.errorOf('category'), page.errorOf('phone'), page.errorOf('subjectPhone')]).toEqual([
    expect.stringContaining('Không rõ'),
    expect.stringContaining('0912 345 678'),
    expect.stringContaining('0912 345 678'),
  ]);
  expect(page.html).toContain('<details open');
  expect(page.html).not.toContain('<b>hết');
  const english = await sendForm(address, await openPage(`${address}?lang=en`), {
    ...typed,
    description: '',
  });
  expect(english.errorOf('description')).toBe('Please write a few words about what is happening.');
  expect(await ticketsNow()).toBe(before);
});

test('a misspelt commune is asked back, the choice is one tap, and nobody is refused for want of a name', async () => {
  const first = await openPage(address);
  const asked = await sendForm(address, first, said({ place: 'phu cuonh', phone: '0903 555 002' }));
  expect([asked.status, asked.errorOf('place')]).toEqual([422, expect.stringContaining('Chưa tìm thấy')]);
  expect(asked.choices('unit')).toMatchObject({ '25747': 'phường Phú Cường, thành phố Thủ Dầu Một' });
  const answered = await sendForm(address, asked, { category: 'foodRelief', unit: '25747' });
  expect(await ticketOn(answered)).toMatchObject({ location: { unitCode: '25747' } });

  const lost = await sendForm(
    address,
    await openPage(address),
    said({ place: 'gần cây đa đầu làng', phone: '0903 555 003' }),
  );
  const anyway = await sendForm(address, lost, { category: 'foodRelief', unit: '74' });
  expect(anyway.status).toBe(201);
  expect(await ticketOn(anyway)).toMatchObject({ location: { unitCode: '74' } });

  // A street may be called like a commune far away: the address alone places nothing.
  expect(asked.fields.address).toBe('12 Bạch Đằng');

  // Two communes of one name: the address that names the district settles it, else the citizen does.
  const twins = await sendForm(address, await openPage(address), said({ place: 'Tân Bình', address: '' }));
  expect(twins.errorOf('place')).toContain('trùng tên');
  expect(Object.keys(twins.choices('unit')).sort()).toEqual(['25900', '25945', '74']);

  // A choice was for the words it was made for: other words are asked about again.
  const moved = await sendForm(address, asked, {
    category: 'foodRelief',
    unit: '25747',
    place: 'xa la hoac',
  });
  expect(moved.status).toBe(422);
});

test('words that sound like a danger to life: a warning first, and the ticket waits at the top to be sorted', async () => {
  const page = await sendForm(
    address,
    await openPage(address),
    said({ phone: '0903 555 004', description: 'nha het gao, me toi kho tho' }),
  );
  expect(page.status).toBe(201);
  expect(page.html.indexOf('tel:115')).toBeLessThan(page.html.indexOf('<h1>'));
  expect(page.html).toContain('nghe rất nguy hiểm');
  const ticket = await ticketOn(page);
  expect(ticket).toMatchObject({
    category: 'foodRelief',
    priority: 'P1',
    triage: null,
    details: { redFlagWords: ['breathless'] },
  });
  const triage = ticket.clocks.find(({ name }: { name: string }) => name === 'triage');
  expect(Date.parse(triage.dueAt) - Date.parse(triage.startedAt)).toBe(2 * 60_000);
});

test('who is not sure has their words sorted; a danger to life becomes an emergency that pages at once', async () => {
  const page = await sendForm(
    address,
    await openPage(address),
    said({ category: 'unsure', phone: '0903 555 005', description: 'Chồng tôi ngất' }),
  );
  const { id, ...ticket } = await ticketOn(page);
  expect(ticket).toMatchObject({ category: 'emergency', priority: 'P1' });
  await system.ticketWhen(agent, id, 'teams are paged', ({ status }) => status === 'dispatched');
});

test('a double tap and the back button make one ticket; other words in the same form make another', async () => {
  const page = await openPage(address);
  const before = await ticketsNow();
  const send = (change = {}) => sendForm(address, page, said({ phone: '0903 555 006', ...change }));
  const twice = await Promise.all([send(), send()]);
  expect(new Set(twice.map(codeOn)).size).toBe(1);
  expect(await ticketsNow()).toBe(before + 1);
  expect(codeOn(await send({ description: 'Con tôi sốt cao' }))).not.toBe(codeOn(twice[0]));
});

test('a machine that fills in every field, and a flood from one address, are turned away with what they typed', async () => {
  const before = await ticketsNow();
  const machine = await sendForm(address, await openPage(address), said({ website: 'http://spam.example' }));
  expect([machine.status, machine.html]).toEqual([422, expect.stringContaining('Xin gọi 1022')]);
  let refused = machine;
  for (let tries = 0; tries < 10 && refused.status !== 429; tries += 1) {
    refused = await sendForm(address, await openPage(address), said({ website: 'x' }));
  }
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.html).toMatch(/gửi lại sau \d+ phút, hoặc gọi 1022/);
  expect(refused.fields.description).toBe(said().description);
  expect(await ticketsNow()).toBe(before);
});

test('nothing of a report stands in the logs', () => {
  expect(system.complaints.join('')).not.toMatch(/555 ?00|Trần Thị Bảy|hết gạo|Bạch Đằng/);
});
