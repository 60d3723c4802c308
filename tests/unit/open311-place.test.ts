import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeByAddress, type NameableUnit } from '../../src/domain/place-by-address';
import { growUnits, type UnitFacts } from '../../src/domain/unit-tree';

const file = join(__dirname, '..', '..', 'data', 'admin-units', 'binh-duong-2021.json');
const { units: facts } = JSON.parse(readFileSync(file, 'utf8')) as { units: UnitFacts[] };
const units: NameableUnit[] = growUnits(facts).map((unit) => ({ ...unit, served: true }));
const nameOf = (code: string): string => units.find((unit) => unit.code === code)?.name ?? code;
const placeOf = (address: string): string => {
  const found = placeByAddress(address, units);
  return found.kind === 'found' ? nameOf(found.unitCode) : found.kind;
};

test.each([
  ['12 Bạch Đằng, phường Phú Cường, Thủ Dầu Một', 'Phú Cường'],
  ['12 bach dang, p. phu cuong, tdm', 'Phú Cường'],
  ['số 5 đường An Phú, phường Bình Hòa, Thuận An', 'Bình Hòa'],
  ['ấp 3, xã Định Hiệp, huyện Dầu Tiếng, Bình Dương', 'Định Hiệp'],
  ['khu phố 2, thị trấn Dầu Tiếng, huyện Dầu Tiếng', 'Dầu Tiếng'],
  ['LÁI THIÊU', 'Lái Thiêu'],
])('a citizen who writes “%s” is found in %s', (address, name) => {
  expect(placeOf(address)).toBe(name);
});

test('an address that names only the district is placed at the district', () => {
  expect(placeOf('chợ Thủ Dầu Một, Bình Dương')).toBe('Thủ Dầu Một');
});

test('every commune of the province is found by its full name, accents or not', () => {
  for (const unit of units.filter(({ tier }) => tier === 'commune')) {
    const district = units.find(({ code }) => code === unit.path.at(-2)?.code);
    const address = `Tổ 1, ${unit.type} ${unit.name}, ${district?.type ?? ''} ${district?.name ?? ''}, Bình Dương`;
    expect([address, placeByAddress(address, units)]).toEqual([
      address,
      { kind: 'found', unitCode: unit.code },
    ]);
    expect(placeByAddress(address.normalize('NFD'), units)).toEqual({ kind: 'found', unitCode: unit.code });
  }
});

test('a name that two communes share is not guessed, unless the district is named', () => {
  const communeOf = (district: string, code: string): NameableUnit => ({
    ...{ code, name: 'Tân Lập', type: 'xã', tier: 'commune', served: true },
    path: [
      { tier: 'district', code: district },
      { tier: 'commune', code },
    ],
  });
  const twins = [...units, communeOf('718', 'a'), communeOf('725', 'b')].filter(
    ({ name, code }) => name !== 'Tân Lập' || code.length === 1,
  );
  expect(placeByAddress('ấp 1, xã Tân Lập', twins)).toEqual({ kind: 'ambiguous', unitCodes: ['a', 'b'] });
  expect(placeByAddress('ấp 1, xã Tân Lập, Thuận An', twins)).toEqual({ kind: 'found', unitCode: 'b' });
});

test('an address that names no place we know is unknown', () => {
  expect(placeOf('12 Lê Lợi')).toBe('unknown');
  expect(placeOf('   ')).toBe('unknown');
});
