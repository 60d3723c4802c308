import { eventually } from '../support/eventually';
import { openSystem } from '../support/system';
import type { Person, System } from '../support/system';

/** A call in every category, from the agent's save to the last SMS, through both processes. */

let system: System;
let agent: Person;
beforeAll(async () => {
  system = await openSystem();
  agent = await system.person({ role: 'agent', unitCode: '74' });
}, 120_000);
afterAll(() => system.close());

const evidence: Record<string, string> = {
  outcome: 'đã xử lý tại chỗ',
  handoverTo: 'bác sĩ trực Bệnh viện 512 giường',
  receivingHospital: 'Bệnh viện đa khoa tỉnh',
  adviceGiven: 'uống đủ nước, đo SpO2 hai lần một ngày',
  recipientConfirmed: 'người nhà ký nhận',
  decisionNumber: '12/QĐ-XPHC',
  testReferral: 'trạm y tế phường Phú Cường',
};

let caller = 903_200_000;

async function call(category: string, details: object = {}, more: object = {}) {
  caller += 1;
  const phone = `+84${String(caller)}`;
  const { status, body } = await agent('POST', '/tickets', {
    category,
    channel: 'hotline1022',
    caller: { name: 'Nguyễn Thị Hoa', phone },
    location: { unitCode: '25747', address: '12 Lê Lợi' },
    description: 'cần giúp',
    details: { answers: {}, ...details },
    ...more,
  });
  expect([status, body.detail]).toEqual([201, undefined]);
  return { id: String(body.id), code: String(body.code), citizen: system.phones.phone(phone) };
}

/**
 * Everybody of a team of the province with an account wants to be called in the moment of the page; answers the
 * number of whoever is on duty now, which changes twice a day.
 */
async function ringsAtOnce(teamId: string): Promise<string> {
  const { body } = await agent('GET', '/units/74/directory');
  const team = body.teams.find(({ id }: { id: string }) => id === teamId);
  const onDuty = team.onDuty.map(({ userId }: { userId: string }) => userId);
  const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'];
  const rules = ['push', 'voice'].map((channel) => ({ channel, afterMs: 0, priorities }));
  const numbers: string[] = [];
  for (const { username, phone } of system.accounts.filter((account) => account.teamId === teamId)) {
    const member = await system.person({ username });
    const { status } = await member('PUT', '/me/notification-rules', { rules });
    expect(status).toBe(200);
    const me = await member('GET', '/me');
    if (phone !== undefined && onDuty.includes(me.body.id)) numbers.push(phone);
  }
  const [first = ''] = numbers;
  expect(first).not.toBe('');
  return first;
}

test.each([
  ['emergency', 'P1', 'medical', 3],
  ['hospitalTransfer', 'P2', 'medical', 1],
  ['f0Consult', 'P3', 'medical', 1],
  ['suspectedCase', 'P3', 'medical', 1],
  ['securityReport', 'P3', 'security', 1],
  ['foodRelief', 'P3', 'relief', 1],
  ['other', 'P4', 'relief', null],
])(
  '%s: %s, claimed, worked and answered for; the citizen hears of each step',
  async (category, priority, field, steps) => {
    const { id, code, citizen } = await call(category);
    await citizen.expectsSms(new RegExp(`^1022 BD: .*${code}`));
    let ticket = await system.ticketWhen(
      agent,
      id,
      'the ticket is on its ladder',
      ({ ladder }) => ladder !== null,
    );
    expect(ticket).toMatchObject({ priority, field });
    if (steps === null) {
      // An ordinary ticket pages only in working hours; the dispatcher sends a team by hand at any hour.
      const dispatcher = await system.person({ role: 'dispatcher', unitCode: '74' });
      const sent = await dispatcher('POST', `/tickets/${id}/dispatch`, { teamId: `team-74-${field}` });
      expect(sent.status).toBe(200);
    } else {
      ticket = await system.ticketWhen(agent, id, 'teams are paged', ({ status }) => status === 'dispatched');
      expect(ticket.timeline.filter(({ type }: { type: string }) => type === 'stepOpened')).toHaveLength(
        steps,
      );
    }
    const responder = await system.person({ teamId: `team-74-${field}` });
    const claimed = await responder('POST', `/tickets/${id}/claim`, {});
    expect(claimed.body).toMatchObject({ status: 'claimed', ownerTeamId: `team-74-${field}` });
    await citizen.expectsSms(new RegExp(`${code}.*da co doi nhan`));
    for (const action of ['enRoute', 'onScene']) {
      expect((await responder('POST', `/tickets/${id}/${action}`, {})).body).toMatchObject({
        status: action,
      });
    }
    const bare = await responder('POST', `/tickets/${id}/resolve`, { evidence: {} });
    expect(bare).toMatchObject({ status: 422, body: { missing: expect.any(Array) } });
    const shown = Object.fromEntries(bare.body.missing.map((kind: string) => [kind, evidence[kind]]));
    expect((await responder('POST', `/tickets/${id}/resolve`, { evidence: shown })).body).toMatchObject({
      status: 'resolved',
    });
    const { body: closed } = await agent('POST', `/tickets/${id}/close`, {});
    expect(closed).toMatchObject({ status: 'closed', sla: 'ok' });
    await citizen.expectsSms(new RegExp(`${code}.*da xu ly xong`));
    await citizen.expectsNothingElse();
    const seqs = closed.timeline.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(seqs.map((_: number, index: number) => index + 1));
    for (const clock of closed.clocks.filter(({ tier }: { tier?: string }) => !tier)) {
      expect([clock.name, clock.state]).toEqual([clock.name, 'met']);
    }
  },
);

