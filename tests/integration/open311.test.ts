import { XMLParser } from 'fast-xml-parser';
import { openApiLab, type ApiLab } from '../support/api-lab';

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const base = '/open311/v2';
const secret = 'Nhà tôi ở hẻm sâu, bà ngoại bị bệnh tim';
const report = (change: object = {}): Record<string, string> => ({
  service_code: 'foodRelief',
  address_string: '12 Bạch Đằng, phường Phú Cường, Thủ Dầu Một',
  description: secret,
  first_name: 'Lan',
  last_name: 'Nguyễn',
  phone: '0901 234 567',
  email: 'lan@example.vn',
  'attribute[noFoodToday]': 'true',
  ...change,
});
const send = (form: Record<string, string>, format: 'json' | 'xml' = 'json') =>
  lab.asNobody().post(`${base}/requests.${format}`).type('form').send(form);
const get = (path: string) => lab.asNobody().get(`${base}/${path}`);
const xml = (text: string) => new XMLParser({ parseTagValue: false }).parse(text);

test('a stranger’s program finds the interface, its services and what each of them asks', async () => {
  const { body: discovery } = await get('discovery.json').expect(200);
  expect(discovery.endpoints[0]).toMatchObject({
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: 'http://localhost:8022/open311/v2',
  });
  const { body: services } = await get('services.json').set('Accept-Language', 'en').expect(200);
  expect(services.map((one: { service_code: string }) => one.service_code).sort()).toEqual(
    [...lab.deps.protocols.keys()].sort(),
  );
  const emergency = services.find((one: { service_code: string }) => one.service_code === 'emergency');
  expect(emergency).toMatchObject({ metadata: true, type: 'realtime', group: 'medical' });
  expect(emergency.description).toMatch(/115.*1022/);
  const { body: definition } = await get('services/foodRelief.json').expect(200);
  expect(definition.attributes[0]).toMatchObject({
    variable: true,
    code: 'noFoodToday',
    datatype: 'singlevaluelist',
    order: 1,
    values: [{ key: 'true' }, { key: 'false' }],
  });
});

test('XML says the same under the specification’s element names', async () => {
  const { text, headers } = await get('services/foodRelief.xml').expect(200);
  expect(headers['content-type']).toMatch(/^application\/xml/);
  const { service_definition: definition } = xml(text);
  expect(definition.service_code).toBe('foodRelief');
  expect(definition.attributes.attribute[0].values.value[0].key).toBe('true');
  expect(xml((await get('services.xml').expect(200)).text).services.service.length).toBe(
    lab.deps.protocols.size,
  );
  expect(
    xml((await get('discovery.xml').expect(200)).text).discovery.endpoints.endpoint.formats.format,
  ).toContain('application/xml');
});

