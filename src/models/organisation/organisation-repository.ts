import type {
  DutyOverride,
  DutyShift,
  Field,
  HotlineNumber,
  Roster,
  Team,
  Unit,
  User,
} from '../../domain/organisation';
import type { Policy } from '../../domain/policy';

/** Units, teams, numbers, shifts: read by everyone, changed by admins and the importer. */
export interface OrganisationRepository {
  findUnit(code: string): Promise<Unit | null>;
  /** Units in force at `on`; `parentCode` narrows to one unit's children, `q` to folded names. */
  listUnits(filter: { parentCode?: string; tier?: string; q?: string; on?: Date }): Promise<readonly Unit[]>;
  findTeam(id: string): Promise<Team | null>;
  listTeams(filter: { unitCode?: string; field?: Field; active?: boolean }): Promise<readonly Team[]>;
  saveTeam(team: Team): Promise<Team>;
  listHotlineNumbers(filter: { unitCode?: string; published?: boolean }): Promise<readonly HotlineNumber[]>;
  saveHotlineNumber(number: HotlineNumber): Promise<HotlineNumber>;
  listShifts(filter: { unitCode?: string; teamId?: string; userId?: string }): Promise<readonly DutyShift[]>;
  findShift(id: string): Promise<DutyShift | null>;
  /** Those with a part between the two moments (ISO 8601 UTC); without them, all that are not over now. */
  listOverrides(filter: {
    unitCode?: string;
    teamId?: string;
    userIds?: readonly string[];
    from?: string;
    until?: string;
  }): Promise<readonly DutyOverride[]>;
  saveShift(shift: DutyShift): Promise<DutyShift>;
  removeShift(id: string): Promise<boolean>;
  /**
   * Makes these the shifts of a team, all or none, if `isCurrent` says of those that are stored that they are the ones
   * it was made from; false when not.
   */
  replaceShiftsOfTeam(
    teamId: string,
    wanted: readonly DutyShift[],
    isCurrent: (stored: readonly DutyShift[]) => boolean,
  ): Promise<boolean>;
  /**
   * Who can be paged for these units at `at` (ISO): teams of `field` with somebody on duty who has a phone, by the
   * shifts and by what was agreed to differ from them.
   * One database round trip per collection, however many units are asked.
   */
  rostersOf(unitCodes: readonly string[], field: Field, at: string): Promise<readonly Roster[]>;
  /** Supervisors of these units with a phone, on duty or not: a breach is theirs at any hour. */
  supervisorsOf(
    unitCodes: readonly string[],
  ): Promise<readonly { unitCode: string; userIds: readonly string[] }[]>;
  /**
   * Who answers for these units and has a phone: commanders and supervisors at any hour, dispatchers whose team has
   * them on duty at `at` (ISO), or who have no roster.
   */
  leadersOf(unitCodes: readonly string[], at: string): Promise<readonly UnitLeaders[]>;
}

export interface UnitLeaders {
  readonly unitCode: string;
  readonly commanders: readonly string[];
  readonly supervisors: readonly string[];
  readonly dispatchers: readonly string[];
}

export interface UserRepository {
  find(id: string): Promise<User | null>;
  /** Those of these ids that there are, in no order. */
  findMany(ids: readonly string[]): Promise<readonly User[]>;
  findByUsername(username: string): Promise<User | null>;
  /** The user whose session this is, and since when sessions count; null: since ever. */
  findSession(id: string): Promise<{ readonly user: User; readonly sessionsFrom: Date | null } | null>;
  list(filter: { unitCode?: string; role?: string; teamId?: string }): Promise<readonly User[]>;
  /**
   * Creates or replaces; a password, when given, is stored as an argon2id hash. A new password, and an account that is
   * switched off, end every session there is.
   */
  save(user: User, password?: string): Promise<User>;
  /** The user when the password is right and the account active; null otherwise, in the same time. */
  verifyPassword(username: string, password: string): Promise<User | null>;
}

export interface SavedPolicy {
  readonly policy: Policy;
  readonly createdBy: string | null;
  readonly createdAt: Date | null;
}

export interface PolicyRepository {
  find(id: string, version: number): Promise<Policy | null>;
  list(): Promise<readonly Policy[]>;
  /** Who saved which version when; null for what came with the program or a file. */
  listSaved(): Promise<readonly SavedPolicy[]>;
  /** A new version; versions are never changed once stored. */
  add(policy: Policy, createdBy?: string): Promise<Policy>;
  /**
   * The one policy that rules a unit's new tickets at `at`: the nearest unit on the path wins, then the
   * newest effective version. `why` says it in words for the screens. In a surge, the policies that its profile
   * names come first.
   */
  choose(
    unitPath: readonly { code: string }[],
    at: Date,
    surgePolicyIds?: readonly string[],
  ): Promise<{ policy: Policy; why: string } | null>;
}
