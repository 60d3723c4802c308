import { createSessionTokens } from '../../src/api/auth/session-token';
import { TemporalUnavailable } from '../../src/api/ticket-desk';
import { ownerOf } from '../../src/domain/ticket';
import { messageIdOf } from '../../src/notifications/outbox';
import { eventually } from '../support/eventually';
import { aPage, citizenPhone, openTelephonyLab, otherResponder, responder } from '../support/telephony-lab';
import { withoutTokens } from '../support/without-tokens';
import type { MessageIntent } from '../../src/domain/message';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import type { TelephonyLab } from '../support/telephony-lab';

let lab: TelephonyLab;
beforeAll(async () => {
  lab = await openTelephonyLab();
});
afterAll(() => lab.close());
afterEach(() => lab.memory.goesAway(null));

const sent = async (ticket: StoredTicket, to = responder): Promise<MessageIntent> => {
  const page = aPage('sms', to);
  await lab.sends(ticket, page);
  await eventually('the link is sent', async () => {
    const row = await lab.messages.find(messageIdOf(page.key));
    return row?.providerId ? row : null;
  });
  return page;
};
const open = (link: string, language = 'vi'): Promise<Response> => fetch(`${link}?lang=${language}`);
const press = (link: string, action: string, fields: Record<string, string> = {}): Promise<Response> =>
  fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ action, lang: 'vi', ...fields }),
    redirect: 'manual',
  });
const ownerNow = async (ticket: StoredTicket): Promise<string | null | undefined> =>
  ownerOf((await lab.tickets.find(ticket.id))!.state)?.teamId;

/** What only the owner may see of the citizen. */
const secrets = ['Nguyễn Thị Lan', citizenPhone, '12 đường 13/3', 'Chồng tôi ngất'];

test('opening the link shows enough to decide and nothing about the citizen, and claims nothing', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  for (let time = 0; time < 3; time += 1) {
    const response = await open(link);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain(ticket.code);
    expect(text).toContain('Chánh Nghĩa');
    expect(text).toContain('Nhận phiếu');
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain('<script');
  }
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
  expect(await ownerNow(ticket)).toBeUndefined();
  expect(lab.memory.commands.filter(({ action }) => action === 'claim')).toEqual([]);
  expect(lab.shown).toEqual([]);
});

