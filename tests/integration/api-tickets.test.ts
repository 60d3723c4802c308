import { aCall, aKey, openApiLab, type ApiLab } from '../support/api-lab';
import { people, type Person } from '../support/api-organisation';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const ask = (person: Person, id: string, action: string, body: object = {}) =>
  lab.as(person).post(`/api/v1/tickets/${id}/${action}`).send(body);

describe('an agent takes a call', () => {
  test('it is stored, answered with its address, and its workflow begins', async () => {
    const { body, headers } = await lab.as('agent').post('/api/v1/tickets').send(aCall()).expect(201);
    expect(body).toMatchObject({
      status: 'received',
      priority: 'P1',
      caller: { name: 'Nguyễn Thị Lan', phone: '+84901234567' },
      unitPath: [{ code: '74' }, { code: '718' }, { code: '25747' }],
      intakeUnit: { tier: 'province', code: '74' },
      redacted: false,
    });
    expect(body.code).toMatch(/^BD-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    expect(headers.location).toBe(`/api/v1/tickets/${body.id}`);
    await lab.desk.start({ id: body.id } as never);
    expect(lab.desk.started).toContain(body.id);
    const byCode = await lab.as('agent').get(`/api/v1/tickets/${body.code.toLowerCase()}`).expect(200);
    expect(byCode.body).toMatchObject({ id: body.id, status: 'triaged' });
    expect(byCode.headers.etag).toBe(`"${byCode.body.revision}"`);
  });

  test('a second call from the same number is shown beside it, most alike first', async () => {
    const call = { ...aCall(), caller: { phone: '0907 777 111' } };
    const first = await lab.as('agent').post('/api/v1/tickets').send(call).expect(201);
    const { body } = await lab
      .as('agent')
      .post('/api/v1/tickets')
      .send({ ...call, caller: { phone: '+84907777111' } })
      .expect(201);
    expect(body.duplicates[0]).toMatchObject({
      id: first.body.id,
      because: expect.arrayContaining([
        { sign: 'samePhone', share: 0.4 },
        { sign: 'sameHouse', share: 0.35 },
      ]),
    });
  });

  test('Temporal is away: the call is taken all the same', async () => {
    lab.desk.away = true;
    try {
      const { body } = await lab.as('agent').post('/api/v1/tickets').send(aCall()).expect(201);
      expect(lab.desk.started).not.toContain(body.id);
      const refused = await ask('agent', body.id, 'note', { text: 'gọi lại' }).expect(503);
      expect(refused.headers['retry-after']).toBe('5');
      expect(refused.body.type).toBe('http://localhost:8022/docs/problems#unavailable');
      const { body: health } = await lab.asNobody().get('/readyz').expect(200);
      expect(health).toEqual({
        status: 'degraded',
        servers: { mongodb: 'up', redis: 'up', temporal: 'down' },
      });
      expect(lab.log.some((line) => line.includes('started by the relay'))).toBe(true);
    } finally {
      lab.desk.away = false;
    }
  });

  test('a commune that was merged but still has a district team is another matter than one with nobody', async () => {
    const call = { ...aCall(), location: { unitCode: '25978' } };
    const { body } = await lab.as('agent').post('/api/v1/tickets').send(call).expect(422);
    expect(body).toMatchObject({
      title: 'No such unit',
      errors: [{ pointer: '/location/unitCode' }],
      successors: [],
    });
  });

  test.each([
    ['a phone that is none', { caller: { phone: '12' } }, 422, '/caller/phone'],
    ['an unknown unit', { location: { unitCode: '99999' } }, 422, '/location/unitCode'],
    ['an unknown category', { category: 'flood' }, 422, '/category'],
    ['an impossible answer', { details: { answers: { spo2: 900 } } }, 422, '/details/answers/spo2'],
    [
      'an answer to no question',
      { details: { answers: { shoeSize: 41 } } },
      422,
      '/details/answers/shoeSize',
    ],
    ['an unknown field', { colour: 'red' }, 400, '/colour'],
    ['no description', { description: undefined }, 400, '/description'],
    ['an empty description', { description: '  ' }, 400, '/description'],
    ['a channel that is none', { channel: 'pigeon' }, 400, '/channel'],
    [
      'a point on no map',
      { location: { unitCode: '25747', point: { lat: 1e308, lng: 0 } } },
      400,
      '/location/point/lat',
    ],
  ])('%s is refused by name, and the value is not repeated', async (_, change, status, pointer) => {
    const { body } = await lab
      .as('agent')
      .post('/api/v1/tickets')
      .send({ ...aCall(), ...change })
      .expect(status);
    expect(body.errors).toEqual(expect.arrayContaining([{ pointer, message: expect.any(String) }]));
    expect(JSON.stringify(body)).not.toMatch(/pigeon|flood|1e\+308|99999/);
  });
});

describe('the same request twice', () => {
  test('the same key and body give the same answer and one ticket', async () => {
    const key = aKey();
    const send = () => lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', key).send(aCall());
    const first = await send().expect(201);
    const again = await send().expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('twenty at the same moment are one ticket', async () => {
    const key = aKey();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', key).send(aCall()).expect(201),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('the same key with another body is refused', async () => {
    const key = aKey();
    await lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', key).send(aCall()).expect(201);
    const { body } = await lab
      .as('agent')
      .post('/api/v1/tickets')
      .set('Idempotency-Key', key)
      .send({ ...aCall(), description: 'chuyện khác' })
      .expect(422);
    expect(body.type).toMatch(/#key-reused$/);
  });

  test('a crash after the ticket was written and before it was answered makes no second one', async () => {
    const key = aKey();
    const send = () => lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', key).send(aCall());
    const first = await send().expect(201);
    await lab.connection.collection('answers').deleteMany({});
    const again = await send().expect(201);
    expect(again.body.id).toBe(first.body.id);
  });

  test("another person's key is another key", async () => {
    const key = aKey();
    const first = await lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', key).send(aCall());
    const other = await lab
      .as('dispatcher')
      .post('/api/v1/tickets')
      .set('Idempotency-Key', key)
      .send(aCall());
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test('the stored answer holds no name or number in clear', async () => {
    await lab.as('agent').post('/api/v1/tickets').set('Idempotency-Key', aKey()).send(aCall()).expect(201);
    const rows = JSON.stringify(await lab.connection.collection('answers').find().toArray());
    expect(rows).not.toMatch(/Nguyễn|84901234567/);
  });
});

describe('a team works on a ticket', () => {
  test('from the claim to the end, every step answers the new ticket', async () => {
    const { id } = await lab.offeredTicket();
    const claimed = await ask('responder', id, 'claim').expect(200);
    expect(claimed.body).toMatchObject({ status: 'claimed', ownerTeamId: 'response-25747', redacted: false });
    await ask('responder', id, 'enRoute').expect(200);
    await ask('responder', id, 'onScene').expect(200);
    const missing = await ask('responder', id, 'resolve').expect(422);
    expect(missing.body.type).toMatch(/#evidence-missing$/);
    const evidence = { outcome: 'tỉnh lại', handoverTo: 'xe cấp cứu' };
    await ask('responder', id, 'resolve', { evidence }).expect(200);
    const closed = await ask('agent', id, 'close').expect(200);
    expect(closed.body.status).toBe('closed');
    expect(closed.body.timeline.map(({ seq }: { seq: number }) => seq)).toEqual(
      closed.body.timeline.map((_: unknown, index: number) => index + 1),
    );
    const reopened = await ask('agent', id, 'reopen', { reason: 'vẫn còn mệt' }).expect(200);
    expect(reopened.body.reopenedCount).toBe(1);
  });

  test('two teams claim: one wins, the other is told who, by name', async () => {
    const { id } = await lab.offeredTicket();
    const answers = await Promise.all([
      ask('responder', id, 'claim'),
      ask('districtResponder', id, 'claim'),
      ask('provinceResponder', id, 'claim'),
    ]);
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([1, 2]);
    for (const { body } of lost) {
      expect(body.type).toMatch(/#already-claimed$/);
      expect(body.claimedBy).toEqual({
        teamId: won[0]?.body.ownerTeamId,
        teamName: `Đội ${won[0]?.body.ownerTeamId}`,
        userId: won[0]?.body.ownerUserId,
        at: won[0]?.body.assignments[0].claimedAt,
      });
    }
  });

  test('a stale If-Match changes nothing, the right one passes', async () => {
    const { id } = await lab.offeredTicket();
    const { headers, body } = await lab.as('agent').get(`/api/v1/tickets/${id}`);
    const stale = await ask('agent', id, 'note', { text: 'a' }).set('If-Match', '"0"').expect(412);
    expect(stale.body).toMatchObject({ revision: body.revision });
    await ask('agent', id, 'note', { text: 'a' })
      .set('If-Match', headers.etag ?? '')
      .expect(200);
    await ask('agent', id, 'note', { text: 'a' }).set('If-Match', 'rubbish').expect(400);
  });

  test('a dispatcher sends another team, but not one that sleeps, is unknown, or works elsewhere', async () => {
    const { id } = await lab.offeredTicket();
    await ask('dispatcher', id, 'dispatch', { teamId: 'sleeping-718' }).expect(422, /nobody-on-duty/);
    await ask('dispatcher', id, 'dispatch', { teamId: 'no-such-team' }).expect(422, /\/teamId/);
    await ask('dispatcher', id, 'dispatch', { teamId: 'medical-725' }).expect(403);
    const sent = await ask('dispatcher', id, 'dispatch', { teamId: 'medical-74' }).expect(200);
    expect(sent.body.ladder).toMatchObject({ direction: 'direct', steps: [{ teamIds: ['medical-74'] }] });
  });

  test('a dispatcher takes a ticket in hand', async () => {
    const { id } = await lab.offeredTicket();
    const { body } = await ask('dispatcher', id, 'claim').expect(200);
    expect(body).toMatchObject({ ownerTeamId: null, ownerUserId: people.dispatcher.id });
  });

  test('a ticket is linked by the code of the other, and brought back', async () => {
    const original = await lab.offeredTicket();
    const copy = await lab.offeredTicket();
    const linked = await ask('agent', copy.id, 'link', { duplicateOf: original.code }).expect(200);
    expect(linked.body).toMatchObject({ status: 'duplicate', duplicateOf: original.id });
    await ask('agent', copy.id, 'link', { duplicateOf: copy.id }).expect((response) => {
      expect([409, 422]).toContain(response.status);
    });
    await ask('agent', copy.id, 'unlink').expect(200);
  });

  test.each([
    ['handBack', {}, '/reason'],
    ['hold', { reason: 'lunch' }, '/reason'],
    ['reclassify', { reason: 'x' }, ''],
    ['triage', { priority: 'P9' }, '/priority'],
    ['resolve', { evidence: { photo: 'x' } }, '/evidence/photo'],
    ['note', { text: 'a\0b' }, '/text'],
    ['link', { duplicateOf: '../x' }, '/duplicateOf'],
  ])('%s with %j names the field', async (action, sent, pointer) => {
    const { id } = await lab.offeredTicket();
    const { body } = await ask('dispatcher', id, action, sent).expect(400);
    expect(body.errors[0].pointer).toContain(pointer);
  });

  test('a step out of order is a conflict that says what would fit', async () => {
    const { id } = await lab.offeredTicket();
    const { body } = await ask('agent', id, 'reopen', { reason: 'x' }).expect(409);
    expect(body).toMatchObject({
      title: 'The ticket is not in a state that allows this',
      allowed: expect.any(Array),
    });
    const { body: hold } = await ask('dispatcher', id, 'claim').then(() =>
      ask('dispatcher', id, 'hold', { reason: 'waitingForBed' }).expect(422),
    );
    expect(hold.type).toMatch(/#hold-not-allowed$/);
  });
});

describe('who sees a ticket, and how much of it', () => {
  const names = /Nguyễn Thị Lan|Bạch Đằng|901234567/;

  test('a merely offered team sees a masked caller until it owns the ticket, and not after', async () => {
    const { id } = await lab.offeredTicket();
    const before = await lab.as('responder').get(`/api/v1/tickets/${id}`).expect(200);
    expect(before.body).toMatchObject({
      redacted: true,
      caller: { name: null, phone: '+84••••••567' },
      details: null,
    });
    expect(JSON.stringify(before.body)).not.toMatch(names);
    const owned = await ask('responder', id, 'claim').expect(200);
    expect(JSON.stringify(owned.body)).toMatch(names);
    const back = await ask('responder', id, 'handBack', { reason: 'hỏng xe' }).expect(200);
    expect(back.body.redacted).toBe(true);
    expect(JSON.stringify(back.body)).not.toMatch(names);
  });

  test("another district's people cannot find it, not even that it exists", async () => {
    const { id, code } = await lab.offeredTicket();
    const missing = await lab.as('farResponder').get('/api/v1/tickets/nosuchticket').expect(404);
    for (const person of ['farResponder', 'farDispatcher', 'farSupervisor', 'farCommander'] as const) {
      const { body } = await lab.as(person).get(`/api/v1/tickets/${id}`).expect(404);
      expect({ ...body, instance: '' }).toEqual({ ...missing.body, instance: '' });
      await lab.as(person).get(`/api/v1/tickets/${code}/messages`).expect(404);
      const list = await lab.as(person).get('/api/v1/tickets?limit=200').expect(200);
      expect(list.body.items.map((ticket: { id: string }) => ticket.id)).not.toContain(id);
    }
  });

  test.each(['commander', 'admin'] as const)('the %s sees the ticket without the person', async (person) => {
    const { id } = await lab.offeredTicket();
    const { body, text } = await lab.as(person).get(`/api/v1/tickets/${id}`).expect(200);
    expect(body).toMatchObject({ redacted: true, description: null, actions: [] });
    expect(text).not.toMatch(names);
  });

  test('every view of one ticket and every look-up of a number is written down', async () => {
    const { id } = await lab.offeredTicket();
    await lab.as('commander').get(`/api/v1/tickets/${id}`).expect(200);
    await lab.as('agent').get(`/api/v1/tickets/${id}/messages`).expect(200);
    const rows = await lab.connection
      .collection('accessLog')
      .find({ subjectId: id })
      .sort({ at: 1 })
      .toArray();
    expect(rows).toMatchObject([
      { userId: people.commander.id, what: 'ticket', full: false },
      { userId: people.agent.id, what: 'ticketMessages', full: true },
    ]);
    await lab.as('agent').get('/api/v1/callers/0901234567').expect(200);
    const lookups = await lab.connection.collection('accessLog').find({ what: 'caller' }).toArray();
    expect(lookups).toHaveLength(1);
    expect(JSON.stringify(lookups)).not.toContain('901234567');
  });

  test('the log never holds a number, a name, an address or a word of the caller', async () => {
    await lab.offeredTicket();
    await lab.as('agent').get('/api/v1/callers/0901234567').expect(200);
    await lab.as('agent').get('/api/v1/tickets?phone=0901234567').expect(200);
    expect(lab.log.join('')).not.toMatch(/901234567|Nguyễn|Bạch Đằng|ngất/);
    expect(lab.log.length).toBeGreaterThan(10);
  });
});

describe('lists', () => {
  test('pages hold every ticket once, newest first', async () => {
    for (let made = 0; made < 5; made += 1) await lab.offeredTicket();
    const seen: { id: string; receivedAt: string }[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor !== null && { cursor }) };
      const { body } = await lab.as('agent').get('/api/v1/tickets').query(query).expect(200);
      seen.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const times = seen.map(({ receivedAt }) => receivedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('filters narrow, in any spelling of a list', async () => {
    const { id } = await lab.offeredTicket();
    await ask('responder', id, 'claim').expect(200);
    for (const query of [
      'status=claimed&team=response-25747',
      'status=closed,claimed&unit=718',
      'status=closed&status=claimed&sla=ok',
    ]) {
      const { body } = await lab.as('agent').get(`/api/v1/tickets?${query}`).expect(200);
      expect(body.items.map((ticket: { id: string }) => ticket.id)).toContain(id);
      expect(
        body.items.every(({ status }: { status: string }) => ['closed', 'claimed'].includes(status)),
      ).toBe(true);
    }
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'status=sleeping',
    'cursor=rubbish',
    'since=yesterday',
    'sla=bad',
    'colour=red',
    'phone=12',
    'tier=village',
    'q=%00',
    'limit=1&limit=2',
  ])('?%s is refused and the parameter is named', async (query) => {
    const { body } = await lab.as('agent').get(`/api/v1/tickets?${query}`).expect(400);
    expect(body.errors[0].pointer).toContain(`/query/${query.split('=')[0]}`);
  });

  test('the screen pop shows open and earlier tickets of a number in any spelling', async () => {
    const call = { caller: { phone: '0274/3-822.222' } };
    const { id } = await lab.offeredTicket(call);
    const { body } = await lab.as('agent').get('/api/v1/callers/%2B842743822222').expect(200);
    expect(body.open.map((ticket: { id: string }) => ticket.id)).toEqual([id]);
    await ask('agent', id, 'cancel', { reason: 'nhầm' }).expect(200);
    const later = await lab.as('agent').get('/api/v1/callers/02743822222').expect(200);
    expect(later.body).toMatchObject({ open: [], earlier: [{ id }] });
    await lab.as('responder').get('/api/v1/callers/02743822222').expect(403);
    await lab.as('agent').get('/api/v1/callers/hello').expect(400);
  });

  test('the board counts the area, and one unit of it', async () => {
    await lab.offeredTicket();
    const { body } = await lab.as('commander').get('/api/v1/stats/board').expect(200);
    const { body: here } = await lab.as('commander').get('/api/v1/stats/board?unit=718').expect(200);
    const { body: there } = await lab.as('farCommander').get('/api/v1/stats/board').expect(200);
    expect(body.open).toBeGreaterThan(0);
    expect(here.open).toBe(body.open);
    expect(there).toMatchObject({ open: 0, oldest: [] });
    await lab.as('commander').get('/api/v1/stats/board?unit=4711').expect(422);
  });

  test('the wallboard and the duty figures are for who answers for the area, without names for a commander', async () => {
    const { id } = await lab.offeredTicket();
    const { body } = await lab.as('commander').get('/api/v1/stats/wallboard').expect(200);
    expect(body.figures.open).toBeGreaterThan(0);
    expect(body.figures.urgentUnowned).toBeGreaterThan(0);
    expect(body.units.map(({ code }: { code: string }) => code)).toContain('25747');
    const shown = body.next.find(({ ticket }: { ticket: { id: string } }) => ticket.id === id);
    if (shown) expect(shown.ticket).toMatchObject({ redacted: true });
    const { body: there } = await lab.as('farCommander').get('/api/v1/stats/wallboard').expect(200);
    expect(there).toMatchObject({ figures: { open: 0 }, units: [], next: [] });
    const { body: duty } = await lab.as('commander').get('/api/v1/stats/duty').expect(200);
    expect(duty.teams).toBe(duty.onDuty + duty.gaps.length);
    for (const path of ['/api/v1/stats/wallboard', '/api/v1/stats/duty']) {
      await lab.as('agent').get(path).expect(403);
      await lab.as('farCommander').get(`${path}?unit=718`).expect(403);
      await lab.as('commander').get(`${path}?unit=4711`).expect(422);
    }
  });
});
