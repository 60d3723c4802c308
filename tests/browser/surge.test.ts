import { leaveAnsweredCalls } from '../support/answered-calls';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import { eventually } from '../support/eventually';
import type { Person } from '../support/system';

let lab: BrowserLab;
beforeAll(async () => {
  lab = await openBrowserLab();
});
afterAll(() => lab.close());

const admin = { username: 'admin.74' };
const commander = { username: 'commander.74' };
const agentAccount = { username: 'agent1.74' };

test('a commander switches a surge on: every desk says so, the agent asks less, and it is ended and taken back', async () => {
  const agent = await lab.openAs(agentAccount);
  const { page: desk } = agent;
  await desk.getByRole('button', { name: /F2/ }).waitFor();
  await desk.keyboard.press('Alt+n');
  await desk.locator('[data-field=category] input').first().waitFor();
  await desk.keyboard.press('Alt+3');
  const questions = desk.locator('[data-question]');
  await questions.first().waitFor();
  const whole = await questions.count();
  expect(await desk.locator('[data-surge]').count()).toBe(0);

  const office = await lab.openAs(commander, {}, '/app/surge');
  const { page } = office;
  await page.getByText('Không có cao điểm ở đây.').waitFor();
  await page.getByRole('table', { name: /từng giờ/ }).waitFor();
  await page.getByRole('button', { name: '2 giờ nữa' }).click();
  await page.getByRole('button', { name: 'Bật cao điểm' }).click();
  await page
    .getByText(/^phải có/)
    .or(page.getByText(/bắt buộc|không được để trống/))
    .first()
    .waitFor();
  await page.getByLabel('Lý do *').fill('Mưa lớn, hàng chờ trên 40 cuộc');
  await page.getByRole('button', { name: 'Bật cao điểm' }).click();
  await page.getByText(/^Đã bật cao điểm đến/).waitFor();

  const banner = desk.locator('[data-surge]');
  await banner.getByText('Mưa lớn, hàng chờ trên 40 cuộc').waitFor();
  await banner.getByText('Tổng đài làm gì khác').click();
  await banner.getByText('Chỉ hỏi các câu đang hiện.', { exact: false }).waitFor();
  await desk.locator('[data-short-script=true]').waitFor();
  expect(await questions.count()).toBeLessThan(whole);
  await desk.getByRole('button', { name: 'Hiện đủ các câu' }).click();
  expect(await questions.count()).toBe(whole);

  const centre = await lab.openAs({ username: 'dispatcher1.718' }, { width: 390 }, '/app/queue');
  await centre.page.locator('[data-surge]').getByText('Mưa lớn', { exact: false }).waitFor();

  await page.getByRole('button', { name: 'Kết thúc ngay' }).click();
  await page.getByText('Đã kết thúc cao điểm.').waitFor();
  await banner.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText('Đã hoàn tác.').waitFor();
  await banner.waitFor();
  const api: Person = await lab.system.person(commander);
  const { own, version } = (await api('GET', '/surge/74')).body;
  expect([own.reason, version]).toEqual(['Mưa lớn, hàng chờ trên 40 cuộc', 3]);
  await api('PUT', '/surge/74', { on: false, version, reason: 'Hết mưa' });
  await banner.waitFor({ state: 'detached' });
  expect([...agent.complaints, ...centre.complaints]).toEqual([]);
  expect(office.complaints.filter((one) => !/status of 4(00|22)/.test(one))).toEqual([]);
  for (const window of [agent, office, centre]) await window.close();
});

