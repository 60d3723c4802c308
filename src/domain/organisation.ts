import type { NotificationRule } from './notification-rules';

/**
 * Units, teams, people and shifts: who answers for which place. Tiers are data: a province that has no
 * districts (Viet Nam since 01/07/2025) uses the same types with a two-tier profile.
 */
export const tiers = ['province', 'district', 'commune'] as const;
export type Tier = (typeof tiers)[number];

/** A team's field (lĩnh vực): cấp cứu–y tế, cứu trợ, an ninh trật tự. */
export const fields = ['medical', 'relief', 'security'] as const;
export type Field = (typeof fields)[number];

export const roles = ['agent', 'dispatcher', 'responder', 'supervisor', 'commander', 'admin'] as const;
export type Role = (typeof roles)[number];

/** `three-tier`: province → district → commune; `two-tier`: province → commune. */
export const tierProfiles = ['three-tier', 'two-tier'] as const;
export type TierProfile = (typeof tierProfiles)[number];

/** A place in a chain of units, e.g. `{ tier: 'district', code: '718' }`. */
export interface UnitRef {
  readonly tier: Tier;
  readonly code: string;
}

export interface Unit extends UnitRef {
  /**
   * The government's own code, where it differs from `code`: the reform of 2025 gave codes of old communes
   * to new ones, so a new unit that shares one is called `7925747` here.
   */
  readonly officialCode?: string;
  readonly name: string;
  /** Official kind in Vietnamese: tỉnh, thành phố, thị xã, huyện, phường, xã, thị trấn. */
  readonly type: string;
  readonly parentCode: string | null;
  /** From the province down to this unit itself. */
  readonly path: readonly UnitRef[];
  /** Dates (YYYY-MM-DD), inclusive from, exclusive to; null when still in force. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly successors: readonly string[];
  readonly profile: TierProfile;
  /** Folded name for type-ahead: no accents, lower case, single spaces. */
  readonly searchKey: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly unitCode: string;
  readonly tier: Tier;
  readonly fields: readonly Field[];
  readonly active: boolean;
}

/** A unit's own published duty number (đường dây nóng). */
export interface HotlineNumber {
  readonly id: string;
  readonly unitCode: string;
  readonly teamId: string | null;
  readonly label: string;
  /** E.164, or a short code such as `1022`. */
  readonly number: string;
  readonly published: boolean;
}

/**
 * A person's duty with a team, repeating every week in the unit's local time. `from` may be later than
 * `to` (a night shift that ends the next morning); equal values mean the whole day.
 */
export interface DutyShift {
  readonly id: string;
  readonly teamId: string;
  /** Null while nobody has been found for it: a turn that the roster knows to be empty. */
  readonly userId: string | null;
  /** ISO weekdays on which the shift starts: 1 Monday … 7 Sunday. */
  readonly weekdays: readonly number[];
  /** Local time `HH:MM`. */
  readonly from: string;
  readonly to: string;
  /** Dates (YYYY-MM-DD), inclusive from, exclusive to; null when open-ended. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

/**
 * Somebody takes over for a period, and the roster stays as it is: by a supervisor's word, or because two people
 * swapped a turn. Where two overlap, the later one has the last word.
 */
export interface DutyOverride {
  readonly id: string;
  readonly teamId: string;
  /** Who is on duty for this period. */
  readonly userId: string;
  /** Whose duty it is instead of; null adds a person. */
  readonly replacesUserId: string | null;
  /** ISO 8601 UTC; `until` is exclusive. One that was cancelled ends when it was, or where it begins. */
  readonly from: string;
  readonly until: string;
  readonly createdAt: string;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly unitCode: string;
  /** From the province down to the unit: what makes area rights a prefix test. */
  readonly unitPath: readonly UnitRef[];
  readonly teamId: string | null;
  /** E.164, or null when this person cannot be paged. */
  readonly phone: string | null;
  readonly active: boolean;
  readonly language: 'vi' | 'en';
}

/** Who can be reached for one unit at one moment, by opaque ids only. */
export interface Roster {
  readonly unitCode: string;
  readonly tier: Tier;
  /** Teams of the asked field that have at least one reachable person on duty. */
  readonly teams: readonly OnDutyTeam[];
}

export interface OnDutyTeam {
  readonly teamId: string;
  readonly userIds: readonly string[];
  /** How each of them is told, by user id; somebody without an entry is told by the class's channels at once. */
  readonly rules?: RulesByUser;
}

/** Supervisors of one unit, and how each is told. */
export interface Supervisors {
  readonly unitCode: string;
  readonly userIds: readonly string[];
  readonly rules?: RulesByUser;
}

export type RulesByUser = Readonly<Record<string, readonly NotificationRule[]>>;
