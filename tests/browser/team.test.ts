import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import type { Person } from '../support/system';

let lab: BrowserLab;
let agent: Person;
let team: Person;
const province = { username: 'medical1.74' };

beforeAll(async () => {
  lab = await openBrowserLab();
  agent = await lab.system.person({ role: 'agent' });
  team = await lab.system.person(province);
});
afterAll(() => lab.close());

/** A call for the province's medical team, once the team has been offered it. */
async function aTask(description: string, change: object = {}): Promise<{ id: string; code: string }> {
  const { status, body } = await agent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { name: 'Trần Văn Bình', phone: '0912555010' },
    subject: { name: 'Trần Thị Tư', birthYear: 1951 },
    location: { unitCode: '25747', address: '48/3 Bạch Đằng', point: { lat: 10.98, lng: 106.65 } },
    description,
    ...change,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  const { id, code } = body as { id: string; code: string };
  await eventually(
    `the team is offered ${code}`,
    async () => (await team('GET', `/tickets/${id}`)).status === 200 || null,
  );
  return { id, code };
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const timelineOf = async (id: string): Promise<string[]> => {
  const { body } = await agent('GET', `/tickets/${id}`);
  return (body as { timeline: { type: string }[] }).timeline.map(({ type }) => type);
};

/** The link of an SMS, of whichever person and team, that opens this ticket. */
async function linkTo(code: string): Promise<string | null> {
  const heard = (await (await fetch(`${lab.system.url}/simulator/messages`)).json()) as { body: string }[];
  for (const { body } of heard.reverse()) {
    const link = /https?:\S+\/c\/\w+/.exec(body)?.[0];
    if (link !== undefined && (await (await fetch(link)).text()).includes(code)) return link;
  }
  return null;
}

test('a task from the page to the proof, with one thumb', async () => {
  const { id, code } = await aTask('Sốt ngày thứ hai, nhà có trẻ nhỏ');
  const { page, complaints, close } = await lab.openAs(province, { width: 390 });
  await page.getByRole('link').filter({ hasText: code }).click();
  await page.getByText('Địa chỉ và số điện thoại hiện sau khi đội nhận.').waitFor();
  expect(await page.getByText('48/3 Bạch Đằng').count()).toBe(0);

  await press(page, 'Nhận');
  await page.getByText('48/3 Bạch Đằng').waitFor();
  await page.getByText('Trần Thị Tư, sinh năm 1951').waitFor();
  expect(await page.getByRole('link', { name: 'Gọi 0912555010' }).getAttribute('href')).toBe(
    'tel:+84912555010',
  );
  expect(await page.getByRole('link', { name: 'Mở bản đồ' }).getAttribute('href')).toBe(
    'geo:10.98,106.65?q=10.98,106.65',
  );

  await press(page, 'Đang đi');
  await press(page, 'Đã đến');
  for (const button of await page.getByRole('button').all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  }
  await press(page, 'Hoàn thành');
  await page.getByText('Ghi đủ các mục này trước khi hoàn thành.').waitFor();
  await press(page, 'Hoàn thành');
  expect(await timelineOf(id)).not.toContain('resolved');
  await page.getByLabel('Đã tư vấn gì').fill('Uống nhiều nước, đo SpO2 ngày hai lần');
  await press(page, 'Hoàn thành');
  await page.getByText('Phiếu không còn ở đội bạn').waitFor();
  await eventually('it is resolved', async () => (await timelineOf(id)).includes('resolved') || null);
  expect(await timelineOf(id)).toEqual(expect.arrayContaining(['claimed', 'enRoute', 'onScene', 'resolved']));
  expect(complaints).toEqual([]);
  await close();
});

test('twenty things done without a network arrive once and in order when it returns', async () => {
  const tasks = [];
  for (let n = 1; n <= 5; n += 1) tasks.push(await aTask(`Không có mạng ở đây, phiếu ${String(n)}`));
  const { page, context, close } = await lab.openAs(province, { width: 390 });
  for (const { code } of tasks) await page.getByRole('link').filter({ hasText: code }).waitFor();
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');

  await context.setOffline(true);
  for (const { code } of tasks) {
    await page.getByRole('link').filter({ hasText: code }).click();
    await press(page, 'Nhận');
    await press(page, 'Đang đi');
    await press(page, 'Đã đến');
    await press(page, 'Hoàn thành');
    await page.getByLabel('Đã tư vấn gì').fill('Đã tư vấn tại nhà');
    await press(page, 'Hoàn thành');
    await page.getByRole('link', { name: 'Tất cả nhiệm vụ' }).click();
  }
  await page.getByText('20 việc chưa gửi').waitFor();
  // The phone is put away and taken out again; still no network.
  await page.reload();
  await page.getByText('20 việc chưa gửi').waitFor();
  for (const { id } of tasks) expect(await timelineOf(id)).not.toContain('claimed');

  await context.setOffline(false);
  await page.getByText(/việc chưa gửi/).waitFor({ state: 'hidden' });
  for (const { id } of tasks) {
    await eventually('it is resolved', async () => (await timelineOf(id)).includes('resolved') || null);
    const done = (await timelineOf(id)).filter((type) =>
      ['claimed', 'enRoute', 'onScene', 'resolved'].includes(type),
    );
    expect(done).toEqual(['claimed', 'enRoute', 'onScene', 'resolved']);
  }
  await close();
});

test('photos taken without a network go out before the end of the work, and either can be taken back', async () => {
  const { id, code } = await aTask('Cần ảnh hiện trường');
  for (const step of ['claim', 'onScene']) await team('POST', `/tickets/${id}/${step}`, {});
  const { page, context, complaints, close } = await lab.openAs(province, { width: 390 });
  const photo = { name: 'IMG_0001.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.getByRole('link').filter({ hasText: code }).click();
  await page.getByRole('link', { name: 'Gọi 0912555010' }).waitFor();
  await context.setOffline(true);
  await press(page, 'Hoàn thành');
  const choose = page.getByLabel('Chụp hoặc chọn ảnh').and(page.locator('input'));
  await choose.setInputFiles([photo, { ...photo, name: 'IMG_0002.png' }]);
  await page.getByRole('img', { name: 'Ảnh chưa gửi' }).nth(1).waitFor();
  await page.getByRole('button', { name: 'Bỏ ảnh' }).first().click();
  await page.getByRole('img', { name: 'Ảnh chưa gửi' }).nth(1).waitFor({ state: 'detached' });
  await choose.setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByText('Máy này không đọc được ảnh đó.').waitFor();

  await page.getByLabel('Đã tư vấn gì').fill('Đã tư vấn tại nhà');
  await press(page, 'Hoàn thành');
  await press(page, 'Hoàn tác');
  await press(page, 'Hoàn thành');
  expect(await page.getByLabel('Đã tư vấn gì').inputValue()).toBe('Đã tư vấn tại nhà');
  await page.getByRole('img', { name: 'Ảnh chưa gửi' }).waitFor();
  await press(page, 'Hoàn thành');
  await page.getByText('2 việc chưa gửi').waitFor();
  await page.reload();
  await page.getByText('2 việc chưa gửi').waitFor();
  const before = (await agent('GET', `/tickets/${id}`)).body as { attachments: unknown[] };
  expect([before.attachments, await timelineOf(id)]).toEqual([[], expect.not.arrayContaining(['resolved'])]);

  await context.setOffline(false);
  await page.getByText(/việc chưa gửi/).waitFor({ state: 'hidden' });
  await eventually('it is resolved', async () => (await timelineOf(id)).includes('resolved') || null);
  const { body } = await agent('GET', `/tickets/${id}`);
  expect((body as { attachments: object[] }).attachments).toMatchObject([{ type: 'image/jpeg' }]);
  expect(complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await close();
});

test('a network that wants a sign-in first answers with a page of its own: nothing is taken for sent', async () => {
  const { id, code } = await aTask('Mạng của nhà nghỉ, phải đăng nhập');
  const { page, context, complaints, close } = await lab.openAs(province, { width: 390 });
  await page.getByRole('link').filter({ hasText: code }).click();
  const portal = { contentType: 'text/html', body: '<h1>Mời đăng nhập Wi-Fi</h1>' };
  await context.route('**/api/v1/tickets/*/claim', (route) => route.fulfill(portal));
  await press(page, 'Nhận');
  await page.getByText('1 việc chưa gửi').waitFor();
  expect(await timelineOf(id)).not.toContain('claimed');
  await context.unroute('**/api/v1/tickets/*/claim');
  await press(page, 'Gửi lại');
  await page.getByText(/việc chưa gửi/).waitFor({ state: 'hidden' });
  await eventually('it is claimed', async () => (await timelineOf(id)).includes('claimed') || null);
  expect(complaints).toEqual([]);
  await close();
});

test('the link of an SMS opens the app for its ticket alone', async () => {
  const { id, code } = await aTask('Đội mở bằng đường dẫn');
  const link = await eventually('its link is there', () => linkTo(code));
  const other = await aTask('Phiếu khác của đội');
  const { page, complaints, close } = await lab.open({ width: 390 }, new URL(link).pathname);
  await press(page, 'Mở trong ứng dụng của đội');
  await press(page, 'Nhận');
  await page.getByText('48/3 Bạch Đằng').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/app/team/${id}`);
  await page.getByRole('link', { name: 'Tất cả nhiệm vụ' }).click();
  await page.getByRole('link').filter({ hasText: code }).waitFor();
  expect(await page.getByRole('link').filter({ hasText: other.code }).count()).toBe(0);
  expect(await timelineOf(id)).toContain('claimed');
  expect(complaints).toEqual([]);
  await close();

  const plain = await lab.open({ width: 390, withoutScript: true }, new URL(link).pathname);
  await plain.page.getByText('Đội bạn đã nhận phiếu này').waitFor();
  expect(await plain.page.getByRole('button', { name: 'Mở trong ứng dụng của đội' }).isVisible()).toBe(false);
  await plain.close();
});

test('a team that was too late is told who has the ticket, and sends nothing more for it', async () => {
  const { id, code } = await aTask('Hai đội cùng muốn nhận');
  const { page, context, close } = await lab.openAs(province, { width: 390 });
  await page.getByRole('link').filter({ hasText: code }).click();
  await page.getByRole('button', { name: 'Nhận', exact: true }).waitFor();
  await context.setOffline(true);
  await press(page, 'Nhận');
  await press(page, 'Đang đi');

  const dispatcher = await lab.system.person({ role: 'dispatcher', unitCode: '74' });
  const teams = await dispatcher('GET', '/teams?unit=25747');
  const other = (teams.body as { items: { id: string; name: string; fields: string[] }[] }).items.find(
    (one) => one.fields.includes('medical'),
  );
  const sent = await dispatcher('POST', `/tickets/${id}/dispatch`, { teamId: other?.id });
  expect(sent.status).toBeLessThan(300);
  const quicker = await lab.system.person({ role: 'responder', teamId: other?.id ?? '' });
  expect((await quicker('POST', `/tickets/${id}/claim`, {})).status).toBeLessThan(300);

  await context.setOffline(false);
  const alert = page.getByRole('alert').filter({ hasText: code });
  await alert.waitFor();
  expect(await alert.innerText()).toContain(`${other?.name ?? ''} đã nhận phiếu này.`);
  await press(page, 'Đã hiểu');
  await page.getByText('Phiếu không còn ở đội bạn').waitFor();
  expect(await timelineOf(id)).not.toContain('enRoute');
  await close();
});

test('a team that cannot come says why with one press, and is not asked again', async () => {
  const { id, code } = await aTask('Đội đang bận');
  const { page, complaints, close } = await lab.openAs(province, { width: 390 });
  await page.getByRole('link').filter({ hasText: code }).click();
  await press(page, 'Không thể nhận');
  await press(page, 'Không có phương tiện');
  await page.getByText('Phiếu không còn ở đội bạn').waitFor();
  await eventually('it is declined', async () => (await timelineOf(id)).includes('declined') || null);
  expect(complaints).toEqual([]);
  await close();
});
