import { fold } from '../../src/domain/fold';
import type { Unit } from '../../src/domain/organisation';
import { growUnits, isInForce, pathOf, type UnitFacts } from '../../src/domain/unit-tree';
import { binhDuong2021, binhDuong2025 } from '../../src/import/admin-units';

const before = binhDuong2021();
const after = binhDuong2025();
const countBy = (units: readonly Unit[], key: 'tier' | 'type'): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const unit of units) counts[unit[key]] = (counts[unit[key]] ?? 0) + 1;
  return counts;
};
const communes = before.filter(({ tier }) => tier === 'commune');
const named = (units: readonly Unit[], name: string, type?: string): Unit => {
  const found = units.filter((unit) => unit.name === name && (type === undefined || unit.type === type));
  if (found.length !== 1 || !found[0]) throw new Error(`${String(found.length)} units are called ${name}`);
  return found[0];
};

describe('Bình Dương in August 2021', () => {
  test('has one province, 9 districts and 91 communes: 45 wards, 41 rural communes, 5 townships', () => {
    expect(countBy(before, 'tier')).toEqual({ province: 1, district: 9, commune: 91 });
    expect(countBy(communes, 'type')).toEqual({ phường: 45, xã: 41, 'thị trấn': 5 });
    expect(
      countBy(
        before.filter(({ tier }) => tier === 'district'),
        'type',
      ),
    ).toEqual({
      'thành phố': 3,
      'thị xã': 2,
      huyện: 4,
    });
  });

  test('has the kinds of that month where later sources tell later kinds', () => {
    expect(named(before, 'Tân Uyên').type).toBe('thị xã');
    expect(named(before, 'Bến Cát').type).toBe('thị xã');
    expect(named(before, 'An Điền').type).toBe('xã');
    expect(named(before, 'An Tây').type).toBe('xã');
  });

  test('has official codes, each once, and names in NFC', () => {
    const lengths = { province: 2, district: 3, commune: 5 };
    for (const unit of before) {
      expect(unit.code).toMatch(new RegExp(`^\\d{${String(lengths[unit.tier])}}$`));
      expect(unit.name).toBe(unit.name.normalize('NFC'));
    }
    expect(new Set([...before, ...after].map(({ code }) => code)).size).toBe(before.length + after.length);
    expect(named(before, 'Phú Cường')).toMatchObject({ code: '25747', parentCode: '718' });
  });

  test('leads from every commune up to the province', () => {
    const districts = new Set(before.filter(({ tier }) => tier === 'district').map(({ code }) => code));
    for (const { code, path, parentCode } of communes) {
      expect(path).toEqual([
        { tier: 'province', code: '74' },
        { tier: 'district', code: parentCode },
        { tier: 'commune', code },
      ]);
      expect(districts).toContain(parentCode);
    }
  });

  test('ended on 1 July 2025, a day on which nothing is in force twice', () => {
    expect(before.filter((unit) => isInForce(unit, '2025-06-30'))).toHaveLength(101);
    expect(after.filter((unit) => isInForce(unit, '2025-06-30'))).toHaveLength(0);
    expect(before.filter((unit) => isInForce(unit, '2025-07-01'))).toHaveLength(0);
    expect(after.filter((unit) => isInForce(unit, '2025-07-01'))).toHaveLength(37);
  });
});

describe('the successors of 2025', () => {
  test('are 36 communes, 24 wards and 12 rural, two tiers under Hồ Chí Minh City', () => {
    const successors = after.filter(({ tier }) => tier === 'commune');
    expect(countBy(successors, 'type')).toEqual({ phường: 24, xã: 12 });
    for (const unit of successors) {
      expect(unit.path.map(({ tier }) => tier)).toEqual(['province', 'commune']);
      expect(unit.code).toBe(`79${String(unit.officialCode)}`);
      expect(unit.profile).toBe('two-tier');
    }
  });

  test('take over every old commune, and 16 old ones are divided among several', () => {
    const codes = new Set(after.filter(({ tier }) => tier === 'commune').map(({ code }) => code));
    const reached = new Set(communes.flatMap(({ successors }) => successors));
    expect(reached).toEqual(codes);
    for (const { successors } of communes) expect(successors.length).toBeGreaterThan(0);
    expect(communes.filter(({ successors }) => successors.length > 1)).toHaveLength(16);
    const heirs = named(before, 'Thái Hòa').successors.map(
      (code) => after.find((unit) => unit.code === code)?.name,
    );
    expect(heirs.sort()).toEqual(['Tân Khánh', 'Tân Đông Hiệp']);
    expect(named(before, 'Bình Dương').successors).toEqual(['79']);
  });
});

describe('a tree of units', () => {
  const facts = (code: string, tier: Unit['tier'], parentCode: string | null): UnitFacts => ({
    ...{ code, tier, parentCode, name: code, type: 'xã', validFrom: '2025-07-01', validTo: null },
    ...{ successors: [], profile: 'two-tier' },
  });

  test('refuses a unit whose parents lead nowhere, in a circle, or down', () => {
    const list = [
      facts('1', 'province', null),
      facts('lost', 'commune', 'nowhere'),
      facts('a', 'commune', 'b'),
      facts('b', 'commune', 'a'),
      facts('upside', 'district', 'a'),
      facts('headless', 'commune', null),
    ];
    const lookup = (code: string) => list.find((unit) => unit.code === code);
    for (const code of ['lost', 'a', 'b', 'upside', 'headless', 'unknown']) {
      expect(pathOf(code, lookup)).toBeNull();
    }
    expect(pathOf('1', lookup)).toEqual([{ tier: 'province', code: '1' }]);
    expect(() => growUnits(list)).toThrow(/lost/);
  });

  test('hangs new communes under a province that is known already', () => {
    const known = facts('1', 'province', null);
    const [commune] = growUnits([facts('2', 'commune', '1')], (code) => (code === '1' ? known : undefined));
    expect(commune?.path.map(({ code }) => code)).toEqual(['1', '2']);
  });
});

test('an agent without a Vietnamese keyboard finds Đồng Xoài, Hoà and Hòa', () => {
  expect(fold('  Đồng   XOÀI ')).toBe('dong xoai');
  expect(fold('Phước Hoà')).toBe(fold('Phước Hòa'));
  expect(fold('Đường Trừ Văn Thố'.normalize('NFD'))).toBe('duong tru van tho');
});