test('an admin makes a version of a policy: what is wrong stands at its field, and what differs is told in words', async () => {
  const { page, complaints, close } = await lab.openAs(admin, {}, '/app/admin/policies');
  await page.getByRole('button', { name: /Bình Dương 2021: tỉnh, huyện, xã/ }).click();
  await page.getByRole('button', { name: 'Lập bản mới từ bản 1' }).click();
  await page.locator('[data-fold=P1] > summary').click();
  const resolve = page.getByLabel('P1 Xử lý xong: số');
  const before = await resolve.inputValue();
  await resolve.fill('0');
  await page.getByLabel('Có hiệu lực từ ngày *').fill('2031-01-01');
  await page.locator('[data-fold=P1] > summary').click();
  await page.getByRole('button', { name: 'Lập bản mới', exact: true }).click();
  await page.getByText('phải lớn hơn 0').waitFor();
  expect(await page.locator('[aria-invalid=true]').count()).toBe(1);
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('P1 Xử lý xong: số');

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Bình Dương 2021: tỉnh, huyện, xã/ }).click();
  await page.getByRole('button', { name: 'Lập bản mới từ bản 1' }).click();
  await page.getByText('Bạn đang viết dở', { exact: false }).waitFor();
  await page.locator('[data-fold=P1] > summary').click();
  expect(await resolve.inputValue()).toBe('0');
  await resolve.fill('3');
  await page.getByLabel('P1 Xử lý xong: đơn vị').selectOption('hours');
  await page.getByRole('button', { name: 'Lập bản mới', exact: true }).click();
  await page.getByText('Đã lập bản 2, có hiệu lực từ 2031-01-01.', { exact: false }).waitFor();
  const row = page.getByRole('row', { name: /P1 · Xử lý xong/ });
  await row.getByText('3 giờ', { exact: true }).waitFor();
  expect(await row.textContent()).toContain(`${before} giờ`);
  expect(complaints.filter((one) => !/status of 4(00|22)/.test(one))).toEqual([]);
  await close();
});