test('a team is paged by SMS with a link and by voice; key 1 claims and is spoken back', async () => {
  const team = system.phones.phone(await ringsAtOnce('team-74-medical'));
  await team.behaves('answers', { presses: '' });
  const { id, code } = await call('f0Consult');
  await team.expectsSms(new RegExp(`${code}.*http.*/c/`));
  await team.expectsCall(/Bấm phím|phím/i);
  await team.press('1');
  const ticket = await system.ticketWhen(
    agent,
    id,
    'the keypad claimed',
    ({ status }) => status === 'claimed',
  );
  expect(ticket.assignments.at(-1)).toMatchObject({ teamId: 'team-74-medical', via: 'voice' });
  await team.behaves('sleeps');
});

test('somebody claims in the app: the phones that ring stop, and the ledger says why', async () => {
  const team = system.phones.phone(await ringsAtOnce('team-74-medical'));
  await team.behaves('sleeps');
  const { id } = await call('f0Consult');
  const { sid } = await team.expectsCall(/(?:)/, 'ringing');
  const responder = await system.person({ teamId: 'team-74-medical' });
  await responder('POST', `/tickets/${id}/claim`, {});
  await eventually('it has stopped', async () =>
    (await team.heard()).some((one) => one.sid === sid && one.status === 'canceled') ? true : null,
  );
  const calls = await eventually('every phone is silent', async () => {
    const { body } = await agent('GET', `/tickets/${id}/messages`);
    const found = body.items.filter(({ template }: { template: string }) => template === 'team.page.voice');
    return found.every(({ status }: { status: string }) => status === 'undelivered') ? found : null;
  });
  expect(calls.length).toBeGreaterThan(0);
  for (const one of calls) expect(one).toMatchObject({ withdrawnBecause: 'already-claimed' });
});

test('a team declines by key 2: the next tier is asked in the same moment', async () => {
  const declined: string[] = [];
  await ringsAtOnce('team-74-medical');
  for (const { phone, teamId } of system.accounts) {
    if (teamId === 'team-74-medical' && phone) {
      await system.phones.phone(phone).behaves('declines');
      declined.push(phone);
    }
  }
  const { id } = await call('f0Consult');
  const ticket = await system.ticketWhen(agent, id, 'the district is asked', ({ ladder }) =>
    ladder?.steps.some(
      ({ tier, status }: { tier: string; status: string }) => tier === 'district' && status === 'open',
    ),
  );
  expect(ticket.declinedTeamIds).toEqual(['team-74-medical']);
  for (const phone of declined) await system.phones.phone(phone).behaves('sleeps');
});

