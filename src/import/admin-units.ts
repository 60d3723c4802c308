import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Unit } from '../domain/organisation';
import { growUnits, type UnitFacts } from '../domain/unit-tree';

const FOLDER = join(__dirname, '..', '..', 'data', 'admin-units');

const factsOf = (file: string): readonly UnitFacts[] =>
  (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { units: readonly UnitFacts[] }).units;

/** Bình Dương as of August 2021: the province, 9 districts, 91 communes. */
export const binhDuong2021 = (): readonly Unit[] => growUnits(factsOf('binh-duong-2021.json'));

/** What became of it on 2025-07-01: Hồ Chí Minh City and the 36 communes that lie in the old province. */
export const binhDuong2025 = (): readonly Unit[] => growUnits(factsOf('binh-duong-2025.json'));
