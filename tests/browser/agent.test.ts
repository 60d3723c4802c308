import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { openBrowserLab, type BrowserLab, type Window } from '../support/browser-lab';

let lab: BrowserLab;
beforeAll(async () => {
  lab = await openBrowserLab();
});
afterAll(() => lab.close());

const agent = { username: 'agent1.74' };
/** A quick typist at a call centre: about 170 words a minute would be 70 ms a key. */
const keyEveryMs = 70;

const type = (page: Page, text: string): Promise<void> => page.keyboard.type(text, { delay: keyEveryMs });
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key, { delay: keyEveryMs });
}

/** Counts what hands do: keys, and anything a mouse or a finger would. */
async function watchHands(page: Page): Promise<() => Promise<{ keys: number; pointer: number }>> {
  await page.evaluate(`window.hands = { keys: 0, pointer: 0 };
    addEventListener('keydown', () => { hands.keys += 1; }, true);
    for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
      addEventListener(kind, () => { hands.pointer += 1; }, true);`);
  return () => page.evaluate<{ keys: number; pointer: number }>('hands');
}

/** Somebody who calls, presses 1 for an emergency and 2 because nobody is unconscious, and waits. */
async function callerWaits(number: string): Promise<{ sid: string }> {
  const citizen = lab.system.phones.phone(number);
  const call = await citizen.calls('12');
  await citizen.hears(call, /Quý vị là người tiếp theo|Trước quý vị còn/);
  return call;
}

async function openDesk(): Promise<Window> {
  const { phone = '' } = lab.system.accountOf(agent);
  await lab.system.phones.phone(phone).behaves('answers', { presses: '1' });
  const window = await lab.openAs(agent);
  await window.page.getByRole('heading', { name: 'Sẵn sàng' }).waitFor();
  return window;
}

const codeOf = async (page: Page): Promise<string> =>
  (
    await page
      .getByText(/^BD-\w{3}-\w{3}$/)
      .first()
      .innerText()
  ).trim();

interface Written {
  readonly category: string;
  readonly phone?: string;
  readonly address?: string;
  readonly description: string;
}

/** Types a report for Phú Cường from its category on; the number only where the call does not bring it. */
async function writeReport(page: Page, report: Written): Promise<void> {
  await page.locator('[data-field="category"] input').first().waitFor();
  await press(page, 'Alt+' + report.category);
  if (report.phone !== undefined) {
    await page.keyboard.type(report.phone);
    await press(page, 'Enter');
  }
  await page.keyboard.type('phu cuong');
  await press(page, 'Enter');
  await page.keyboard.type(report.address ?? '5 bach dang');
  await press(page, 'Enter', 'Enter');
  await page.keyboard.type(report.description);
}

async function ticketsOf(phone: string) {
  const person = await lab.system.person(agent);
  const { body } = await person('GET', `/tickets?phone=${encodeURIComponent(phone)}`);
  return body.items;
}