test('no cache, no search engine and no next site learns of the link', async () => {
  const { headers } = await open(lab.linkOf(await sent(lab.aTicketOffered())));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toContain('noindex');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('a team claims, sees where to go, and takes the ticket to its end with proof, by the one link', async () => {
  const ticket = lab.aTicketOffered({
    intake: {
      location: {
        unitCode: '25777',
        address: '12 đường 13/3, khu phố 4A',
        point: { lat: 10.98, lng: 106.65 },
      },
    },
  });
  const link = lab.linkOf(await sent(ticket));
  const claimed = await press(link, 'claim');
  expect(claimed.status).toBe(303);
  expect(claimed.headers.get('location')).toBe(`${new URL(link).pathname}?lang=vi`);
  const owned = await (await open(link)).text();
  for (const secret of secrets) expect(owned).toContain(secret);
  expect(owned).toContain(`href="tel:${citizenPhone}"`);
  expect(owned).toContain('mlat=10.98');
  expect(lab.shown).toContainEqual({ ticketId: ticket.id, userId: responder.userId, via: 'link' });
  expect((await press(link, 'enRoute')).status).toBe(303);
  expect((await press(link, 'onScene')).status).toBe(303);
  const missing = await press(link, 'resolve', { outcome: 'Đã sơ cứu', handoverTo: '  ' });
  expect(missing.status).toBe(422);
  expect(await missing.text()).toContain('Xin ghi đủ các mục');
  expect((await press(link, 'resolve', { outcome: 'Đã sơ cứu', handoverTo: 'Trạm y tế' })).status).toBe(303);
  const resolved = lab.memory.commands.findLast(({ action }) => action === 'resolve');
  expect(resolved?.command).toMatchObject({
    actor: { userId: 'user-1', teamId: 'team-1', via: 'link' },
    evidence: { outcome: 'Đã sơ cứu', handoverTo: 'Trạm y tế' },
    required: ['outcome', 'handoverTo'],
  });
  const done = await (await open(link)).text();
  expect(done).toContain('đã hoàn thành');
  for (const secret of secrets) expect(done).not.toContain(secret);
});

describe('the team’s app, opened by the link', () => {
  const press = (link: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(link, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ action: 'app', lang: 'vi' }) },
      headers: { origin: lab.publicUrl, ...headers },
    });
  const tokenIn = (answer: Response): string =>
    /^truc_session=([^;]+);/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const tokens = createSessionTokens('a secret key for tests');

  test('gets a session for this ticket and this team, for half a day, that no script can read', async () => {
    const [ticket, next] = [lab.aTicketOffered(), lab.aTicketOffered()];
    const link = lab.linkOf(await sent(ticket));
    expect(await (await open(link)).text()).toContain('Mở trong ứng dụng của đội');
    const answer = await press(link);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/app/team/${ticket.id}`]);
    expect(answer.headers.get('set-cookie')).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await ownerNow(ticket)).toBeUndefined();
    const session = tokens.read(tokenIn(answer));
    expect(session).toMatchObject({ userId: 'user-1', link: { teamId: 'team-1', ticketIds: [ticket.id] } });
    expect(session?.link?.until.getTime()).toBeLessThanOrEqual(Date.now() + 12 * 3_600_000);

    const cookie = `truc_session=${tokenIn(answer)}`;
    const second = await press(lab.linkOf(await sent(next)), { cookie });
    expect(tokens.read(tokenIn(second))?.link?.ticketIds).toEqual([ticket.id, next.id]);
    const colleague = await press(lab.linkOf(await sent(ticket, otherResponder)), { cookie });
    expect(tokens.read(tokenIn(colleague))).toMatchObject({
      link: { teamId: 'team-2', ticketIds: [ticket.id] },
    });
  });

  test('leaves whoever is signed in with a password as they are', async () => {
    const ticket = lab.aTicketOffered();
    const cookie = `truc_session=${tokens.issue('user-1').accessToken}`;
    const answer = await press(lab.linkOf(await sent(ticket)), { cookie });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([303, null]);
  });

  test('opens from our own page alone, and not by a link that shows nothing any more', async () => {
    const ticket = lab.aTicketOffered();
    const link = lab.linkOf(await sent(ticket));
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await press(link, headers);
      expect([headers, answer.status, answer.headers.get('set-cookie')]).toEqual([headers, 403, null]);
    }
    const page = await sent(ticket);
    await lab.database.connection
      .collection<{ _id: string }>('messages')
      .updateOne(
        { _id: messageIdOf(page.key) },
        { $set: { createdAt: new Date(Date.now() - 25 * 3_600_000) } },
      );
    const expired = await press(lab.linkOf(page));
    expect([expired.status, expired.headers.get('set-cookie')]).toEqual([410, null]);
    const team = lab.teams.get('team-1')!;
    lab.teams.set('team-1', { ...team, active: false });
    const closed = await press(link);
    lab.teams.set('team-1', team);
    expect([closed.status, closed.headers.get('set-cookie')]).toEqual([404, null]);
  });
});

test('two teams press at once: one has it, the other is told who and when', async () => {
  const ticket = lab.aTicketOffered();
  const links = [lab.linkOf(await sent(ticket)), lab.linkOf(await sent(ticket, otherResponder))];
  const answers = await Promise.all(links.map((link) => press(link, 'claim')));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  const lost = answers.findIndex(({ status }) => status === 409);
  const winner = (await ownerNow(ticket)) === 'team-1' ? 'Đội y tế Chánh Nghĩa' : 'Đội y tế Phú Cường';
  expect(await answers[lost]?.text()).toMatch(new RegExp(`${winner} đã nhận phiếu này lúc \\d\\d:\\d\\d`));
  const later = await open(links[lost]!);
  expect(later.status).toBe(410);
  const text = await later.text();
  expect(text).toContain(winner);
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test('pressing claim again and again is one claim', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  const answers = await Promise.all(Array.from({ length: 8 }, () => press(link, 'claim')));
  for (const { status } of answers) expect(status).toBe(303);
  expect((await lab.tickets.find(ticket.id))?.state.assignments).toHaveLength(1);
});

test('a team that cannot come says why, and its link has done its one service', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  expect((await press(link, 'decline', { reason: 'noVehicle' })).status).toBe(303);
  expect(lab.memory.commands.at(-1)).toMatchObject({
    action: 'decline',
    command: { teamId: 'team-1', reason: 'noVehicle' },
  });
  expect((await open(link)).status).toBe(410);
  await press(link, 'claim');
  expect(await ownerNow(ticket)).toBeUndefined();
});

test('handed back, the used link neither claims again nor shows the citizen any more', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  await press(link, 'claim');
  const { assignments } = (await lab.tickets.find(ticket.id))!.state;
  const endedAt = new Date().toISOString();
  lab.memory.change(ticket.id, {
    status: 'dispatched',
    assignments: assignments.map((one) => ({ ...one, endedAt, endReason: 'handedBack' as const })),
  });
  const text = await (await open(link)).text();
  expect(text).toContain('đã được dùng');
  for (const secret of secrets) expect(text).not.toContain(secret);
  await press(link, 'claim');
  expect(await ownerNow(ticket)).toBeUndefined();
});

test('a link dies after a day, when the ticket is finished, and with its team or its person', async () => {
  const old = lab.aTicketOffered();
  const oldPage = await sent(old);
  await lab.database.connection
    .collection<{ _id: string }>('messages')
    .updateOne(
      { _id: messageIdOf(oldPage.key) },
      { $set: { createdAt: new Date(Date.now() - 25 * 3_600_000) } },
    );
  expect(await (await open(lab.linkOf(oldPage))).text()).toContain('24 giờ');
  await press(lab.linkOf(oldPage), 'claim');
  expect(await ownerNow(old)).toBeUndefined();

  const finished = lab.aTicketOffered();
  const finishedLink = lab.linkOf(await sent(finished));
  lab.memory.change(finished.id, { status: 'cancelled' });
  expect(await (await open(finishedLink)).text()).toContain('đã kết thúc');

  const left = lab.aTicketOffered();
  const leftLink = lab.linkOf(await sent(left));
  const user = lab.users.get('user-1')!;
  lab.users.set('user-1', { ...user, active: false });
  expect((await open(leftLink)).status).toBe(404);
  lab.users.set('user-1', user);
});

test('a link that was made up, cut off or meant for somebody else’s message opens nothing', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  for (const forged of [
    `${link.slice(0, -1)}`,
    `${link.slice(0, -1)}${link.endsWith('a') ? 'b' : 'a'}`,
    `${lab.publicUrl}/c/${messageIdOf('x')}`,
    `${lab.publicUrl}/c/%00`,
  ]) {
    expect((await open(forged)).status).toBe(404);
    expect((await press(forged, 'claim')).status).toBe(404);
  }
  expect(await ownerNow(ticket)).toBeUndefined();
});

test('with nobody able to decide just now, the phone is told to press again, and what it asked is not done', async () => {
  const ticket = lab.aTicketOffered();
  const link = lab.linkOf(await sent(ticket));
  lab.memory.goesAway(new TemporalUnavailable(new Error('away')));
  const answer = await press(link, 'claim');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.text()).toContain('Chưa ghi nhận gì');
  lab.memory.goesAway(null);
  expect((await press(link, 'claim')).status).toBe(303);
});

test('an unknown button is a clear answer', async () => {
  const link = lab.linkOf(await sent(lab.aTicketOffered()));
  expect((await press(link, 'explode')).status).toBe(422);
  expect((await fetch(link, { method: 'POST', redirect: 'manual' })).status).toBe(422);
});

test('the page speaks English when asked, and a caller’s words stay words', async () => {
  const ticket = lab.aTicketOffered({ intake: { description: '<script>alert(1)</script> & "x"' } });
  const link = lab.linkOf(await sent(ticket));
  expect(await (await open(link, 'en')).text()).toContain('Claim the ticket');
  await press(link, 'claim');
  const text = await (await open(link, 'en')).text();
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;');
  expect(text).not.toContain('<script>');
});

describe('a citizen follows a report', () => {
  const look = (code: string, digits: string): Promise<Response> =>
    fetch(`${lab.publicUrl}/t/${code}`, { method: 'POST', body: new URLSearchParams({ digits }) });

  test('with the last four digits of the phone they see steps and times, and nothing about anybody’s health', async () => {
    const ticket = lab.aTicketOffered();
    const asked = await (await fetch(`${lab.publicUrl}/t/${ticket.code}`)).text();
    expect(asked).toContain('Bốn số cuối');
    expect(asked).not.toContain('Đã tiếp nhận');
    const response = await look(ticket.code, '4567');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('Đã tiếp nhận phản ánh');
    expect(Buffer.byteLength(text)).toBeLessThan(30_000);
    expect(withoutTokens(text)).not.toMatch(/ngất|cấp cứu|y tế|F0|bệnh/i);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test('an unknown code, wrong digits and an anonymous report are the same answer', async () => {
    const ticket = lab.aTicketOffered();
    const anonymous = lab.aTicketOffered({ intake: { caller: { anonymous: true } } });
    const answers = await Promise.all([
      look(ticket.code, '0000'),
      look('BD-AAA-AAA', '4567'),
      look(anonymous.code, '4567'),
      look(ticket.code, ''),
    ]);
    const pages = await Promise.all(
      answers.map(async (answer) => (await answer.text()).replace(/BD-\w{3}-\w{3}/g, 'CODE')),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(pages).size).toBe(1);
  });

  test('guessing the four digits of one report is stopped after ten tries', async () => {
    const ticket = lab.aTicketOffered();
    for (let guess = 0; guess < 10; guess += 1)
      expect((await look(ticket.code, String(1_000 + guess))).status).toBe(404);
    const stopped = await look(ticket.code, '4567');
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
