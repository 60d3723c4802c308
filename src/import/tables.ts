import {
  fields,
  roles,
  tierProfiles,
  tiers,
  type Field,
  type Role,
  type Tier,
  type TierProfile,
} from '../domain/organisation';
import * as column from './columns';
import type { Columns } from './columns';

/** The files of an import folder, in the order in which they build on each other. */

export interface UnitRow {
  readonly code: string;
  readonly officialCode: string | null;
  readonly name: string;
  readonly type: string;
  readonly tier: Tier;
  readonly parentCode: string | null;
  readonly profile: TierProfile;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly successors: readonly string[];
}

export const unitColumns: Columns<UnitRow> = {
  code: column.unitCode,
  officialCode: column.optional(column.unitCode, null),
  name: column.text,
  type: column.text,
  tier: column.oneOf(tiers),
  parentCode: column.optional(column.unitCode, null),
  profile: column.oneOf(tierProfiles),
  validFrom: column.date,
  validTo: column.optional(column.date, null),
  successors: column.optional(column.listOf(column.unitCode, 'unit codes parted by spaces'), []),
};

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly unitCode: string;
  readonly fields: readonly Field[];
  readonly active: boolean;
}

export const teamColumns: Columns<TeamRow> = {
  id: column.id,
  name: column.text,
  unitCode: column.unitCode,
  fields: column.listOf(column.oneOf(fields), `one or more of, parted by spaces: ${fields.join(' ')}`),
  active: column.optional(column.yesOrNo, true),
};

export interface PersonRow {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unitCode: string;
  readonly teamId: string | null;
  readonly phone: string | null;
  readonly active: boolean;
  readonly language: 'vi' | 'en';
}

export const personColumns: Columns<PersonRow> = {
  username: column.username,
  name: { ...column.text, personal: true },
  role: column.oneOf(roles),
  unitCode: column.unitCode,
  teamId: column.optional(column.id, null),
  phone: column.optional(column.personPhone, null),
  active: column.optional(column.yesOrNo, true),
  language: column.optional(column.oneOf(['vi', 'en']), 'vi'),
};

export interface ShiftRow {
  readonly teamId: string;
  readonly username: string;
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export const shiftColumns: Columns<ShiftRow> = {
  teamId: column.id,
  username: column.username,
  weekdays: column.weekdays,
  from: column.time,
  to: column.time,
  validFrom: column.optional(column.date, '2020-01-01'),
  validTo: column.optional(column.date, null),
};

export interface HotlineNumberRow {
  readonly number: string;
  readonly unitCode: string;
  readonly teamId: string | null;
  readonly label: string;
  readonly published: boolean;
}

export const hotlineNumberColumns: Columns<HotlineNumberRow> = {
  number: column.publicNumber,
  unitCode: column.unitCode,
  teamId: column.optional(column.id, null),
  label: column.text,
  published: column.optional(column.yesOrNo, true),
};

export const fileNames = {
  units: 'units.csv',
  teams: 'teams.csv',
  people: 'people.csv',
  shifts: 'shifts.csv',
  hotlineNumbers: 'hotline-numbers.csv',
} as const;

const namesOf = (columns: object): readonly string[] => Object.keys(columns);
/** The header of each file. */
export const tableColumns: Readonly<Record<string, readonly string[]>> = {
  [fileNames.units]: namesOf(unitColumns),
  [fileNames.teams]: namesOf(teamColumns),
  [fileNames.people]: namesOf(personColumns),
  [fileNames.shifts]: namesOf(shiftColumns),
  [fileNames.hotlineNumbers]: namesOf(hotlineNumberColumns),
};
