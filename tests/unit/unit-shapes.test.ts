import { readShapes, type GivenFeature } from '../../src/domain/unit-shapes';
import { binhDuong2021 } from '../../src/import/admin-units';

/** An operator brings the outlines of a province, as its office of surveying drew and named them. */

const units = binhDuong2021();
const square = (lng: number, lat: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [lng, lat],
      [lng + 0.01, lat],
      [lng + 0.01, lat + 0.01],
      [lng, lat + 0.01],
      [lng, lat],
    ],
  ],
});
const feature = (
  properties: Record<string, unknown>,
  geometry: unknown = square(106.65, 10.98),
): GivenFeature => ({
  properties,
  geometry: geometry as GivenFeature['geometry'],
});
const codesOf = (...features: GivenFeature[]) =>
  readShapes(features, units).shapes.map(({ unitCode }) => unitCode);
const problemsOf = (...features: GivenFeature[]) =>
  readShapes(features, units).problems.map(({ code }) => code);

test('an official code decides, whatever the column is called and however it is written', () => {
  expect(codesOf(feature({ code: '25747' }))).toEqual(['25747']);
  expect(codesOf(feature({ MA_XA: 25747, TEN_XA: 'somewhere else' }))).toEqual(['25747']);
  expect(codesOf({ ...feature({}), id: '718' })).toEqual(['718']);
});

test('without a code the name does: without accents, with its kind or without', () => {
  for (const name of ['Phường Phú Cường', 'Phú Cường', 'phuong phu cuong', 'P. PHÚ CƯỜNG'])
    expect(codesOf(feature({ TEN_XA: name }))).toEqual(['25747']);
});

test('two communes of one name are told apart by their district, and never guessed', () => {
  const names = units.map(({ name, tier }) => (tier === 'commune' ? name : ''));
  const [name = ''] = names.filter((one, index) => one !== '' && names.indexOf(one) !== index);
  expect(name).not.toBe('');
  const namesakes = units.filter((unit) => unit.name === name);
  expect(problemsOf(feature({ name }))).toEqual(['several-units']);
  for (const { code, parentCode } of namesakes) {
    const district = units.find((unit) => unit.code === parentCode)?.name;
    expect(codesOf(feature({ name, district }))).toEqual([code]);
  }
});

test('what fits no unit, comes twice, has no area or is in metres is told with its place and name, and left out', () => {
  const metres = {
    type: 'Polygon',
    coordinates: [
      [
        [601_234, 1_214_567],
        [601_300, 1_214_567],
        [601_300, 1_214_600],
      ],
    ],
  };
  const line = {
    type: 'LineString',
    coordinates: [
      [106, 10],
      [107, 11],
    ],
  };
  const { shapes, problems } = readShapes(
    [
      feature({ name: 'Phường Không Có' }),
      feature({ code: '25747' }),
      feature({ code: '25747' }),
      feature({ code: '25750' }, line),
      feature({ code: '25753', name: 'Chánh Nghĩa' }, metres),
      feature(
        { code: '25756' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [106, 10],
              [106, 10],
              [106.1, 10],
            ],
          ],
        },
      ),
      feature({}),
    ],
    units,
  );
  expect(shapes.map(({ unitCode }) => unitCode)).toEqual(['25747']);
  expect(problems).toEqual([
    { feature: 1, name: 'Phường Không Có', code: 'no-unit' },
    { feature: 3, name: null, code: 'twice' },
    { feature: 4, name: null, code: 'no-area' },
    { feature: 5, name: 'Chánh Nghĩa', code: 'not-degrees' },
    { feature: 6, name: null, code: 'no-area' },
    { feature: 7, name: null, code: 'no-unit' },
  ]);
});

test('points are kept to a metre, equal neighbours stay equal, islands and holes stay what they are', () => {
  const hole = [
    [106.6500001, 10.9800004],
    [106.6512345678, 10.98],
    [106.651, 10.981],
    [106.6500001, 10.9800004],
  ];
  const island = square(106.7, 11).coordinates;
  const [shape] = readShapes(
    [
      feature(
        { code: '25747' },
        { type: 'MultiPolygon', coordinates: [[...square(106.65, 10.98).coordinates, hole], island] },
      ),
    ],
    units,
  ).shapes;
  expect(shape?.geometry.type).toBe('MultiPolygon');
  expect(JSON.stringify(shape?.geometry.coordinates)).toContain('[106.65123,10.98]');
  expect(JSON.stringify(shape?.geometry.coordinates)).not.toMatch(/\d\.\d{6}/);
});