test('a ticket of a ringing call in under 30 seconds, by keyboard alone', async () => {
  const { page, complaints, close } = await openDesk();
  await callerWaits('+84903123456');
  await page.getByText('+84••••••456').waitFor();
  const hands = await watchHands(page);

  const startedAt = Date.now();
  await press(page, 'F2');
  await page.getByRole('heading', { name: 'Cuộc gọi đang giữ' }).waitFor();
  await press(page, '1');
  await type(page, 'phu cuong thu dau');
  await press(page, 'Enter');
  await type(page, '12 le loi, kp 4');
  await press(page, 'Enter', 'Enter');
  await type(page, 'me 67 tuoi kho tho tu sang');
  await press(page, 'Tab', '2', '1', '2', '2', '1');
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Đã lưu phiếu' }).waitFor();
  const seconds = (Date.now() - startedAt) / 1_000;
  const code = await codeOf(page);
  const { keys, pointer } = await hands();
  process.stdout.write(`a ticket by keyboard: ${seconds.toFixed(1)} s, ${String(keys)} keys\n`);
  expect(seconds).toBeLessThan(30);
  expect(keys).toBeLessThan(90);
  expect(pointer).toBe(0);

  const person = await lab.system.person(agent);
  const { body: ticket } = await person('GET', `/tickets/${code}`);
  expect(ticket).toMatchObject({
    ...{ category: 'emergency', channel: 'hotline1022', priority: 'P1' },
    caller: { phone: '+84903123456' },
    location: { unitCode: '25747', address: '12 le loi, kp 4' },
    triage: { because: 'redFlag', redFlags: ['breathless', 'blueLips'] },
  });
  const queue = await eventually('the call is finished', async () => {
    const { body } = await person('GET', '/calls/queue');
    return body.items.length === 0 ? body : null;
  });
  expect(queue.items).toEqual([]);
  // The next call is one key away, and there is none.
  await press(page, 'Enter');
  await page.getByText('Không còn ai chờ trong hàng đợi.').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('a report outlives a reload, and an answer that was lost on the way makes no second ticket', async () => {
  const { page, complaints, close } = await openDesk();
  await press(page, 'Alt+n');
  await writeReport(page, { category: '4', phone: '0911222333', description: 'het gao, nha 5 nguoi' });
  await page.reload();
  await page.getByRole('heading', { name: 'Phiếu không qua điện thoại' }).waitFor();
  expect(await page.getByLabel('Nội dung').inputValue()).toBe('het gao, nha 5 nguoi');
  const place = page.locator('[data-field="place"]');
  await eventually('the place has its name again', async () =>
    (await place.inputValue()).includes('Phú Cường'),
  );
  expect(await page.getByRole('radio', { name: 'Cứu trợ' }).isChecked()).toBe(true);

  // The server writes the ticket; the network swallows its answer.
  let swallowed = 0;
  await page.route('**/api/v1/tickets', async (route) => {
    if (route.request().method() !== 'POST' || swallowed > 0) return route.continue();
    swallowed += 1;
    await route.fetch();
    return route.abort();
  });
  await press(page, 'Control+Enter');
  await page.getByText('Chưa gửi được.').waitFor();
  await page.getByRole('heading', { name: 'Đã lưu phiếu' }).waitFor();
  expect(swallowed).toBe(1);
  expect(await ticketsOf('+84911222333')).toMatchObject([
    { code: await codeOf(page), category: 'foodRelief' },
  ]);
  expect(complaints.filter((line) => !line.includes('net::ERR_FAILED'))).toEqual([]);
  await close();
});

test('without a network the desk goes on, opens again even, and what was saved goes out by itself when it is back', async () => {
  const { page, context, complaints, close } = await openDesk();
  await press(page, 'Alt+n');
  await page.getByText('Chưa thấy phiếu nào giống.').waitFor();
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await context.setOffline(true);
  await page.getByText('Mất kết nối. Cứ nhập tiếp').waitFor();
  await page.keyboard.press('Alt+5');
  // Somebody closes the window over the cable they tripped on, and opens it again: it opens, with the report.
  await page.reload();
  await page.getByRole('heading', { name: 'Phiếu không qua điện thoại' }).waitFor();
  await page.getByText('Chưa biết: máy chủ chưa trả lời.').first().waitFor();
  expect(await page.getByRole('radio', { name: 'An ninh' }).isChecked()).toBe(true);
  await writeReport(page, { category: '5', phone: '0911222444', description: 'tu tap uong ruou dong nguoi' });
  await press(page, 'Control+Enter');
  await page.getByText('1 phiếu đang chờ gửi.').waitFor();
  // Another report is begun meanwhile.
  await press(page, 'Alt+n');
  await page.getByRole('heading', { name: 'Phiếu không qua điện thoại' }).waitFor();
  await context.setOffline(false);
  await page.getByText('1 phiếu đang chờ gửi.').waitFor({ state: 'hidden' });
  expect(await ticketsOf('+84911222444')).toMatchObject([{ category: 'securityReport' }]);
  expect(complaints.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  await close();
});

test('a neighbour reports the same: it shows while they speak, and one key attaches it', async () => {
  const { page, complaints, close } = await openDesk();
  const [first] = await ticketsOf('+84903123456');
  await press(page, 'Alt+n');
  const report = { category: '1', phone: '0987654321', address: '12 Le Loi, KP.4' };
  await writeReport(page, { ...report, description: 'ba cu nha ben kho tho' });
  const panel = page.getByRole('complementary', { name: 'Người gọi' });
  await panel.getByText(first.code).waitFor();
  await panel.getByText(/cùng nhà/).waitFor();
  await press(page, 'F8');
  await page.getByText(`Phiếu này sẽ gắn vào ${String(first.code)}.`).waitFor();
  await press(page, 'Control+Enter');
  await page.getByText(`Đã gắn vào ${String(first.code)}`).waitFor();
  const [attached] = await ticketsOf('+84987654321');
  const person = await lab.system.person(agent);
  const { body } = await person('GET', `/tickets/${String(attached.id)}`);
  expect(body).toMatchObject({ status: 'duplicate', duplicateOf: first.id });
  expect(complaints).toEqual([]);
  await close();
});

test('the caller asks about their own ticket: it pops up, and the call becomes part of it', async () => {
  const { page, complaints, close } = await openDesk();
  const [first] = await ticketsOf('+84903123456');
  await callerWaits('+84903123456');
  await page.getByRole('button', { name: 'Nhận F2' }).waitFor();
  await press(page, 'F2');
  await page.getByText('Đang xử lý (1)').waitFor();
  await page.getByText('Đang nói chuyện · Đã bấm phím 1 2').waitFor();
  await press(page, 'F8', 'Control+Enter');
  await page.getByRole('heading', { name: 'Đã ghi: người dân báo lại về phiếu này' }).waitFor();
  expect(await codeOf(page)).toBe(first.code);
  const person = await lab.system.person(agent);
  await eventually('the call is finished with that ticket', async () => {
    const { body } = await person('GET', '/calls/queue');
    return body.items.length === 0 ? body : null;
  });
  const tickets = await ticketsOf('+84903123456');
  expect(tickets).toMatchObject([{ id: first.id, citizenContacts: { count: 1 } }]);
  expect(complaints).toEqual([]);
  await close();
});

test('what is missing is said beside its field, and the cursor is there; so is what only the server knows', async () => {
  const { page, close } = await openDesk();
  await press(page, 'Alt+n');
  await page.locator('[data-field="category"] input').first().waitFor();
  await press(page, 'Control+Enter');
  await page.getByText('Chọn loại việc (phím số).').waitFor();
  await page.getByText('Chọn xã hoặc phường.').waitFor();
  expect(await page.evaluate('document.activeElement.type')).toBe('radio');
  await writeReport(page, { category: '7', phone: '0911222555', description: 'hoi ve giay di duong' });
  await page.getByLabel('Tên người gọi').focus();
  await page.keyboard.insertText('Nguyễn '.repeat(20));
  await press(page, 'Control+Enter');
  const name = page.getByLabel('Tên người gọi');
  await eventually('the name is marked', async () => (await name.getAttribute('aria-invalid')) === 'true');
  expect(await ticketsOf('+84911222555')).toEqual([]);
  // Mended, it is the same report.
  await name.focus();
  await press(page, 'Control+a');
  await type(page, 'Nguyen Van An');
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Đã lưu phiếu' }).waitFor();
  expect(await ticketsOf('+84911222555')).toHaveLength(1);
  await close();
});

test('a caller who chose English at the menu is written to in English', async () => {
  const { page, complaints, close } = await openDesk();
  const guest = lab.system.phones.phone('+84903777019');
  const call = await guest.calls('*12');
  await guest.hears(call, /You are next|calls before/);
  await press(page, 'F2');
  await page.getByRole('heading', { name: 'Cuộc gọi đang giữ' }).waitFor();
  expect(await page.getByRole('checkbox', { name: 'SMS bằng tiếng Anh' }).isChecked()).toBe(true);
  await press(page, 'Alt+7');
  await page.keyboard.type('phu cuong');
  await press(page, 'Enter');
  await page.keyboard.type('9 yersin');
  await press(page, 'Enter', 'Enter');
  await page.keyboard.type('nguoi nuoc ngoai hoi cho tiem vac xin');
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Đã lưu phiếu' }).waitFor();
  await guest.expectsSms(new RegExp(`We received your report ${await codeOf(page)}`));
  expect((await ticketsOf(guest.number))[0].caller).toMatchObject({ language: 'en' });
  expect(complaints).toEqual([]);
  await close();
});

test('somebody who hung up is rung back: a try that failed, then the report', async () => {
  const { page, complaints, close } = await openDesk();
  const call = await callerWaits('+84911222666');
  await page.getByRole('button', { name: 'Nhận F2' }).waitFor();
  await lab.system.phones.phone('+84911222666').hangsUp(call);
  await page.getByRole('button', { name: 'Gọi lại F4' }).waitFor();
  await press(page, 'F4');
  await page.getByRole('link', { name: '+84911222666' }).waitFor();
  await press(page, 'F9', '2');
  await page.getByText('đã thử 1 lần').waitFor();
  // The try is heard of before the call-back is free again; until then the dialog stays.
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await press(page, 'F4');
  await page.getByRole('heading', { name: 'Đang gọi lại' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await writeReport(page, { category: '3', description: 'duong tinh, sot nhe, xin tu van' });
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Đã lưu phiếu' }).waitFor();
  await page.getByText('Không nợ cuộc gọi lại nào.').waitFor();
  expect(await ticketsOf('+84911222666')).toMatchObject([{ category: 'f0Consult' }]);
  expect(complaints).toEqual([]);
  await close();
});

test('a call whose agent vanished is taken over by one key and ended without a ticket', async () => {
  const { page, complaints, close } = await openDesk();
  await callerWaits('+84911222777');
  const vanished = await lab.system.person({ username: 'agent2.74' });
  const { body: queue } = await vanished('GET', '/calls/queue');
  const id = String(queue.items[0].id);
  expect((await vanished('POST', `/calls/${id}/claim`)).status).toBe(200);
  const longAgo = new Date(Date.now() - 60_000).toISOString();
  const calls = lab.system.database.connection.collection('calls');
  await calls.updateOne({ 'state.callId': id }, { $set: { 'state.claim.seenAt': longAgo } });
  await page.reload();
  await page.getByText('người giữ mất liên lạc').waitFor();
  await press(page, 'Alt+r');
  await page.getByText('Đang nói chuyện · Đã bấm phím 1 2').waitFor();
  await press(page, 'F9');
  await page.getByRole('dialog', { name: 'Kết quả không có phiếu' }).waitFor();
  await press(page, '1');
  await page.getByRole('heading', { name: 'Sẵn sàng' }).waitFor();
  const stored = await calls.findOne({ 'state.callId': id });
  expect(stored?.state).toMatchObject({ result: 'advised', earlierClaims: [{ how: 'retaken' }] });
  expect(complaints).toEqual([]);
  await close();
});

test('who signs out leaves no draft on the device', async () => {
  const { page, close } = await openDesk();
  const kept = (): Promise<string[]> =>
    page.evaluate<string[]>("Object.keys(localStorage).filter((key) => key.startsWith('truc.agent.'))");
  await press(page, 'Alt+n');
  await writeReport(page, { category: '7', phone: '0911222888', description: 'hoi duong day nong' });
  expect(await kept()).toHaveLength(1);
  await page.getByRole('button', { name: 'Mục lục' }).press('Enter');
  await page.getByRole('button', { name: 'Đăng xuất' }).press('Enter');
  await page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
  expect(await kept()).toEqual([]);
  await close();
});
