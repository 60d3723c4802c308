import type { Tier } from './organisation';

/** The service policy: data, versioned, editable per province. `config/policies/*.json` holds the default. */

export const priorities = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type Priority = (typeof priorities)[number];

export const holdReasons = [
  'waitingForBed',
  'waitingForVehicle',
  'citizenUnreachable',
  'waitingForCitizen',
] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Local working windows of one day, `['07:30','11:30']`; several a day, none on a day off. */
export type DayWindows = readonly (readonly [from: string, to: string])[];

/**
 * Working time of a class. Offsets, not zone names: Asia/Ho_Chi_Minh has no summer time, and a fixed offset
 * keeps the sandbox independent of the worker's ICU data.
 */
export interface Calendar {
  readonly id: string;
  readonly utcOffsetMinutes: number;
  /** Index 0 is Monday. */
  readonly weekly: readonly [
    DayWindows,
    DayWindows,
    DayWindows,
    DayWindows,
    DayWindows,
    DayWindows,
    DayWindows,
  ];
  /** Dates (YYYY-MM-DD) without working time: Tết, Hùng Kings, 30/4, 1/5, 2/9. */
  readonly holidays: readonly string[];
  /** Working time on dates that the weekly pattern would leave free (yearly swap days). */
  readonly extraDays?: Readonly<Record<string, DayWindows>>;
}

/** Targets of one priority class, in milliseconds of its calendar's time. */
export interface ServiceClass {
  readonly triageMs: number;
  readonly acknowledgeMs: number;
  readonly firstResponseMs: number;
  readonly resolveMs: number;
  /** Null runs around the clock. */
  readonly calendarId: string | null;
  /** Reasons that stop the clocks; empty means nothing may. */
  readonly holdReasons: readonly HoldReason[];
  /** While held, a second resolve clock (`resolveTotal`) goes on counting. */
  readonly countsHoldTime: boolean;
  /** Page every ladder step at once instead of one after another. */
  readonly allStepsAtOnce: boolean;
  /** Page again this often while nobody has claimed; null pages once a step. */
  readonly repageEveryMs: number | null;
  readonly channels: readonly ('sms' | 'voice')[];
}

/** One step of the ladder and its part of the acknowledge window. */
export interface LadderShare {
  readonly tier: Tier;
  readonly share: number;
}

export interface Policy {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** Date (YYYY-MM-DD) from which new tickets use this version. */
  readonly effectiveFrom: string;
  /** The unit whose tickets it rules, with everything below it. */
  readonly unitCode: string;
  readonly classes: Readonly<Record<Priority, ServiceClass>>;
  readonly calendars: readonly Calendar[];
  readonly ladder: {
    /** For tickets taken at the province. */
    readonly down: readonly LadderShare[];
    /** For tickets taken at a unit's own hotline: starts at that unit's tier and climbs. */
    readonly climb: readonly LadderShare[];
  };
  /** Shares of a clock at which its watchers are warned, ascending. */
  readonly warnAtShares: readonly number[];
  /** Logged tries to reach the citizen before `citizenUnreachable` may stop a clock. */
  readonly contactAttemptsBeforeHold: number;
  /** A resolved ticket nobody objects to closes by itself after this. */
  readonly closeAfterResolvedMs: number;
  /** How the teams of its units keep duty; absent in versions made before there was a choice. */
  readonly duty?: DutyRules;
  /** So long after it was done (or cancelled) the citizen may open a ticket again; 7 days when absent. */
  readonly citizenReopensWithinMs?: number;
  /** Rules only where a surge profile names it; the ordinary choice passes it over. */
  readonly onlyInSurge?: true;
}

export interface DutyRules {
  /** A shift whose person could not be paged: stored with warnings, or refused until that is put right. */
  readonly unreachablePerson: 'warn' | 'refuse';
  /** Somebody must take a hand-over within this time, or the unit's supervisors are told. */
  readonly acknowledgeHandOverMs: number;
  /** Supervisors hear this long before a shift ends that nobody comes after it. */
  readonly warnAheadMs: number;
}

export const defaultDutyRules: DutyRules = {
  unreachablePerson: 'warn',
  acknowledgeHandOverMs: 15 * 60_000,
  warnAheadMs: 30 * 60_000,
};

/** Where a policy does not say how long a citizen may open a ticket again. */
export const defaultReopensWithinMs = 7 * 24 * 60 * 60_000;

/** What a running ticket carries: the policy it was accepted under, whatever is edited later. */
export type PinnedPolicy = Omit<Policy, 'name' | 'effectiveFrom' | 'unitCode' | 'duty' | 'onlyInSurge'>;
