import type { Page } from 'playwright-core';
import { findBarriers } from '../support/barriers';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import { eventually } from '../support/eventually';
import { inventedOutlines } from '../support/invented-outlines';
import type { Person } from '../support/system';

let lab: BrowserLab;
let agent: Person;
beforeAll(async () => {
  lab = await openBrowserLab();
  agent = await lab.system.person({ role: 'agent' });
});
afterAll(() => lab.close());

const supervisor = { role: 'supervisor', unitCode: '74' };
const commander = { role: 'commander', unitCode: '74' };
const figure = (page: Page, what: string) => page.locator(`[data-figure=${what}]`);

/** A mother who cannot breathe, in Phú Cường: P1. */
async function report(): Promise<{ id: string; code: string; receivedAt: string }> {
  const answer = await agent('POST', '/tickets', {
    category: 'emergency',
    channel: 'hotline1022',
    caller: { name: 'Nguyễn Thị Hoa', phone: '0903123456' },
    location: { unitCode: '25747', address: '12 Lê Lợi' },
    description: 'Mẹ tôi khó thở từ sáng, môi tím.',
    details: { answers: { spo2: 86 } },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** When the page first showed each value of the figure, by its own clock. Text: it runs in the browser. */
const watchFigure = (what: string): string => `{
  const figure = document.querySelector('[data-figure=${what}]');
  window.seenAt = {};
  new MutationObserver(() => { window.seenAt[figure.textContent] ??= Date.now(); })
    .observe(figure, { childList: true, characterData: true, subtree: true });
}`;

// First, while nothing urgent is on its way: a report waits behind whatever is.
test('a report comes by itself: a box is ticked, an SMS brings the link, and it is read as it was sent', async () => {
  const { phone = '' } = lab.system.accountOf(commander);
  const { page, complaints, close } = await lab.openAs(commander, {}, '/app/reports');
  const daily = page.getByRole('checkbox', { name: 'mỗi sáng, về hôm trước' });
  await daily.check();
  const schedule = lab.system.client.schedule.getHandle('daily-report');
  const { spec } = await eventually('the mornings are scheduled', () =>
    schedule.describe().catch(() => null),
  );
  expect(spec.timezone).toBe('Asia/Ho_Chi_Minh');
  await page.reload();
  await page.locator('[data-report]').waitFor();
  expect(await daily.isChecked()).toBe(true);

  await schedule.trigger();
  const runs = 'WorkflowType = "reportDelivery" AND ExecutionStatus = "Completed"';
  const sms = await lab.system.phones
    .phone(phone)
    .expectsSms(/Bao cao ngay \d\d\/\d\d tinh Binh Duong: nhan 0/);
  await eventually('the delivery has ended', async () => {
    const { count } = await lab.system.client.workflow.count(runs);
    return count > 0 || null;
  });
  const link = /https?:\/\/\S+$/.exec(sms.body)?.[0] ?? '';
  await page.goto(link);
  await page.locator('[data-sent-report]').waitFor();
  await page.getByText(/^Đã gửi lúc .* Số liệu giữ nguyên/).waitFor();
  await page.getByText('Không có phiếu nào trong kỳ này').waitFor();
  const excel = page.getByRole('link', { name: 'Tải Excel' });
  const [file] = await Promise.all([page.waitForEvent('download'), excel.click()]);
  expect(file.suggestedFilename()).toMatch(/^bao-cao-tong-hop-binh-duong-/);

  await page.getByRole('link', { name: 'Số liệu hiện nay của kỳ này' }).click();
  await page.getByRole('button', { name: 'Báo cáo đã gửi' }).click();
  await page.getByRole('dialog').getByRole('link').first().click();
  await page.waitForURL(link);
  await page.goBack();
  await daily.uncheck();
  await eventually('nothing more is sent', async () => {
    const { body } = await (await lab.system.person(commander))('GET', '/report-subscriptions');
    return body.items.length === 0 || null;
  });
  expect(complaints).toEqual([]);
  await close();
});

test('ten calls for help are each on the wall within a second', async () => {
  const { page, complaints, close } = await lab.openAs(supervisor);
  await figure(page, 'urgent').waitFor();
  await page.getByText('Trực tiếp').waitFor();
  await page.evaluate(watchFigure('urgent'));
  const before = Number(await figure(page, 'urgent').textContent());
  const waits: number[] = [];
  for (let n = 1; n <= 10; n += 1) {
    const { receivedAt } = await report();
    const shown = String(before + n);
    const seenAt = await eventually(`the wall shows ${shown}`, () =>
      page.evaluate<number | undefined>(`window.seenAt[${JSON.stringify(shown)}]`),
    );
    waits.push(seenAt - Date.parse(receivedAt));
  }
  waits.sort((a, b) => a - b);
  process.stdout.write(`from receipt to the screen, ms: ${waits.join(' ')}\n`);
  expect(waits[5]).toBeLessThan(1_000);
  expect(complaints).toEqual([]);
  await close();
});

test.each([390, 1440] as const)(
  'at %i px a supervisor goes from a figure to the tickets, and to the story of one',
  async (width) => {
    const { code } = await report();
    const { page, complaints, close } = await lab.openAs(supervisor, { width });
    await page.getByRole('heading', { name: 'Bảng điều hành' }).waitFor();
    await figure(page, 'urgent').click();
    await page.getByRole('heading', { name: 'P1 chưa ai nhận' }).waitFor();
    await page.locator(`[data-ticket=${code}]`).click();
    await page.getByRole('heading', { name: code }).waitFor();
    await page.getByText('Mẹ tôi khó thở từ sáng, môi tím.').waitFor();
    await page.getByRole('heading', { name: 'Diễn biến' }).waitFor();
    await page.getByText('Chưa tầng nào để mất giờ').waitFor();
    await page.getByRole('link', { name: '← Bảng điều hành' }).click();

    await page.getByRole('link', { name: /^Phú Cường.*\d+ phiếu mở/ }).click();
    await page.getByRole('heading', { name: 'Đường dây nóng của đơn vị' }).waitFor();
    await page.locator(`[data-ticket=${code}]`).waitFor();
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  },
);

test('a unit’s lateness is one click away: the league sorts by open, late and time to claim', async () => {
  const { page, complaints, close } = await lab.openAs(supervisor);
  await page.getByRole('button', { name: 'Xã, phường' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Phú Cường' });
  await row.waitFor();
  expect(Number(await row.getByRole('cell').first().textContent())).toBeGreaterThan(0);
  const open = page.getByRole('columnheader', { name: 'Mở' });
  await open.getByRole('button').click();
  expect(await open.getAttribute('aria-sort')).toBe('descending');
  expect(complaints).toEqual([]);
  await close();
});

test('a commander sees the same wall without names, and figures in place of callers', async () => {
  const { id } = await report();
  const { page, complaints, close } = await lab.openAs(commander);
  await figure(page, 'calls').click();
  await page.getByText('Danh sách số gọi chỉ dành cho giám sát').waitFor();
  await page.goto(`${lab.system.url}/app/tickets/${id}`);
  await page.getByText('được ẩn với vai trò của bạn').waitFor();
  expect(await page.getByText('Mẹ tôi khó thở').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test('on outlines that the operator brought, the wall is a map: nothing from elsewhere, and tiles are one click away', async () => {
  const admin = await lab.system.person({ role: 'admin', unitCode: '74' });
  const { body } = await admin('PUT', '/units/map?source=Sở Xây dựng', JSON.parse(inventedOutlines()));
  expect(body).toMatchObject({ written: true, problems: [] });
  const { page, complaints, close } = await lab.openAs(supervisor);
  await page.locator('[data-map=drawn]').waitFor();
  await page.getByText('Ranh giới: Sở Xây dựng.').waitFor();
  const canvas = page.locator('[data-map=drawn] canvas');
  const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
  await canvas.hover({ position: { x: width / 2, y: height / 2 } });
  await page.getByText(/: \d+ phiếu mở, \d+ trễ hạn$/).waitFor();
  await canvas.click({ position: { x: width / 2, y: height / 2 } });
  await page.getByRole('heading', { name: 'Đường dây nóng của đơn vị' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Ô', exact: true }).click();
  await page.getByRole('link', { name: /^Phú Cường.*phiếu mở/ }).waitFor();
  expect(await page.locator('canvas').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
  expect((await admin('DELETE', '/units/map')).status).toBe(204);
});

test('when nothing is heard any more the wall turns grey and says since when', async () => {
  const { page, close } = await lab.openAs(supervisor);
  await figure(page, 'urgent').waitFor();
  await page.getByText('Trực tiếp').waitFor();
  await lab.system.kill('server');
  try {
    await page.getByText('Mất kết nối. Số liệu dừng ở').waitFor();
    const style = await page.evaluate<string>(
      'getComputedStyle(document.querySelector("[data-stale=true] > :last-child")).filter',
    );
    expect(style).toBe('grayscale(1)');
  } finally {
    await lab.system.start('server');
  }
  await page.locator('[data-stale=false]').waitFor({ timeout: 60_000 });
  await close();
});

describe('with clocks of a few seconds', () => {
  beforeAll(async () => {
    const admin = await lab.system.person({ role: 'admin', unitCode: '74' });
    const { items } = (await admin('GET', '/policies')).body;
    const { id, version } = items.find(({ unitCode }: { unitCode: string }) => unitCode === '74');
    const { body } = await admin('GET', `/policies/${String(id)}/versions/${String(version)}`);
    const { version: _version, ...policy } = body;
    policy.classes.P1 = { ...policy.classes.P1, acknowledgeMs: 3_000 };
    const answer = await admin('POST', '/policies', policy);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  });

  test('a breach sounds once and stays until somebody has acknowledged it; muted it only stays', async () => {
    const { page, context, complaints, close } = await lab.openAs(supervisor);
    await context.addInitScript(`{
      window.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
    }`);
    await page.reload();
    await page.getByRole('heading', { name: 'Bảng điều hành' }).click();
    await page.getByText('Tiếng báo đang bật').waitFor();
    const tones = () => page.evaluate<number>('window.tones');

    const first = await report();
    await page.getByText('1 phiếu mới trễ hạn').waitFor({ timeout: 60_000 });
    await page.getByRole('alert').getByText(first.code).waitFor();
    expect(await tones()).toBe(2);
    await page.waitForTimeout(1_500);
    expect(await tones()).toBe(2);
    await page.getByRole('button', { name: 'Đã biết' }).click();
    await page.getByText('phiếu mới trễ hạn').waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: 'Tắt tiếng 15 phút' }).click();
    await page.reload();
    await page.getByText('Tắt tiếng đến').waitFor();
    expect(await page.getByText('phiếu mới trễ hạn').count()).toBe(0);
    const second = await report();
    await page.getByRole('alert').getByText(second.code).waitFor({ timeout: 60_000 });
    expect(await tones()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

test('a report is read number by number: the tickets behind one, the unit below, the day before, the file to take along', async () => {
  const { code } = await report();
  const { page, complaints, close } = await lab.openAs(commander, {}, '/app/reports');
  const received = page.locator('[data-report] [data-figure=received]');
  await received.first().waitFor();
  const count = Number(await received.first().textContent());
  await received.first().click();
  const list = page.getByRole('dialog').getByRole('listitem');
  await list.first().waitFor();
  expect(await list.count()).toBe(count);
  await page.getByRole('dialog').getByText(code).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Thủ Dầu Một' }).click();
  await page.getByRole('heading', { name: 'Báo cáo tổng hợp ngày: Thủ Dầu Một' }).waitFor();
  const excel = page.getByRole('link', { name: 'Tải Excel' });
  const [file] = await Promise.all([page.waitForEvent('download'), excel.click()]);
  expect(file.suggestedFilename()).toMatch(/^bao-cao-tong-hop-thu-dau-mot-\d{4}-\d\d-\d\d\.xlsx$/);
  await page.getByRole('button', { name: 'Kỳ trước' }).click();
  await page.getByText('Không có phiếu nào trong kỳ này').waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'Phú Cường' }).waitFor();

  await page.emulateMedia({ media: 'print' });
  await page.getByRole('heading', { name: /Thủ Dầu Một/ }).waitFor();
  await excel.waitFor({ state: 'hidden' });
  await page.getByRole('navigation').waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
  await close();
});

test('while figures cannot be counted the report screen says so, and shows them once they can', async () => {
  const { page, close } = await lab.openAs(commander, {}, '/app/icon.svg');
  await page.route('**/api/v1/reports/**', (route) =>
    route.fulfill({
      status: 503,
      headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
      body: JSON.stringify({
        ...{ type: '/docs/problems#unavailable', title: 'Unavailable', status: 503 },
        detail: 'Cơ sở dữ liệu không trả lời.',
      }),
    }),
  );
  await page.goto(`${lab.system.url}/app/reports`);
  await page
    .getByRole('alert')
    .getByText(/gián đoạn/)
    .waitFor();
  await page.unroute('**/api/v1/reports/**');
  await page.getByText('Tuần', { exact: true }).click();
  await page.locator('[data-report]').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await close();
});
