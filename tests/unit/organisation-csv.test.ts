import fc from 'fast-check';
import { readRow } from '../../src/import/columns';
import { readCsv, type CsvContent } from '../../src/import/csv-file';
import { problemTable, readinessTable } from '../../src/import/report';
import { personColumns, shiftColumns, teamColumns, unitColumns } from '../../src/import/tables';

const columns = { required: ['code', 'name'], optional: ['note'] };
const read = (text: string): CsvContent => readCsv('units.csv', Buffer.from(text), columns);
const cellsOf = (text: string) => read(text).rows.map(({ line, cells }) => [line, cells.code, cells.name]);

describe('a CSV file', () => {
  test('rows keep the line numbers an editor shows, whatever the line ends and empty lines', () => {
    expect(cellsOf('code,name\n1,Một\n\n2,"Hai, ba"\n')).toEqual([
      [2, '1', 'Một'],
      [4, '2', 'Hai, ba'],
    ]);
    expect(cellsOf('\uFEFFcode;name\r\n1;Một\r\n;\r\n2;Hai\r\n')).toEqual([
      [2, '1', 'Một'],
      [4, '2', 'Hai'],
    ]);
    expect(cellsOf('Code,NAME\n1,x')).toEqual([[2, '1', 'x']]);
  });

  test('decomposed letters are composed, so that one name is one name', () => {
    const [row] = read(`code,name\n1,${'Phường Hòa'.normalize('NFD')}\n`).rows;
    expect(row?.cells.name).toBe('Phường Hòa'.normalize('NFC'));
  });

  test('a row with more cells than the header is told, not cut', () => {
    const { rows, problems } = read('code,name\n1,x,y\n2,z\n');
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([{ file: 'units.csv', line: 2, column: '', mustBe: 'a row of 2 cells' }]);
  });

  test('an empty file and a doubled column are told by the header', () => {
    expect(read('').problems.map(({ column }) => column)).toEqual(['code', 'name']);
    expect(read('code,name,name\n').problems).toMatchObject([
      { column: 'name', mustBe: 'in the header once' },
    ]);
  });

  test('no bytes whatever make the reader fall over: it answers with rows or with problems', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(`code,name\n${text}`)),
    );
    fc.assert(
      fc.property(bytes, (content) => {
        const { rows, problems } = readCsv('units.csv', content, columns);
        for (const { line } of [...rows, ...problems]) expect(line).toBeGreaterThan(0);
        if (rows.length === 0 && problems.length === 0) expect(content.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a row', () => {
  const person = {
    username: 'lan',
    name: 'Lan',
    role: 'Supervisor',
    unitCode: '74',
    phone: '0274/3-822.222',
  };
  const problemsOf = (cells: Record<string, string>): string[] => {
    const outcome = readRow('people.csv', { line: 2, cells }, personColumns);
    return 'problems' in outcome ? outcome.problems.map(({ column }) => column) : [];
  };

  test('gives typed values, defaults where a cell is empty, phones in one spelling', () => {
    expect(readRow('people.csv', { line: 2, cells: person }, personColumns)).toEqual({
      row: {
        line: 2,
        values: {
          ...{ username: 'lan', name: 'Lan', role: 'supervisor', unitCode: '74', teamId: null },
          ...{ phone: '+842743822222', active: true, language: 'vi' },
        },
      },
    });
  });

  test('a cell that a spreadsheet would run, or that hides something, is refused in any column', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', 'a\u0000b', 'a\nb', 'x'.repeat(201)]) {
      expect(problemsOf({ ...person, name })).toEqual(['name']);
    }
    expect(problemsOf({ ...person, phone: '+84901234567' })).toEqual([]);
    expect(problemsOf({ ...person, phone: '=84901234567' })).toEqual(['phone']);
  });

  test('a phone without its first 0, from a spreadsheet’s power notation, or of a short code is refused', () => {
    for (const phone of ['901234567', '8,4901E+10', '115', 'soon']) {
      expect(problemsOf({ ...person, phone })).toEqual(['phone']);
    }
  });

  test('a name or a phone is never quoted in a problem, other cells are', () => {
    const outcome = readRow(
      'people.csv',
      { line: 2, cells: { ...person, name: '=Lan', role: 'boss' } },
      personColumns,
    );
    expect(outcome).toMatchObject({ problems: [{ column: 'name' }, { column: 'role', found: 'boss' }] });
    expect(JSON.stringify(outcome)).not.toContain('Lan');
  });

  test('weekdays, times and lists are read as people write them', () => {
    const shift = { teamId: 't', username: 'lan', weekdays: '7 1-3', from: '7:00', to: '19:00:00' };
    expect(readRow('shifts.csv', { line: 2, cells: shift }, shiftColumns)).toMatchObject({
      row: { values: { weekdays: [1, 2, 3, 7], from: '07:00', to: '19:00', validTo: null } },
    });
    for (const weekdays of ['0', '8', '5-3', '1 1', 'Mon', '1,2']) {
      const outcome = readRow('shifts.csv', { line: 2, cells: { ...shift, weekdays } }, shiftColumns);
      expect(outcome).toMatchObject({ problems: [{ column: 'weekdays' }] });
    }
    const team = { id: 't', name: 'Đội', unitCode: '74', fields: 'relief  Medical', active: 'không' };
    expect(readRow('teams.csv', { line: 2, cells: team }, teamColumns)).toMatchObject({
      row: { values: { fields: ['relief', 'medical'], active: false } },
    });
    const twice = readRow('teams.csv', { line: 2, cells: { ...team, fields: 'relief relief' } }, teamColumns);
    expect(twice).toMatchObject({ problems: [{ column: 'fields', found: 'relief relief' }] });
  });

  test('an empty cell that must be filled says what belongs there', () => {
    const outcome = readRow('units.csv', { line: 2, cells: {} }, unitColumns);
    const told = 'problems' in outcome ? outcome.problems.map(({ column }) => column) : [];
    expect(told).toEqual(['code', 'name', 'type', 'tier', 'profile', 'validFrom']);
  });
});

test('the printed tables keep their columns and tell the same hours of several days once', () => {
  const problem = { file: 'a.csv', line: 3, column: 'tier', mustBe: 'one of: province', found: 'ward' };
  expect(problemTable([problem]).split('\n')).toEqual([
    'file   line  column  must be           is',
    '-----  ----  ------  ----------------  ----',
    'a.csv  3     tier    one of: province  ward',
  ]);
  const gaps = [6, 7].map((weekday) => ({ weekday, from: '19:00', to: '24:00' }));
  const table = readinessTable([
    {
      ...{ unitCode: '74', name: 'tỉnh', ready: false, missing: ['everyField', 'hotlineNumber'], teams: [] },
      ...{ hotlineNumbers: 0, supervisorsWithPhone: 1, uncovered: { relief: gaps } },
    },
  ]);
  expect(table).toContain('relief: Sat Sun 19:00–24:00');
  expect(table).toMatch(/74 +tỉnh +NO +yes +NO +yes +yes/);
});
