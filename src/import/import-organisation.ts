import type { DutyOverride } from '../domain/organisation';
import { choosePolicy } from '../domain/policy-choice';
import { readinessOf, type UnitReadiness } from '../domain/readiness';
import type {
  BundlePart,
  LoadCount,
  LoadOptions,
  OrganisationBundle,
} from '../models/organisation/organisation-loader';
import { afterImport, checkFolder, type CheckedFolder } from './check-folder';
import type { FolderContent } from './read-folder';
import type { RowProblem } from './row-problem';

/** Where an import goes. */
export interface ImportTarget {
  readonly readStored: () => Promise<OrganisationBundle>;
  readonly load: (
    bundle: OrganisationBundle,
    options: LoadOptions,
  ) => Promise<Readonly<Record<BundlePart, LoadCount>>>;
  readonly listOverrides: () => Promise<readonly DutyOverride[]>;
}

export interface ImportOptions {
  /** Check and report, write nothing. */
  readonly dryRun: boolean;
  /** Write the good rows although others are bad. */
  readonly skipBadRows: boolean;
  /** What this importer may not do, besides what nobody may. None of it is written with `skipBadRows` either. */
  readonly objections?: (
    content: FolderContent,
    checked: CheckedFolder,
    stored: OrganisationBundle,
  ) => readonly RowProblem[];
}

export interface ImportOutcome {
  readonly written: boolean;
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
  /** Null while nothing was written. */
  readonly counts: Readonly<Record<BundlePart, LoadCount>> | null;
  /** The checklist of every unit that the folder tells something about, as if all good rows were written. */
  readonly readiness: readonly UnitReadiness[];
}

/**
 * Imports what was read: all of it or, when any row is bad, none of it. Importing the same again changes nothing.
 */
export async function importContent(
  content: FolderContent,
  target: ImportTarget,
  { dryRun, skipBadRows, objections }: ImportOptions,
): Promise<ImportOutcome> {
  const stored = await target.readStored();
  const checked = checkFolder(content, stored);
  const objected = objections?.(content, checked, stored) ?? [];
  const { bundle, replaceShiftsOf, warnings } = checked;
  const problems = [...checked.problems, ...objected];
  const written = !dryRun && objected.length === 0 && (skipBadRows || problems.length === 0);
  const counts = written ? await target.load(bundle, { existing: 'update', replaceShiftsOf }) : null;
  const readiness = readinessAfter(afterImport(stored, checked), bundle, await target.listOverrides());
  return { written, problems, warnings, counts, readiness };
}

function readinessAfter(
  after: OrganisationBundle,
  bundle: OrganisationBundle,
  overrides: readonly DutyOverride[],
): readonly UnitReadiness[] {
  const touched = new Set([
    ...bundle.units.map(({ code }) => code),
    ...bundle.teams.map((team) => team.unitCode),
  ]);
  const now = new Date();
  return after.units
    .filter(({ code }) => touched.has(code))
    .map((unit) => {
      const hasPolicy = choosePolicy(after.policies, unit.path, now) !== null;
      const supervisors = after.users.filter(
        ({ role, unitCode }) => role === 'supervisor' && unitCode === unit.code,
      );
      const { teams, shifts, users: people, hotlineNumbers: numbers } = after;
      return readinessOf(unit, { teams, shifts, overrides, numbers, people, supervisors, hasPolicy }, now);
    });
}
