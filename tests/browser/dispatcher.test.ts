import { eventually } from '../support/eventually';
import { openBrowserLab, type BrowserLab } from '../support/browser-lab';
import type { Person } from '../support/system';

let lab: BrowserLab;
let agent: Person;
beforeAll(async () => {
  lab = await openBrowserLab();
  agent = await lab.system.person({ role: 'agent' });
});
afterAll(() => lab.close());

const centre = { username: 'dispatcher1.718' };
const colleague = { username: 'dispatcher1.74' };
const phuCuong = '25747';

let calls = 0;
/** A call from Phú Cường, offered to the teams around it. */
async function aTicket(change: object = {}): Promise<{ id: string; code: string }> {
  calls += 1;
  const { status, body } = await agent('POST', '/tickets', {
    ...{ category: 'f0Consult', channel: 'hotline1022' },
    caller: { name: 'Nguyễn Thị Lan', phone: `0907${String(100_000 + calls)}` },
    location: { unitCode: phuCuong, address: `${String(calls)} Bạch Đằng` },
    description: 'Test nhanh hai vạch, sốt ngày thứ hai, nhà có trẻ nhỏ',
    ...change,
  });
  expect(status).toBe(201);
  const { id, code } = body as { id: string; code: string };
  await lab.system.ticketWhen(agent, id, 'it was offered', (ticket) => ticket.status === 'dispatched');
  return { id, code };
}

test('the ticket that breaches next is first; another team is sent by keyboard, and its SMS arrives', async () => {
  await aTicket();
  const urgent = await aTicket({
    ...{ category: 'emergency', description: 'Chồng tôi ngất, gọi không trả lời' },
  });
  const { page, complaints, close } = await lab.openAs(centre, { width: 1440 });
  const rows = page.getByRole('list', { name: 'Hàng đợi' }).getByRole('link');
  await rows.first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/app/queue');
  expect(await rows.first().textContent()).toContain(urgent.code);

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: urgent.code }).waitFor();
  expect(await page.getByRole('heading', { name: 'Ai đang trực tại chỗ' }).isVisible()).toBe(true);

  await page.keyboard.press('d');
  await page.getByRole('combobox', { name: 'Đội' }).waitFor();
  await page.keyboard.type('cuu tro tinh');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Đội ở xã đang bận');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Đã cử đội, đang báo cho họ.').waitFor();

  const told = page.getByRole('region', { name: 'Đã báo cho ai' }).getByRole('listitem');
  const arrived = told.filter({ hasText: 'Đội phản ứng nhanh cứu trợ' }).filter({ hasText: 'Đã đến máy' });
  await arrived.first().waitFor({ timeout: 30_000 });
  const story = page.getByRole('region', { name: 'Diễn biến' });
  await story.getByText('Đội ở xã đang bận').waitFor();
  expect(await story.textContent()).toContain('Cử Đội phản ứng nhanh cứu trợ tỉnh Bình Dương');
  expect(complaints).toEqual([]);
  await close();
});

test('a citizen rings about a ticket: it is found from anywhere by the number or the beginning of the code', async () => {
  const { id, code } = await aTicket({ caller: { name: 'Lê Văn Tám', phone: '0907 555 321' } });
  const { page, complaints, close } = await lab.openAs(centre, { width: 1440 });
  await page.getByRole('heading', { level: 1, name: 'Hàng đợi' }).waitFor();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Mã phiếu hoặc số điện thoại người gọi' });
  await box.waitFor();
  await page.keyboard.type('BD-000-000');
  await page.getByText('Không có phiếu nào như vậy trong khu vực của bạn.').waitFor();
  await box.fill('0907555321');
  await page.getByRole('option', { name: code }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: code }).waitFor();

  // Letters of a code are written as they come, and Escape leaves everything as it was.
  await page.keyboard.press('/');
  await box.fill(code.slice(0, 7).toLowerCase());
  await page.getByRole('option', { name: code }).waitFor();
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  expect(page.url()).toContain(`/tickets/${id}`);
  expect(complaints).toEqual([]);
  await close();
});