test('an admin says how a class runs and which hours are worked; a calendar that is used is not taken away', async () => {
  const { page, complaints, close } = await lab.openAs(
    admin,
    {},
    '/app/admin/policies?id=binh-duong-2021-surge',
  );
  await page.getByRole('button', { name: 'Lập bản mới từ bản 1' }).click();
  const save = page.getByRole('button', { name: 'Lập bản mới', exact: true });
  const unfold = (name: string) => page.locator(`[data-fold="${name}"] > summary`).click();
  await page.getByLabel('Có hiệu lực từ ngày *').fill('2031-01-01');

  await unfold('calendar working');
  await page.getByRole('button', { name: 'Bỏ lịch working' }).click();
  await page.getByText('P4, P5 còn dùng lịch này', { exact: false }).waitFor();
  await save.click();
  const calendarOf = (name: string) => page.getByLabel(`${name} Tính theo`);
  await page.getByText('lịch này không còn', { exact: false }).first().waitFor();
  expect(await calendarOf('P4').getAttribute('aria-invalid')).toBe('true');
  expect(await calendarOf('P4').locator('option:checked').textContent()).toBe('Lịch working (đã bỏ)');
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('P4 Tính theo');
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Giữ lại lịch working' }).click();

  const p3 = page.locator('[data-fold=P3]');
  await unfold('P3');
  await calendarOf('P3').selectOption({ label: 'Lịch working' });
  await p3.getByLabel('gọi điện').uncheck();
  await p3.getByLabel('chờ xe').check();
  await p3.getByRole('switch', { name: 'Đếm cả lúc tạm dừng' }).check();
  await page.getByLabel('P3 Báo lại sau mỗi: đơn vị').selectOption('minutes');
  await save.click();
  await p3.getByText('phải là số').waitFor();
  await page.getByLabel('P3 Báo lại sau mỗi: số').fill('5');

  await unfold('calendar working');
  await page.getByRole('button', { name: 'Thứ Bảy: thêm giờ' }).click();
  await page.getByLabel('Thứ Bảy, khung giờ 1: đến').fill('07:00');
  await save.click();
  await page.getByText('các khung giờ phải theo thứ tự và rời nhau').waitFor();
  await page.getByLabel('Thứ Bảy, khung giờ 1: đến').fill('11:00');
  await page.getByRole('button', { name: 'Thêm lịch' }).click();
  await unfold('calendar ');
  await page.locator('[data-fold="calendar "]').getByLabel('Mã lịch').fill('ca-toi');
  const evening = page.locator('[data-fold="calendar ca-toi"]');
  await evening.getByLabel('Thứ Hai, khung giờ 2: đến').fill('00:00');
  await evening.getByRole('button', { name: 'Chép giờ thứ Hai' }).click();

  await unfold('ladder');
  await page.getByRole('button', { name: 'Bỏ cấp Huyện (Phiếu do tỉnh nhận)' }).click();
  await page.getByRole('button', { name: 'Thêm cấp Huyện' }).waitFor();
  await page.getByLabel('Xã (%)').first().fill('70');
  await page.getByText('Cộng: 90%').waitFor();
  await page.getByLabel('Tỉnh (%)').first().fill('30');
  await unfold('duty');
  await page.getByLabel('Khi xếp ca cho người không gọi được').selectOption('refuse');
  await unfold('changes');
  await page
    .getByRole('row', { name: /P3 · Cách báo/ })
    .getByText('bỏ gọi điện')
    .waitFor();
  await save.click();
  await page.getByText('Đã lập bản 2, có hiệu lực từ 2031-01-01.', { exact: false }).waitFor();

  const api = await lab.system.person(admin);
  const { body } = await api('GET', '/policies/binh-duong-2021-surge/versions/2');
  expect(body.classes.P3).toMatchObject({
    ...{ calendarId: 'working', channels: ['sms'], holdReasons: ['citizenUnreachable', 'waitingForVehicle'] },
    ...{ countsHoldTime: true, repageEveryMs: 300_000, acknowledgeMs: 3_600_000 },
  });
  expect(body.calendars[0].weekly[5]).toEqual([['07:30', '11:00']]);
  expect(body.calendars[0].extraDays).toHaveProperty('2026-08-22');
  expect(body.calendars[1]).toMatchObject({ id: 'ca-toi', holidays: body.calendars[0].holidays });
  expect(body.calendars[1].weekly[4]).toEqual([
    ['07:30', '11:30'],
    ['13:00', '24:00'],
  ]);
  expect(body.ladder.down).toEqual([
    { tier: 'province', share: 0.3 },
    { tier: 'commune', share: 0.7 },
  ]);
  expect(body.onlyInSurge).toBe(true);
  expect(body.duty.unreachablePerson).toBe('refuse');

  const told = async (what: string): Promise<string[]> =>
    page.getByRole('row', { name: what }).getByRole('cell').allTextContents();
  expect(await told('P3 · Tính theo')).toEqual(['cả ngày đêm', 'working']);
  expect(await told('P3 · Cách báo')).toEqual(['gọi điện', 'bỏ gọi điện']);
  expect(await told('P3 · Được tạm dừng khi')).toEqual(['', 'thêm chờ xe']);
  expect(await told('P3 · Báo lại sau mỗi')).toEqual(['không lặp', '5 phút']);
  expect(await told('Lịch 1 · Giờ làm việc · Thứ Bảy')).toEqual(['(không có)', '07:30–11:00']);
  expect((await told('Lịch 2'))[1]).toContain('Thứ Hai–Thứ Sáu 07:30–11:30, 13:00–24:00');
  expect(complaints.filter((one) => !/status of 4(00|22)/.test(one))).toEqual([]);
  await close();
});

