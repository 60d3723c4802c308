import { openApiLab, type ApiLab } from '../support/api-lab';

/** The operator brings outlines; the wall draws them instead of tiles. */

let lab: ApiLab;
beforeAll(async () => {
  lab = await openApiLab();
});
afterAll(() => lab.close());

const square = [
  [
    [106.6, 10.9],
    [106.7, 10.9],
    [106.7, 11],
    [106.6, 11],
    [106.6, 10.9],
  ],
];
const feature = (code: string) => ({
  type: 'Feature',
  properties: { code },
  geometry: { type: 'Polygon', coordinates: square },
});
const fileOf = (...codes: string[]) =>
  JSON.stringify({ type: 'FeatureCollection', features: codes.map(feature) });
const bring = (body: string, query: object = {}, who: 'admin' | 'supervisor' = 'admin') =>
  lab.as(who).put('/api/v1/units/map').query(query).set('Content-Type', 'application/geo+json').send(body);

test('a dry run says what would match and writes nothing; then it is drawn, with whose data it is', async () => {
  const dry = await bring(fileOf('25747', '99999'), { dryRun: true }).expect(200);
  expect(dry.body).toMatchObject({
    written: false,
    matched: ['25747'],
    problems: [{ feature: 2, name: null, code: 'no-unit' }],
  });
  expect((await lab.as('supervisor').get('/api/v1/units/map').expect(200)).body.features).toEqual([]);

  const report = await bring(fileOf('25747'), { source: 'Sở Nông nghiệp và Môi trường' }).expect(200);
  expect(report.body).toMatchObject({ written: true, matched: ['25747'], problems: [] });
  expect(report.body.withoutOutline).not.toContain('25747');
  expect(report.body.withoutOutline).toContain('718');
  const map = await lab.as('supervisor').get('/api/v1/units/map').expect(200);
  expect(map.body).toMatchObject({
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: { code: '25747', tier: 'commune' }, geometry: { type: 'Polygon' } },
    ],
    sources: ['Sở Nông nghiệp và Môi trường'],
  });
  // A screen that has it asks whether it is still the same.
  const { etag } = map.headers;
  await lab.as('supervisor').get('/api/v1/units/map').set('If-None-Match', String(etag)).expect(304);
});

test('a file that is no map is refused with what it must be, and so is one that nobody could draw', async () => {
  expect((await bring('{"type":').expect(422)).body.detail).toContain('GeoJSON');
  expect((await bring('{"type":"Feature"}').expect(422)).body.detail).toContain('FeatureCollection');
  const ring = Array.from({ length: 120_000 }, (_, n) => [106 + (n % 1_000) * 0.0007, 10 + n * 0.00001]);
  const huge = { ...feature('25747'), geometry: { type: 'Polygon', coordinates: [ring] } };
  const refused = await bring(JSON.stringify({ type: 'FeatureCollection', features: [huge] })).expect(422);
  expect(refused.body.detail).toContain('mapshaper');
  await lab.as('admin').put('/api/v1/units/map').set('Content-Type', 'text/csv').send('a,b').expect(415);
});

test('only an admin brings a map or takes it away', async () => {
  await bring(fileOf('25747'), {}, 'supervisor').expect(403);
  await lab.as('supervisor').delete('/api/v1/units/map').expect(403);
  await lab.as('admin').delete('/api/v1/units/map').expect(204);
  expect((await lab.as('supervisor').get('/api/v1/units/map').expect(200)).body.features).toEqual([]);
  await lab.as('admin').delete('/api/v1/units/map').expect(404);
});