test('who comes second is told who won, and a change meanwhile is shown before anything is sent', async () => {
  const { id } = await aTicket();
  const team = await lab.system.person({ username: 'medical1.74' });
  const { page, close } = await lab.openAs(centre, { width: 1440 }, `/app/tickets/${id}`);
  await page.getByRole('button', { name: 'Trung tâm giữ' }).waitFor();
  // The console has not heard of it when the key is pressed.
  await page.route('**/api/v1/stream', (route) => route.abort());
  await page.route(`**/api/v1/tickets/${id}`, (route) => route.abort());
  expect((await team('POST', `/tickets/${id}/claim`, {})).status).toBe(200);
  await page.keyboard.press('c');
  await page
    .getByRole('alert')
    .getByText(/Đội phản ứng nhanh cấp cứu – y tế tỉnh Bình Dương đã nhận phiếu này/)
    .waitFor();

  await page.unroute(`**/api/v1/tickets/${id}`);
  await page.reload();
  await page.getByRole('button', { name: /Hủy phiếu/ }).waitFor();
  await page.keyboard.press('x');
  await page.getByLabel('Lý do').fill('Người dân báo nhầm');
  expect((await team('POST', `/tickets/${id}/enRoute`, {})).status).toBe(200);
  await page.keyboard.press('Control+Enter');
  const changed = page.getByRole('alert').filter({ hasText: 'phiếu đã thay đổi' });
  await changed.getByText('Đang đi').waitFor();
  expect(await page.getByLabel('Lý do').inputValue()).toBe('Người dân báo nhầm');
  await changed.getByRole('button', { name: 'Tôi đã xem, vẫn làm' }).click();
  await page.getByText('Đã hủy phiếu.').waitFor();
  await close();
});

test('two dispatchers with the same ticket open see each other', async () => {
  const { id } = await aTicket();
  const [first, second] = await Promise.all([
    lab.openAs(centre, { width: 1440 }, `/app/tickets/${id}`),
    lab.openAs(colleague, { width: 1440 }, `/app/tickets/${id}`),
  ]);
  const seen = (window: typeof first) => window.page.getByText(/Cũng đang mở phiếu này: .+ \(Điều phối viên/);
  await Promise.all([seen(first).waitFor(), seen(second).waitFor()]);
  await second.page.getByRole('link', { name: '← Hàng đợi' }).click();
  await seen(first).waitFor({ state: 'detached' });
  expect([...first.complaints, ...second.complaints]).toEqual([]);
  await first.close();
  await second.close();
});

test('a refusal stands beside its field, what was typed stays, and an undo takes a step back', async () => {
  const { id } = await aTicket();
  const { page, close } = await lab.openAs(centre, { width: 1440 }, `/app/tickets/${id}`);
  await page.getByRole('button', { name: /Ghép trùng/ }).click();
  await page.getByRole('button', { name: 'Thực hiện' }).click();
  await page.getByText('cần điền').waitFor();
  const main = await aTicket();
  await page.getByLabel('Mã phiếu chính').fill(main.code);
  await page.getByRole('button', { name: 'Thực hiện' }).click();
  await page.getByText('Đã ghép.').waitFor();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByText('Đã hoàn tác.').waitFor();
  await eventually('the ticket is worked again', async () => {
    const { body } = await agent('GET', `/tickets/${id}`);
    return (body as { duplicateOf: string | null }).duplicateOf === null ? true : null;
  });
  await close();
});

test('an order about a ticket stands on its page, with how far it has come', async () => {
  const { code } = await aTicket();
  const chairman = await lab.system.person({ username: 'commander.718' });
  const inHours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();
  const given = await chairman('POST', '/command-orders', {
    text: 'Cử người hỗ trợ đội y tế tại chỗ',
    ...{ given: { by: 'phone' }, to: { unitCodes: [phuCuong] }, tickets: [code] },
    ...{ acknowledgeBy: inHours(1), resultBy: inHours(4) },
  });
  expect(given.status).toBe(201);
  const { page, complaints, close } = await lab.openAs(centre, { width: 1440 }, `/app/tickets/${code}`);
  const orders = page.getByRole('region', { name: 'Mệnh lệnh về phiếu này' });
  await orders.getByText('0/1 đã nhận').waitFor();
  const commune = await lab.system.person({ username: `commander.${phuCuong}` });
  await commune('POST', `/command-orders/${String(given.body.id)}/acknowledge`, {});
  await orders.getByText('1/1 đã nhận').waitFor();
  await orders.getByRole('link', { name: String(given.body.code) }).click();
  await page.getByRole('heading', { level: 1, name: String(given.body.code) }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});
