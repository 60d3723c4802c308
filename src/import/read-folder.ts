import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRow, type Columns, type ReadRow } from './columns';
import { readCsv } from './csv-file';
import { readPolicyFiles, type PolicyFiles } from './policy-files';
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

/** Reads a folder of CSV files (and `policies/*.json`), collecting every problem rather than the first. */
export function readFolder(folder: string): FolderContent {
  const problems: RowProblem[] = [...strayFiles(folder)];
  const read = <R extends object>(file: string, columns: Columns<R>): readonly ReadRow<R>[] => {
    if (!existsSync(join(folder, file))) return [];
    const names = Object.keys(columns) as (keyof R & string)[];
    const content = readCsv(file, readFileSync(join(folder, file)), {
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
  const policyFiles = readPolicyFiles(join(folder, 'policies'));
  problems.push(...policyFiles.problems.map((problem) => ({ ...problem, file: `policies/${problem.file}` })));
  return { tables: { ...tables, policies: policyFiles.policies }, problems };
}

/** A misspelt file would be passed over in silence, and a folder without any is the wrong folder. */
function strayFiles(folder: string): readonly RowProblem[] {
  const known: readonly string[] = Object.values(fileNames);
  const present = readdirSync(folder);
  const stray = present.filter((name) => name.toLowerCase().endsWith('.csv') && !known.includes(name));
  const mustBe = `called one of: ${known.join(', ')}`;
  if (present.some((name) => known.includes(name) || name === 'policies') || stray.length > 0) {
    return stray.map((file) => ({ file, line: 1, column: '', mustBe }));
  }
  return [{ file: '(folder)', line: 1, column: '', mustBe: `one with at least one file ${mustBe}` }];
}
