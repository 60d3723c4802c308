import type { Page } from 'playwright-core';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import { eventually } from '../support/eventually';
import { openSystem, type System } from '../support/system';

/** Thủ Dầu Một orders its fourteen communes, in time that is skipped: nobody waits half an hour for silence. */

let system: System;
let lab: BrowserLab;
beforeAll(async () => {
  system = await openSystem({ time: 'skipped' });
  lab = await openBrowserLab(system);
});
afterAll(async () => {
  await lab.close();
  await system.close();
});

const chairman = { username: 'commander.718' };
const byConsole = { username: 'commander.25747' };
const byLink = { username: 'commander.25750' };

const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
const rowOf = (page: Page, unit: string) => page.locator(`tr[data-unit="${unit}"]`);

// The second story begins in the time that the first one has skipped to, half an hour ahead.
test.each([
  { width: 1440, within: '30 phút', silence: '31 minutes' },
  { width: 390, within: '2 giờ', silence: '90 minutes' },
] as const)(
  'at $width px a commander orders every commune, sees each answer come in, urges the late ones, decides',
  async ({ width, within, silence }) => {
    const text = `Lập chốt ở cửa ngõ phường (${String(width)})`;
    const { page, complaints, close } = await lab.openAs(chairman, { width }, '/app/orders');

    // Written, interrupted, and still there.
    await page.getByRole('link', { name: 'Ra lệnh mới' }).click();
    await page.getByRole('button', { name: /^Mọi xã, phường, thị trấn của Thủ Dầu Một \(14\)$/ }).click();
    await page.getByLabel('Nội dung lệnh').fill(text);
    await page.reload();
    expect(await page.getByLabel('Nội dung lệnh').inputValue()).toBe(text);
    await page.getByText('14 đơn vị, 14 người được báo ngay').waitFor();
    await page.getByRole('group', { name: 'Nhận lệnh trước' }).getByRole('button', { name: within }).click();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Ra lệnh cho 14 đơn vị' }).click();
    await page.getByText('0/14 đã nhận').waitFor();
    const code = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    expect(code).toMatch(/^ML-/);

    // One commune answers on the telephone, without signing in.
    const sms = await system.phones
      .phone(system.accountOf(byLink).phone ?? '')
      .expectsSms(new RegExp(`LENH ${code}`));
    const link = new URL(/https?:\/\/\S+\/o\/\w+/.exec(sms.body)?.[0] ?? '').pathname;
    const phone = await lab.open({ width: 390 }, link);
    await phone.page.getByText(text).waitFor();
    await phone.page.getByRole('button', { name: 'Đã nhận lệnh' }).click();
    await phone.page.getByText(/đã nhận lệnh lúc/).waitFor();
    await page.getByText('1/14 đã nhận').waitFor();
    await rowOf(page, '25750').getByText('✓ đã đến máy').first().waitFor();
    await phone.page.getByLabel('Đã làm xong').check();
    await phone.page.getByLabel('Đã làm gì, còn gì chưa xong').fill('Đủ ba chốt');
    await phone.page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await phone.page.getByText('đang chờ duyệt').waitFor();
    expect(await overflowOf(phone.page)).toBeLessThanOrEqual(0);

    // Another one at its console, where it is the first thing on the list.
    const commune = await lab.openAs(byConsole, { width: 390 }, '/app/orders');
    await commune.page.getByText(/lệnh chờ bạn nhận/).waitFor();
    await commune.page.locator(`[data-order="${code}"]`).click();
    await commune.page.getByRole('button', { name: 'Đã nhận lệnh' }).click();
    await commune.page.getByRole('button', { name: 'Đã nhận lệnh' }).waitFor({ state: 'detached' });
    await commune.page.getByLabel('Làm được một phần').check();
    await commune.page.getByLabel('Đã làm gì, còn gì chưa xong').fill('Hai chốt, thiếu người');
    await commune.page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await page.getByText('2/14 đã nhận · 2/14 đã báo cáo').waitFor();

    // The others stay silent: the commander sees it without touching anything, and urges them by one click.
    await system.forward(silence);
    await page.getByText('12 trễ').waitFor({ timeout: 30_000 });
    expect(await page.locator('tbody tr').first().getAttribute('data-late')).toBe('acknowledge');
    await page.getByRole('button', { name: 'Nhắc 12 đơn vị trễ' }).click();
    await page.getByText('Đã nhắc, tin nhắn đang gửi.').waitFor();
    await eventually('twelve communes are urged', async () => {
      const { body } = await system.ask('GET', '/simulator/messages');
      const urged = (body as { body: string }[]).filter((one) => one.body.includes(`NHAC LENH ${code}`));
      return new Set(urged.map((one) => (one as unknown as { to: string }).to)).size >= 12 ? true : null;
    });

    // One result is good, the other one is not yet.
    await rowOf(page, '25750').getByRole('button', { name: 'Duyệt Phú Hòa' }).click();
    await rowOf(page, '25750').getByText('(đã duyệt)').waitFor();
    // The finger slipped: nobody has heard of it yet.
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await rowOf(page, '25750').getByText('(chờ duyệt)').waitFor();
    await rowOf(page, '25750').getByRole('button', { name: 'Duyệt Phú Hòa' }).click();
    // Whoever closes the bar has decided, and need not wait.
    await page.getByRole('status').getByRole('button', { name: 'Đóng' }).click();
    await page.getByText('Đã duyệt.').waitFor();
    await rowOf(page, '25747').getByRole('button', { name: 'Trả lại Phú Cường' }).click();
    await rowOf(page, '25747').getByLabel('Lý do').fill('Cần đủ ba chốt');
    await rowOf(page, '25747').getByRole('button', { name: 'Trả lại', exact: true }).click();
    await commune.page.getByText('Kết quả bị trả lại: Cần đủ ba chốt').waitFor();
    await commune.page.getByLabel('Đã làm xong').check();
    await commune.page.getByLabel('Đã làm gì, còn gì chưa xong').fill('Đủ ba chốt');
    await commune.page.getByRole('button', { name: 'Gửi báo cáo' }).click();
    await rowOf(page, '25747').getByRole('button', { name: 'Duyệt Phú Cường' }).click();
    await page.getByRole('status').getByRole('button', { name: 'Đóng' }).click();
    await page.getByText('2/14 đã duyệt').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);

    // What is left is ended with a reason, and the list says so.
    await page.getByRole('button', { name: 'Đóng lệnh' }).click();
    await page.getByLabel('Lý do').fill('Đã chỉ đạo trực tiếp các phường còn lại');
    await page.getByRole('button', { name: 'Đóng lệnh', exact: true }).last().click();
    await page.getByText('Đã đóng lệnh.').waitFor();
    await page.getByRole('link', { name: '← Mệnh lệnh' }).click();
    await page.getByRole('button', { name: 'Xem lệnh đã kết thúc' }).click();
    await page.locator(`[data-order="${code}"]`).getByText('Đã đóng').waitFor();

    expect([...complaints, ...phone.complaints, ...commune.complaints]).toEqual([]);
    await Promise.all([close(), phone.close(), commune.close()]);
  },
);
