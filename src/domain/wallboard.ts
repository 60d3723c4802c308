import type { UnitRef } from './organisation';

/** What lies in one place itself; the units above it answer for it too. */
export interface PlaceFigures {
  /** From the province down to the place. */
  readonly path: readonly UnitRef[];
  readonly open: number;
  readonly warning: number;
  readonly breached: number;
  readonly unowned: number;
  readonly urgentUnowned: number;
  /** Receipt of the oldest P1 without an owner, ISO; null when there is none. */
  readonly urgentSince: string | null;
  /** With a promised time in the next ten minutes, or just past it. */
  readonly breachingSoon: number;
  /** Resolved since local midnight, and those of them that broke no promise. */
  readonly doneToday: number;
  readonly doneOnTime: number;
  /** From receipt to the first claim, of what was received in the last 24 hours. */
  readonly claimWaitsMs: readonly number[];
}

export type AreaFigures = Omit<PlaceFigures, 'path' | 'claimWaitsMs'> & {
  /** Null while nothing was claimed. */
  readonly medianClaimMs: number | null;
};

export type UnitFigures = UnitRef & AreaFigures;

/** The places together. */
export function sumOf(places: readonly PlaceFigures[]): AreaFigures {
  const sum = (valueOf: (place: PlaceFigures) => number): number =>
    places.reduce((total, place) => total + valueOf(place), 0);
  const since = places.flatMap(({ urgentSince }) => urgentSince ?? []);
  return {
    open: sum(({ open }) => open),
    warning: sum(({ warning }) => warning),
    breached: sum(({ breached }) => breached),
    unowned: sum(({ unowned }) => unowned),
    urgentUnowned: sum(({ urgentUnowned }) => urgentUnowned),
    urgentSince: since.sort()[0] ?? null,
    breachingSoon: sum(({ breachingSoon }) => breachingSoon),
    doneToday: sum(({ doneToday }) => doneToday),
    doneOnTime: sum(({ doneOnTime }) => doneOnTime),
    medianClaimMs: medianOf(places.flatMap(({ claimWaitsMs }) => claimWaitsMs)),
  };
}

/** The figures of every unit below `unitCode` that has any, each with all that lies below it. */
export function figuresOfUnits(unitCode: string, places: readonly PlaceFigures[]): readonly UnitFigures[] {
  const units = new Map<string, { readonly unit: UnitRef; readonly places: PlaceFigures[] }>();
  for (const place of places) {
    const from = place.path.findIndex(({ code }) => code === unitCode);
    for (const unit of place.path.slice(from + 1)) {
      const known = units.get(unit.code);
      if (known) known.places.push(place);
      else units.set(unit.code, { unit, places: [place] });
    }
  }
  return [...units.values()].map(({ unit, places: own }) => ({
    ...{ tier: unit.tier, code: unit.code },
    ...sumOf(own),
  }));
}

/** The middle one; of two the lower, so that it is a wait that somebody had. */
function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
