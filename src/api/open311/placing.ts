import type { Unit } from '../../domain/organisation';
import { placeByAddress } from '../../domain/place-by-address';
import { localDate } from '../../domain/roster';
import { isInForce } from '../../domain/unit-tree';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Open311Error } from './open311-error';
import type { ReportedPlace } from './report';

const freshForMs = 60_000;

/** Every unit of the organisation, read at most once a minute: lists of a thousand requests name them all. */
export interface UnitDirectory {
  all(): Promise<ReadonlyMap<string, Unit & { readonly served: boolean }>>;
}

export function createUnitDirectory(
  organisation: Pick<OrganisationRepository, 'listUnits' | 'listTeams'>,
): UnitDirectory {
  let read: ReturnType<UnitDirectory['all']> | null = null;
  let readAtMs = 0;
  const readAll = async (): ReturnType<UnitDirectory['all']> => {
    const [units, teams] = await Promise.all([
      organisation.listUnits({}),
      organisation.listTeams({ active: true }),
    ]);
    const served = new Set(teams.map(({ unitCode }) => unitCode));
    return new Map(units.map((unit) => [unit.code, { ...unit, served: served.has(unit.code) }]));
  };
  return {
    all: () => {
      if (read && Date.now() - readAtMs < freshForMs) return read;
      readAtMs = Date.now();
      const reading = readAll();
      read = reading;
      // A failed read is nobody's answer but its own.
      reading.catch(() => {
        if (read === reading) read = null;
      });
      return reading;
    },
  };
}

/**
 * The unit of a reported place: by `address_id` (our unit code), or by the commune that `address_string` names.
 * A point is kept for the team but finds no unit: no map of boundaries is loaded.
 *
 * @throws Open311Error 400 naming what is missing, 404 for an `address_id` that no unit has
 */
export async function placeReport(
  place: ReportedPlace,
  directory: UnitDirectory,
  now: Date,
): Promise<string> {
  const units = await directory.all();
  if (place.addressId !== undefined) {
    if (units.has(place.addressId)) return place.addressId;
    throw new Open311Error(404, 'address_id: must be the code of a unit, see /api/v1/public/units');
  }
  if (place.address === undefined) {
    throw new Open311Error(
      400,
      place.point
        ? 'address_string: lat and long alone do not place a request here; add an address that names the commune (phường, xã), or address_id'
        : 'address_string: was not provided; give an address that names the commune (phường, xã), or address_id',
    );
  }
  const today = localDate(now);
  const usable = [...units.values()].filter((unit) => unit.served || isInForce(unit, today));
  const found = placeByAddress(place.address, usable);
  if (found.kind === 'found') return found.unitCode;
  const choices = found.kind === 'ambiguous' ? found.unitCodes : [];
  throw new Open311Error(
    400,
    choices.length === 0
      ? 'address_string: names no commune or district that we know; add phường/xã and huyện, or send address_id'
      : `address_string: several units have this name; add the district, or send address_id as one of ${choices.join(', ')}`,
  );
}
