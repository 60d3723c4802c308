import type { Page } from 'playwright-core';
import { openBrowserLab, type BrowserLab, type Device } from '../support/browser-lab';
import { eventually } from '../support/eventually';
import type { Person } from '../support/system';

let lab: BrowserLab;
let agent: Person;
let team: Person;
beforeAll(async () => {
  lab = await openBrowserLab();
  agent = await lab.system.person({ role: 'agent' });
  team = await lab.system.person({ username: 'relief1.74' });
});
afterAll(() => lab.close());

const mostBytes = 30_000;
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** What each page took over the network, head and body, with everything it asked for. */
function weigh(page: Page): () => Promise<ReadonlyMap<string, number>> {
  const parts: Promise<readonly [string, number]>[] = [];
  let on = '';
  page.on('requestfinished', (request) => {
    if (request.isNavigationRequest())
      on = `${String(parts.length)} ${request.method()} ${new URL(request.url()).pathname}`;
    const here = on;
    parts.push(
      request
        .sizes()
        .then(({ responseHeadersSize, responseBodySize }) => [here, responseHeadersSize + responseBodySize]),
    );
  });
  return async () => {
    const pages = new Map<string, number>();
    for (const [at, bytes] of await Promise.all(parts)) pages.set(at, (pages.get(at) ?? 0) + bytes);
    return pages;
  };
}

/** Nobody scrolls sideways, and no button is too small for a thumb. */
async function fits(page: Page, width: number): Promise<void> {
  const wide: number = await page.evaluate('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(width);
  for (const button of await page.locator('main form button, main a.button').all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
}

const devices: readonly (Device & {
  readonly width: 390 | 1440;
  readonly end: 'cancel' | 'rate';
  readonly phone: string;
})[] = [
  { width: 390, withoutScript: true, end: 'cancel', phone: '0903 771 101' },
  { width: 390, withoutScript: false, end: 'rate', phone: '0903 771 102' },
  { width: 1440, withoutScript: true, end: 'rate', phone: '0903 771 103' },
  { width: 1440, withoutScript: false, end: 'cancel', phone: '0903 771 104' },
];

test.each(devices)(
  'from the report to its end at $width px, scripts off: $withoutScript, end: $end',
  async ({ end, phone, ...device }) => {
    const { page, complaints, close } = await lab.open(device, '/');
    const weights = weigh(page);
    await page.getByRole('link', { name: 'Gửi phản ánh' }).first().click();
    await page.getByLabel('Hết gạo, hết sữa, thiếu nhu yếu phẩm').check();
    await page.getByLabel('Chuyện gì đang xảy ra?').fill('Nhà có bốn người, hết gạo từ hôm qua');
    await page.getByLabel('Ở phường, xã nào?').fill('phường Phú Cường, thành phố Thủ Dầu Một');
    await page.getByLabel('Số điện thoại của quý vị').fill(phone);
    await fits(page, device.width);
    await press(page, 'Gửi phản ánh');

    await page.getByRole('heading', { level: 1, name: 'Đã nhận phản ánh' }).waitFor();
    const code = await page.locator('.big').innerText();
    expect(code).toMatch(/^BD-\w{3}-\w{3}$/);
    await fits(page, device.width);
    await page.getByRole('link', { name: 'Xem phản ánh đến đâu rồi' }).click();
    expect(await page.getByLabel('Mã phản ánh').inputValue()).toBe(code);
    await page.getByLabel('Bốn số cuối của điện thoại đã gọi').fill(phone.replace(/\D/g, '').slice(-4));
    await press(page, 'Xem');
    await page.getByText('Đã tiếp nhận phản ánh').waitFor();

    await page.getByLabel('Viết thêm (không bắt buộc)').first().fill('Cháu bé khóc vì đói');
    await press(page, 'Tôi vẫn cần giúp');
    await page.getByText('Người đang xử lý thấy rằng bạn vẫn chờ.').waitFor();
    await page.getByText('Bạn đã liên hệ lại').waitFor();
    await fits(page, device.width);

    if (end === 'cancel') {
      await press(page, 'Không cần nữa, hủy phản ánh');
      await page.getByRole('heading', { name: 'Hủy phản ánh này?' }).waitFor();
      await fits(page, device.width);
      await press(page, 'Đúng, hủy phản ánh');
      await page.getByRole('heading', { level: 1, name: 'Đã hủy' }).waitFor();
    } else {
      await worked(code);
      await page.goto(`${lab.system.url}/t/${code}`);
      await page.getByLabel('Bốn số cuối của điện thoại đã gọi').fill(phone.replace(/\D/g, '').slice(-4));
      await press(page, 'Xem');
      await page.getByRole('heading', { level: 1, name: 'Đã xử lý xong' }).waitFor();
      await page.getByLabel('5: Rất tốt').check();
      await fits(page, device.width);
      await press(page, 'Gửi đánh giá');
      await page.getByText('Cảm ơn bạn đã đánh giá.').waitFor();
    }
    const read = (await agent('GET', `/tickets/${code}`)).body as {
      status: string;
      rating: { score: number } | null;
    };
    expect([read.status, read.rating?.score]).toEqual(
      end === 'cancel' ? ['cancelled', undefined] : ['resolved', 5],
    );
    const pages = await weights();
    expect(pages.size).toBeGreaterThanOrEqual(6);
    for (const [at, bytes] of pages)
      expect([at, bytes, bytes > 200 && bytes < mostBytes]).toEqual([at, bytes, true]);
    expect(complaints).toEqual([]);
    await close();
  },
);

/** Somebody at the desk reads it, and the province's team does the work, from the claim to its proof. */
async function worked(code: string): Promise<void> {
  expect((await agent('POST', `/tickets/${code}/triage`, { priority: 'P3' })).status).toBe(200);
  await eventually(
    'the team is asked',
    async () => (await team('GET', `/tickets/${code}`)).status === 200 || null,
  );
  for (const step of ['claim', 'onScene', 'resolve']) {
    const body = step === 'resolve' ? { evidence: { recipientConfirmed: 'Bà Bảy' } } : {};
    const answer = await team('POST', `/tickets/${code}/${step}`, body);
    expect([step, answer.status]).toEqual([step, 200]);
  }
}
