import { aCall, aKey, openApiLab, type ApiLab } from '../support/api-lab';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const report = () => ({
  category: 'foodRelief',
  caller: { name: 'Trần Văn Ba', phone: '0909 888 777' },
  location: { unitCode: '25747', address: 'hẻm 5' },
  description: 'Nhà hết gạo',
});
const track = (code: string, digits: string) =>
  lab.asNobody().get(`/api/v1/public/tickets/${code}?phone=${digits}`);

test('a citizen reports without an account and follows the report by code and four digits', async () => {
  const { body, headers } = await lab.asNobody().post('/public/tickets').send(report()).expect(201);
  expect(Object.keys(body).sort()).toEqual(['code', 'receivedAt']);
  expect(headers.location).toBe(`/api/v1/public/tickets/${body.code}`);
  const { body: story, text } = await track(body.code, '8777').expect(200);
  expect(story).toMatchObject({
    code: body.code,
    category: 'foodRelief',
    steps: [{ step: 'received' }, {}, {}, {}, {}],
  });
  expect(text).not.toMatch(/Trần|0909|gạo|hẻm/);
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${body.code}`).expect(200);
  expect(ticket).toMatchObject({ channel: 'web', createdBy: 'citizen', triage: null });
});

test('a citizen’s red flag is urgent at once, without waiting for somebody who asks', async () => {
  const { body: protocols } = await lab.as('agent').get('/api/v1/protocols').expect(200);
  const emergency = protocols.items.find(({ category }: { category: string }) => category === 'emergency');
  const question = emergency.questions.find(
    ({ kind, redFlags }: { kind: string; redFlags: unknown[] }) => kind === 'boolean' && redFlags.length > 0,
  );
  const { body } = await lab
    .asNobody()
    .post('/api/v1/public/tickets')
    .send({ ...report(), category: 'emergency', details: { answers: { [question.id]: true } } })
    .expect(201);
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${body.code}`).expect(200);
  expect(ticket).toMatchObject({ priority: 'P1', triage: { because: 'redFlag' } });
});

test('an unknown code, wrong digits and a report without a phone are one and the same answer', async () => {
  const { code } = await lab.offeredTicket();
  const quiet = await lab.offeredTicket({ ...aCall(), caller: { anonymous: true } });
  await track(code, '4567').expect(200);
  const answers = await Promise.all([
    track(code, '0000'),
    track(quiet.code, '0000'),
    track('BD-222-222', '4567'),
    track('x', '4567'),
  ]);
  for (const { status, body } of answers) {
    expect([status, { ...body, instance: '' }]).toEqual([404, { ...answers[0]?.body, instance: '' }]);
  }
  await track(code, '45a7').expect(400);
  await track(code, '').expect(400);
});

test('a machine that fills in every field is turned away, and no ticket is made', async () => {
  const before = await lab.connection.collection('tickets').countDocuments();
  await lab
    .asNobody()
    .post('/public/tickets')
    .send({ ...report(), website: 'http://spam.example' })
    .expect(422);
  expect(await lab.connection.collection('tickets').countDocuments()).toBe(before);
});

test('a citizen cannot choose a priority, a channel or a role', async () => {
  for (const extra of [{ priority: 'P1' }, { channel: 'hotline1022' }, { role: 'admin' }]) {
    await lab
      .asNobody()
      .post('/public/tickets')
      .send({ ...report(), ...extra })
      .expect(400);
  }
});

test('a page that sends its report twice makes one ticket', async () => {
  const key = aKey();
  const send = () =>
    lab.asNobody().post('/public/tickets').set('Idempotency-Key', key).send(report()).expect(201);
  const [first, second] = [await send(), await send()];
  expect(second.body).toEqual(first.body);
});

test('too many reports or look-ups from one address have to wait', async () => {
  const strict = await openApiLab({
    publicIntake: { points: 2, duration: 60 },
    publicTracking: { points: 2, duration: 60 },
  });
  try {
    const send = () => strict.asNobody().post('/public/tickets').send(report());
    const look = () => strict.asNobody().get('/public/tickets/BD-222-222?phone=1234');
    expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([201, 201, 429]);
    expect([(await look()).status, (await look()).status]).toEqual([404, 404]);
    const { headers } = await look().expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  } finally {
    await strict.close();
  }
});