test('a citizen reports through another city’s app and becomes a ticket like any other', async () => {
  const { body } = await send(report()).expect(201);
  const [{ service_request_id: id, service_notice: notice }] = body;
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${id}`).expect(200);
  expect(ticket).toMatchObject({
    channel: 'open311',
    category: 'foodRelief',
    caller: { phone: '+84901234567', name: 'Nguyễn Lan' },
    location: { unitCode: '25747', address: report().address_string },
    description: secret,
    details: { answers: { noFoodToday: true }, open311: { email: 'lan@example.vn' } },
  });
  expect(notice).toContain(ticket.code);
});

test('what is published names nobody, and a medical request not even the commune', async () => {
  const { body: posted } = await send(report({ service_code: 'other', 'attribute[noFoodToday]': '' })).expect(
    201,
  );
  const answer = await get(`requests/${posted[0].service_request_id}.json`).expect(200);
  expect(answer.body).toEqual([
    {
      service_request_id: posted[0].service_request_id,
      status: 'open',
      status_notes: 'Đã tiếp nhận',
      service_name: expect.any(String),
      service_code: 'other',
      description: null,
      agency_responsible: 'tỉnh Bình Dương',
      service_notice: null,
      requested_datetime: expect.stringMatching(/Z$/),
      updated_datetime: expect.stringMatching(/Z$/),
      expected_datetime: expect.stringMatching(/Z$/),
      address: 'phường Phú Cường, thành phố Thủ Dầu Một, tỉnh Bình Dương',
      address_id: '25747',
      zipcode: null,
      lat: null,
      long: null,
      media_url: null,
    },
  ]);
  const ill = await send(report({ service_code: 'suspectedCase', 'attribute[noFoodToday]': '' })).expect(201);
  const { body: shown } = await get(`requests/${ill.body[0].service_request_id}.json`).expect(200);
  expect(shown[0]).toMatchObject({
    address: 'thành phố Thủ Dầu Một, tỉnh Bình Dương',
    requested_datetime: expect.stringMatching(/:00:00\.000Z$/),
  });
  const everything = await Promise.all([get('requests.json'), get('requests.xml')]);
  for (const { text } of everything)
    expect(text).not.toMatch(/Nguyễn|0901|901234567|Bạch Đằng|bệnh tim|example\.vn|BD-/);
});

test('requests are listed by id, service, status and time, and never beyond ninety days', async () => {
  const { body: one } = await send(report()).expect(201);
  const id = one[0].service_request_id;
  const codes = async (query: string) =>
    (await get(`requests.json?${query}`).expect(200)).body.map(
      (request: { service_request_id: string }) => request.service_request_id,
    );
  expect(await codes(`service_request_id=${id}`)).toEqual([id]);
  expect(await codes('service_code=foodRelief&status=open')).toContain(id);
  expect(await codes('service_code=emergency')).not.toContain(id);
  expect(await codes('status=closed')).not.toContain(id);
  expect(await codes('end_date=2021-08-16T00:00:00Z')).toEqual([]);
  expect(await codes('jurisdiction_id=74')).toContain(id);
  expect(await codes('page_size=1')).toHaveLength(1);
  await lab.as('agent').post(`/api/v1/tickets/${id}/cancel`).send({ reason: 'gọi nhầm' });
  expect(await codes('status=closed')).toContain(id);
  for (const wrong of [
    'status=sleeping',
    'start_date=yesterday',
    'start_date=2021-01-01T00:00:00Z&end_date=2021-08-01T00:00:00Z',
    'page_size=0',
  ]) {
    const { body } = await get(`requests.json?${wrong}`).expect(400);
    expect(body).toEqual([
      { code: 400, description: expect.stringMatching(/^(status|start_date|page_size): must/) },
    ]);
  }
});

test('a token is answered with the request it stands for', async () => {
  const { body } = await send(report()).expect(201);
  const id = body[0].service_request_id;
  expect((await get(`tokens/${id}.json`).expect(200)).body).toEqual([{ service_request_id: id, token: id }]);
  expect(xml((await get(`tokens/${id}.xml`).expect(200)).text).service_requests.request.token).toBe(id);
});

test.each([
  ['service_code: was not provided', 400, { service_code: '' }],
  ['service_code: no service', 404, { service_code: 'graffiti' }],
  ['address_string: was not provided', 400, { address_string: '' }],
  ['address_string: names no commune', 400, { address_string: '12 Lê Lợi' }],
  ['address_string: lat and long alone', 400, { address_string: '', lat: '10.98', long: '106.65' }],
  ['long: was not provided', 400, { lat: '10.98' }],
  ['lat: must be a number', 400, { lat: 'north', long: '106' }],
  ['address_id: must be the code of a unit', 404, { address_id: '1' }],
  ['phone: must be a phone number', 400, { phone: '12' }],
  ['attribute[noFoodToday]: must be true or false', 400, { 'attribute[noFoodToday]': 'maybe' }],
  ['attribute[shoeSize]: is not an attribute', 400, { 'attribute[shoeSize]': '43' }],
  ['jurisdiction_id: must be', 404, { jurisdiction_id: 'sfgov.org' }],
  ['api_key: is not known', 403, { api_key: 'guess' }],
])('a report is refused by name: %s', async (words, status, change) => {
  const { body } = await send(report(change)).expect(status);
  expect(body).toEqual([{ code: status, description: expect.stringContaining(words) }]);
  const { errors } = xml((await send(report(change), 'xml').expect(status)).text);
  expect(errors.error).toMatchObject({ code: String(status), description: expect.stringContaining(words) });
});

test('a report that answers no question is still a report, and JSON is as good as a form', async () => {
  await send({ service_code: 'other', address_id: '25747' }).expect(201);
  const { body } = await lab
    .asNobody()
    .post(`/api/v1${base}/requests.json`)
    .send({ service_code: 'emergency', address_id: '25747', attribute: { unconscious: true } });
  expect(body[0]).toMatchObject({ service_notice: expect.stringContaining('115') });
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${body[0].service_request_id}`);
  expect(ticket).toMatchObject({ priority: 'P1', caller: { anonymous: true } });
});