test('an admin sends a dead letter again; a number is blocked and released, another is not written to, and then is', async () => {
  const phone = '0912555777';
  await lab.system.phones.phone('+84912555777').behaves('unreachable');
  const agent = await lab.system.person(agentAccount);
  await agent('POST', '/tickets', {
    ...{ category: 'f0Consult', channel: 'hotline1022', caller: { name: 'Lê Văn Nam', phone } },
    ...{ location: { unitCode: '25747', address: '7 Lê Lợi' }, description: 'Hỏi về cách ly' },
  });
  const { page, complaints, close } = await lab.openAs(admin, {}, '/app/admin/messages');
  await page.locator('[data-template="citizen.received"]').getByText(/\/160/).first().waitFor();
  expect(await page.locator('[data-template="citizen.received"]').textContent()).toMatch(/2\.000 đ/);

  const api = await lab.system.person(admin);
  await eventually('the message is dead', async () => {
    const { body } = await api('GET', '/dead-letters');
    return body.items.length > 0 ? true : null;
  });
  await page.goto(`${lab.system.url}/app/admin/queues`);
  const dead = page.locator('[data-dead]').first();
  await dead.waitFor();
  const id = await dead.getAttribute('data-dead');
  await lab.system.phones.phone('+84912555777').behaves('answers');
  await dead.getByRole('button', { name: 'Gửi lại' }).click();
  await page.getByText('Đã đưa vào hàng gửi lại.').waitFor();
  await page.locator(`[data-dead="${String(id)}"]`).waitFor({ state: 'detached' });

  const blocking = page.getByRole('region', { name: 'Chặn gọi phá rối' });
  await blocking.getByLabel('Số điện thoại').fill('12');
  await blocking.getByLabel('Lý do').fill('Gọi phá 12 lần trong đêm');
  await blocking.getByRole('button', { name: 'Chặn số' }).click();
  await blocking.getByText('phải là số điện thoại gọi được', { exact: false }).waitFor();
  await blocking.getByLabel('Số điện thoại').fill('0912555888');
  await blocking.getByRole('button', { name: 'Chặn số' }).click();
  await blocking.locator('[data-number="+84912555888"]').waitFor();
  await blocking.getByRole('button', { name: 'Bỏ chặn +84912555888' }).click();
  await blocking.locator('[data-number]').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await blocking.locator('[data-number="+84912555888"]').waitFor();

  const optingOut = page.getByRole('region', { name: 'Không nhận tin' });
  await optingOut.getByLabel('Số điện thoại').fill('090');
  await optingOut.getByRole('button', { name: 'Ngừng gửi tin' }).click();
  await optingOut.getByText('phải là số điện thoại gọi được', { exact: false }).waitFor();
  await optingOut.getByLabel('Số điện thoại').fill('0912555999');
  await optingOut.getByRole('button', { name: 'Ngừng gửi tin' }).click();
  await optingOut.locator('[data-number="+84912555999"]').getByText('quản trị thêm').waitFor();
  // The wrong number: taken back at once, and the network takes the first try of that away.
  await page.route('**/api/v1/opt-outs/*', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByRole('alert').getByText('Không có mạng, hoặc máy chủ không trả lời.').waitFor();
  expect((await api('GET', '/opt-outs')).body.items).toMatchObject([{ phone: '+84912555999' }]);
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText('Đã hoàn tác.').waitFor();
  await optingOut.getByText('Chưa có ai.').waitFor();
  expect((await api('GET', '/opt-outs')).body.items).toEqual([]);
  expect(complaints.filter((one) => !/status of 4(00|22)|net::ERR_FAILED/.test(one))).toEqual([]);
  await close();
});

test('a centre fills up: the forecast says how many must answer in the next hour, and that a surge should be on', async () => {
  await leaveAnsweredCalls(lab.system, [
    { tier: 'province', code: '74' },
    { tier: 'district', code: '718' },
  ]);
  const chairman = { username: 'commander.718' };
  const { page, complaints, close } = await lab.openAs(chairman, {}, '/app/surge');
  await page.locator('[data-advice="switch"]').getByText('Nên bật', { exact: false }).waitFor();
  const rows = page.getByRole('table', { name: /từng giờ/ }).locator('tbody tr');
  expect(await rows.count()).toBe(7);
  const api = await lab.system.person(chairman);
  const { body } = await api('GET', '/stats/forecast');
  expect(body).toMatchObject({ agents: 2, next: { agentsNeeded: expect.any(Number) } });
  const next = page.locator('[data-next=true]');
  const missing = body.next.agentsNeeded - 2;
  expect(missing).toBeGreaterThan(0);
  expect(await next.innerText()).toContain(`${String(body.next.agentsNeeded)} (thiếu ${String(missing)}`);
  const drawn = await page.locator('[data-advice] td span[style]').all();
  const bars = await Promise.all(drawn.map(async (bar) => (await bar.boundingBox())?.width ?? 0));
  expect(bars[6]).toBe(Math.max(...bars));
  expect(bars[0]).toBeLessThan(bars[6] ?? 0);
  expect(complaints).toEqual([]);
  await close();
});