test('two hundred people tap the claim button at once: one team has it and the others are told which', async () => {
  const { id } = await call('emergency');
  await system.ticketWhen(agent, id, 'teams are paged', ({ status }) => status === 'dispatched');
  const people = await Promise.all(
    ['team-74-medical', 'team-718-medical', 'team-25747-response'].map((teamId) => system.person({ teamId })),
  );
  const answers = await Promise.all(
    Array.from({ length: 200 / people.length + 1 }, () =>
      people.map((person) => person('POST', `/tickets/${id}/claim`, {})),
    ).flat(),
  );
  const { body: ticket } = await agent('GET', `/tickets/${id}`);
  expect(ticket.timeline.filter(({ type }: { type: string }) => type === 'claimed')).toHaveLength(1);
  const refused = answers.filter((answer) => answer.status === 409);
  const granted = answers.filter((answer) => answer.status === 200);
  expect(answers.length).toBeGreaterThanOrEqual(200);
  expect(granted.length).toBe(answers.length / people.length);
  expect(refused.length).toBe(answers.length - granted.length);
  for (const answer of refused) {
    expect(answer.body).toMatchObject({
      claimedBy: { teamId: ticket.ownerTeamId, teamName: expect.any(String) },
    });
  }
});

test('a responder of another district sees and touches nothing', async () => {
  const { id, code } = await call('f0Consult');
  const stranger = await system.person({ teamId: 'team-25942-response' });
  for (const path of [`/tickets/${id}`, `/tickets/${code}`]) {
    expect((await stranger('GET', path)).status).toBe(404);
  }
  expect((await stranger('POST', `/tickets/${id}/claim`, {})).status).toBe(404);
  const { body } = await stranger('GET', '/tickets');
  expect(body.items.map((ticket: { id: string }) => ticket.id)).not.toContain(id);
});

test('taken at the commune’s own hotline the ticket starts there, visible upward at once', async () => {
  const { id } = await call('f0Consult', {}, { channel: 'hotlineCommune' });
  const ticket = await system.ticketWhen(
    agent,
    id,
    'the commune is asked',
    ({ status }) => status === 'dispatched',
  );
  expect(
    ticket.ladder.steps.map(({ tier, status }: { tier: string; status: string }) => [tier, status]),
  ).toEqual([
    ['commune', 'open'],
    ['district', 'waiting'],
    ['province', 'waiting'],
  ]);
  const district = await system.person({ role: 'dispatcher', unitCode: '718' });
  expect((await district('GET', `/tickets/${id}`)).status).toBe(200);
});

test('since 2025 the ladder has two steps: the same call in the new ward goes province, then commune', async () => {
  const newAgent = await system.person({ role: 'agent', unitCode: '79' });
  const { status, body } = await newAgent('POST', '/tickets', {
    category: 'f0Consult',
    channel: 'hotline1022',
    caller: { phone: '0903 299 999' },
    location: { unitCode: '7925747' },
    description: 'sốt',
  });
  expect(status).toBe(201);
  const ticket = await system.ticketWhen(
    newAgent,
    body.id,
    'teams are paged',
    ({ status: now }) => now === 'dispatched',
  );
  expect(ticket.ladder.steps.map(({ tier }: { tier: string }) => tier)).toEqual(['province', 'commune']);
});

test('a red flag among the answers makes any call an emergency, and the ticket says which', async () => {
  const { id } = await call('f0Consult', { answers: { spo2: 88 } });
  const ticket = await system.ticketWhen(
    agent,
    id,
    'teams are paged',
    ({ status }) => status === 'dispatched',
  );
  expect(ticket).toMatchObject({ priority: 'P1', triage: { because: 'redFlag' } });
  expect(ticket.triage.redFlags.length).toBeGreaterThan(0);
});

test('nothing a person said lies readable in Temporal’s history, in Redis or in the log', async () => {
  const canary = 'CHUỖI-KIỂM-TRA-8842';
  const { id } = await call(
    'f0Consult',
    {},
    { description: canary, caller: { name: canary, phone: '+84903277777' } },
  );
  await system.ticketWhen(agent, id, 'teams are paged', ({ status }) => status === 'dispatched');
  await agent('POST', `/tickets/${id}/note`, { text: canary });
  const history = await system.client.workflow.getHandle(`ticket/${id}`).fetchHistory();
  const bytes = Buffer.from(JSON.stringify(history)).toString();
  for (const secret of [canary, Buffer.from(canary).toString('base64').slice(0, 20), '903277777']) {
    expect(bytes).not.toContain(secret);
    expect(system.complaints.join('')).not.toContain(secret);
  }
});