test('without a service the words choose one; words of danger are answered with whom to call', async () => {
  const { body } = await send(
    report({ service_code: '', description: 'nha het gao', 'attribute[noFoodToday]': '' }),
  ).expect(201);
  const { body: ticket } = await lab.as('agent').get(`/api/v1/tickets/${body[0].service_request_id}`);
  expect(ticket).toMatchObject({ category: 'foodRelief', priority: 'P3' });
  expect(body[0].service_notice).not.toContain('115');
  const { body: alarm } = await send(report({ description: 'Bà tôi khó thở' })).expect(201);
  expect(alarm[0].service_notice).toContain('115');
  const { body: first } = await lab.as('agent').get(`/api/v1/tickets/${alarm[0].service_request_id}`);
  expect(first).toMatchObject({
    category: 'foodRelief',
    priority: 'P1',
    triage: null,
    details: { redFlagWords: ['breathless'] },
  });
});

test('a flood from one address has to wait; a key that the admin gave raises the limit', async () => {
  const strict = await openApiLab({ publicIntake: { points: 2, duration: 60 } });
  try {
    const keyless = () => strict.asNobody().post(`${base}/requests.xml`).type('form').send(report());
    expect([(await keyless()).status, (await keyless()).status]).toEqual([201, 201]);
    const refused = await keyless().expect(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(xml(refused.text).errors.error.code).toBe('429');
    await strict.as('agent').post('/api/v1/open311-keys').send({ name: 'me' }).expect(403);
    const { body: made } = await strict
      .as('admin')
      .post('/api/v1/open311-keys')
      .send({ name: 'Cổng' })
      .expect(201);
    const keyed = () =>
      strict
        .asNobody()
        .post(`${base}/requests.json`)
        .type('form')
        .send(report({ api_key: made.key }));
    await keyed().expect(201);
    const stored = await strict.connection.collection('open311Keys').findOne({});
    expect(JSON.stringify(stored)).not.toContain(made.key);
    const { body: keys } = await strict.as('admin').get('/api/v1/open311-keys').expect(200);
    expect(keys.items).toEqual([{ id: made.id, name: 'Cổng', createdAt: made.createdAt }]);
    await strict.as('admin').delete(`/api/v1/open311-keys/${made.id}`).expect(204);
    await strict.as('admin').delete(`/api/v1/open311-keys/${made.id}`).expect(404);
    await keyed().expect(429);
  } finally {
    await strict.close();
  }
});

test('another method is told which ones there are, and another address where to begin', async () => {
  const { headers } = await lab.asNobody().delete(`${base}/requests.json`).expect(405);
  expect(headers.allow).toBe('GET, HEAD, POST');
  const { body } = await get('nothing.json').expect(404);
  expect(body[0].description).toContain('discovery.json');
  await lab
    .asNobody()
    .post(`${base}/requests.json`)
    .set('Content-Type', 'application/json')
    .send('{')
    .expect(400);
  await lab.asNobody().post(`${base}/requests.json`).set('Content-Type', 'text/plain').send('x').expect(400);
});
