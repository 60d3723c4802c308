import type { DutyShift, Field, HotlineNumber, Roster, Team, Unit, User } from '../../domain/organisation';
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
  saveShift(shift: DutyShift): Promise<DutyShift>;
  removeShift(id: string): Promise<boolean>;
  /**
   * Who can be paged for these units at `at` (ISO): teams of `field` with somebody on shift who has a phone.
   * One database round trip per collection, however many units are asked.
   */
  rostersOf(unitCodes: readonly string[], field: Field, at: string): Promise<readonly Roster[]>;
  /** Supervisors of these units with a phone, on duty or not: a breach is theirs at any hour. */
  supervisorsOf(
    unitCodes: readonly string[],
  ): Promise<readonly { unitCode: string; userIds: readonly string[] }[]>;
}

export interface UserRepository {
  find(id: string): Promise<User | null>;
  findByUsername(username: string): Promise<User | null>;
  list(filter: { unitCode?: string; role?: string; teamId?: string }): Promise<readonly User[]>;
  /** Creates or replaces; a password, when given, is stored as an argon2id hash. */
  save(user: User, password?: string): Promise<User>;
  /** The user when the password is right and the account active; null otherwise, in the same time. */
  verifyPassword(username: string, password: string): Promise<User | null>;
}

export interface PolicyRepository {
  find(id: string, version: number): Promise<Policy | null>;
  list(): Promise<readonly Policy[]>;
  /** A new version; versions are never changed once stored. */
  add(policy: Policy): Promise<Policy>;
  /**
   * The one policy that rules a unit's new tickets at `at`: the nearest unit on the path wins, then the
   * newest effective version. `why` says it in words for the screens.
   */
  choose(unitPath: readonly { code: string }[], at: Date): Promise<{ policy: Policy; why: string } | null>;
}
