import type { Unit } from '../../domain/organisation';
import { placeByAddress } from '../../domain/place-by-address';
import { localDate } from '../../domain/roster';
import { similarUnits } from '../../domain/similar-units';
import { isInForce } from '../../domain/unit-tree';
import type { UnitDirectory } from '../open311/placing';
import { sameText, type ReportForm } from './report-input';

type Known = Unit & { readonly served: boolean };

/** One place to choose from. */
export interface Choice {
  readonly code: string;
  readonly label: string;
}

export type Placed =
  | { readonly kind: 'found'; readonly unitCode: string; readonly label: string }
  | { readonly kind: 'ambiguous' | 'unknown'; readonly choices: readonly Choice[] };

/** Offered when nothing better is known: the districts, while they are few. */
const MOST_CHOICES = 12;
const MOST_SUGGESTIONS = 6;
/** Of the page's 30 kB, what the browser's own suggestions may take. */
const SUGGESTION_BYTES = 12_000;

/**
 * The place of a report. A choice that was made for these very words counts; then the commune they name, the
 * address deciding between several of one name. `homeUnitCode` is always a choice: nobody is refused for want of a name.
 */
export async function placeOf(
  form: ReportForm,
  directory: UnitDirectory,
  homeUnitCode: string,
  now: Date,
): Promise<Placed> {
  const units = await directory.all();
  const usable = usableOf(units, now);
  const chosen = units.get(form.unit);
  if (
    chosen &&
    sameText(form.place, form.placeAsked) &&
    (usable.includes(chosen) || chosen.code === homeUnitCode)
  ) {
    return { kind: 'found', unitCode: chosen.code, label: labelOf(chosen, units) };
  }
  const choice = (one: Known): Choice => ({ code: one.code, label: labelOf(one, units) });
  const named = placeByAddress(form.place, usable);
  if (named.kind === 'ambiguous') {
    // The address may name the district; alone it places nothing, for streets are called like communes.
    const withAddress = placeByAddress(`${form.address}, ${form.place}`, usable);
    const isOne = withAddress.kind === 'found' && named.unitCodes.includes(withAddress.unitCode);
    const codes = isOne ? [withAddress.unitCode] : named.unitCodes;
    const among = codes.flatMap((code) => units.get(code) ?? []).map(choice);
    const [only, second] = among;
    if (only && !second) return { kind: 'found', unitCode: only.code, label: only.label };
    return { kind: 'ambiguous', choices: among.slice(0, MOST_CHOICES) };
  }
  const unit = named.kind === 'found' ? units.get(named.unitCode) : undefined;
  if (unit) return { kind: 'found', unitCode: unit.code, label: labelOf(unit, units) };
  const below = usable.filter(({ tier, served }) => served && tier !== 'province');
  const alike = similarUnits(form.place, below, MOST_SUGGESTIONS);
  const districts = below.filter(({ tier }) => tier === 'district');
  const offered = alike.length > 0 ? alike : districts.length <= MOST_CHOICES ? districts : [];
  return { kind: 'unknown', choices: offered.map(choice) };
}

/** Names for the browser to suggest while somebody types; empty when they would make the page heavy. */
export async function suggestionsOf(directory: UnitDirectory, now: Date): Promise<readonly string[]> {
  const units = await directory.all();
  const labels = usableOf(units, now)
    .filter(({ tier, served }) => served && tier === 'commune')
    .map((unit) => labelOf(unit, units))
    .sort((a, b) => a.localeCompare(b, 'vi'));
  const bytes = labels.reduce((sum, label) => sum + Buffer.byteLength(label) + '<option value="">'.length, 0);
  return bytes <= SUGGESTION_BYTES ? labels : [];
}

function usableOf(units: ReadonlyMap<string, Known>, now: Date): readonly Known[] {
  const today = localDate(now);
  return [...units.values()].filter((unit) => unit.served || isInForce(unit, today));
}

/** `phường Phú Cường, thành phố Thủ Dầu Một`; the province is understood. */
function labelOf(unit: Known, units: ReadonlyMap<string, Known>): string {
  const above = unit.path.length > 1 ? unit.path.slice(1) : unit.path;
  return [...above]
    .reverse()
    .map(({ code }) => units.get(code))
    .flatMap((one) => (one ? [`${one.type} ${one.name}`] : []))
    .join(', ');
}
