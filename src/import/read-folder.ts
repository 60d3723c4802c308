import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRow, type Columns, type ReadRow } from './columns';
import { readCsv } from './csv-file';
import { policyFilesIn, readPolicyFiles, type PolicyFiles } from './policy-files';
import type { RowProblem } from './row-problem';
import {
  fileNames,
  hotlineNumberColumns,
  personColumns,
  shiftColumns,
  teamColumns,
  unitColumns,
  type HotlineNumberRow,
  type PersonRow,
  type ShiftRow,
  type TeamRow,
  type UnitRow,
} from './tables';

/** The rows of a folder that are right in themselves; whether they fit together is checked next. */
interface ImportTables {
  readonly units: readonly ReadRow<UnitRow>[];
  readonly teams: readonly ReadRow<TeamRow>[];
  readonly people: readonly ReadRow<PersonRow>[];
  readonly shifts: readonly ReadRow<ShiftRow>[];
  readonly hotlineNumbers: readonly ReadRow<HotlineNumberRow>[];
  readonly policies: PolicyFiles['policies'];
}

export interface FolderContent {
  readonly tables: ImportTables;
  readonly problems: readonly RowProblem[];
}

/** The content of files by name: `units.csv`, `policies/NAME.json`. */
export type ImportFiles = ReadonlyMap<string, Buffer>;

const policyPlace = 'policies/';
const isPolicy = (name: string): boolean => name.startsWith(policyPlace) && name.endsWith('.json');

/** Reads a folder of CSV files (and `policies/*.json`). */
export function readFolder(folder: string): FolderContent {
  const tables = readdirSync(folder).filter((name) => /\.csv$/i.test(name));
  return readFiles(
    new Map([
      ...tables.map((name) => [name, readFileSync(join(folder, name))] as const),
      ...[...policyFilesIn(join(folder, policyPlace))].map(
        ([name, bytes]) => [`${policyPlace}${name}`, bytes] as const,
      ),
    ]),
  );
}

/** Reads the files of a folder, collecting every problem rather than the first. */
export function readFiles(files: ImportFiles): FolderContent {
  const problems: RowProblem[] = [...strayFiles([...files.keys()])];
  const read = <R extends object>(file: string, columns: Columns<R>): readonly ReadRow<R>[] => {
    const bytes = files.get(file);
    if (!bytes) return [];
    const names = Object.keys(columns) as (keyof R & string)[];
    const content = readCsv(file, bytes, {
      required: names.filter((name) => columns[name].whenEmpty === undefined),
      optional: names.filter((name) => columns[name].whenEmpty !== undefined),
    });
    problems.push(...content.problems);
    return content.rows.flatMap((row) => {
      const outcome = readRow(file, row, columns);
      if ('row' in outcome) return [outcome.row];
      problems.push(...outcome.problems);
      return [];
    });
  };
  const tables = {
    units: read(fileNames.units, unitColumns),
    teams: read(fileNames.teams, teamColumns),
    people: read(fileNames.people, personColumns),
    shifts: read(fileNames.shifts, shiftColumns),
    hotlineNumbers: read(fileNames.hotlineNumbers, hotlineNumberColumns),
  };
  const ofPolicies = [...files].filter(([name]) => isPolicy(name));
  const policyFiles = readPolicyFiles(
    new Map(ofPolicies.map(([name, bytes]) => [name.slice(policyPlace.length), bytes])),
  );
  problems.push(
    ...policyFiles.problems.map((problem) => ({ ...problem, file: `${policyPlace}${problem.file}` })),
  );
  return { tables: { ...tables, policies: policyFiles.policies }, problems };
}

/** A misspelt file would be passed over in silence, and a folder without any is the wrong folder. */
function strayFiles(present: readonly string[]): readonly RowProblem[] {
  const known: readonly string[] = Object.values(fileNames);
  const stray = present.filter((name) => !isPolicy(name) && !known.includes(name));
  const mustBe = `called one of: ${known.join(', ')}`;
  if (present.length > 0) return stray.map((file) => ({ file, line: 1, column: '', mustBe }));
  return [{ file: '(folder)', line: 1, column: '', mustBe: `one with at least one file ${mustBe}` }];
}
