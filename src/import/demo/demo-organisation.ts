import {
  fields,
  type DutyShift,
  type Field,
  type HotlineNumber,
  type Role,
  type Team,
  type Unit,
  type User,
} from '../../domain/organisation';
import { inventedName, inventedPhone } from './invented-people';
import { aroundTheClock } from './rotation';

export interface DemoOrganisation {
  readonly teams: readonly Team[];
  readonly users: readonly User[];
  readonly shifts: readonly DutyShift[];
  readonly hotlineNumbers: readonly HotlineNumber[];
}

const PEOPLE_A_TEAM = 3;
const AGENTS_A_PROVINCE = 3;

const fieldNames: Readonly<Record<Field, string>> = {
  medical: 'cấp cứu – y tế',
  relief: 'cứu trợ',
  security: 'an ninh trật tự',
};

const titled = (unit: Unit): string => `${unit.type} ${unit.name}`;

/** A unit's teams by the plan of August 2021: a centre and three fields, or one commune team for all. */
function teamsOf(unit: Unit): readonly Team[] {
  const team = (kind: string, name: string, covered: readonly Field[]): Team => ({
    id: `team-${unit.code}-${kind}`,
    name: `${name} ${titled(unit)}`,
    unitCode: unit.code,
    tier: unit.tier,
    fields: covered,
    active: true,
  });
  if (unit.tier === 'commune') return [team('response', 'Đội phản ứng nhanh', fields)];
  return [
    // No field: an operations centre answers the hotline around the clock but is no step of a ladder.
    team('centre', 'Trung tâm thông tin tác chiến', []),
    ...fields.map((field) => team(field, `Đội phản ứng nhanh ${fieldNames[field]}`, [field])),
  ];
}

/** Fictitious numbers of a valid shape, made from the unit's code. */
function numbersOf(unit: Unit, teams: readonly Team[]): readonly HotlineNumber[] {
  const digits = (unit.officialCode ?? unit.code).padStart(5, '0');
  // Bình Dương: area code 274 and seven digits; Hồ Chí Minh City: 28 and eight.
  const number = unit.path[0]?.code === '74' ? `+8427439${digits}` : `+8428390${digits}`;
  const own: HotlineNumber = {
    id: `hotline-${unit.code}`,
    unitCode: unit.code,
    teamId: teams[0]?.id ?? null,
    label: `Đường dây nóng ${titled(unit)}`,
    number,
    published: true,
  };
  if (unit.code !== '74') return [own];
  const callCentre = { ...own, id: 'hotline-74-1022', label: 'Tổng đài 1022', number: '1022' };
  // The line that carries 1022: what a telephony provider names as the called number.
  const trunk = { ...own, id: 'hotline-74-trunk', label: 'Tổng đài 1022 (đầu số)', number: '+842743822222' };
  return [callCentre, { ...trunk, published: false }, own];
}

/** Everybody who works for a unit, without name and number; teams first, then its desk. */
function postsOf(
  unit: Unit,
  teams: readonly Team[],
): readonly Pick<User, 'id' | 'username' | 'role' | 'teamId'>[] {
  const post = (role: Role, kind: string, team: Team | null) => ({
    id: `user-${unit.code}-${kind}`,
    username: `${kind}.${unit.code}`,
    role,
    teamId: team?.id ?? null,
  });
  const members = teams.flatMap((team) =>
    Array.from({ length: PEOPLE_A_TEAM }, (_, index) => {
      const isCentre = team.fields.length === 0;
      const kind = isCentre ? 'dispatcher' : team.id.slice(`team-${unit.code}-`.length);
      return post(isCentre ? 'dispatcher' : 'responder', `${kind}${String(index + 1)}`, team);
    }),
  );
  const leaders = [post('supervisor', 'supervisor', null), post('commander', 'commander', null)];
  if (unit.tier !== 'province') return [...members, ...leaders];
  const agents = Array.from({ length: AGENTS_A_PROVINCE }, (_, index) =>
    post('agent', `agent${String(index + 1)}`, null),
  );
  return [...members, ...leaders, ...agents, post('admin', 'admin', null)];
}

/**
 * The demo's people, teams, duty and numbers for the given units: teams of three fields and a centre at
 * provinces and districts, one team at each commune, somebody on duty every minute everywhere. All people
 * and numbers are fictitious; ids and order depend on the units alone.
 */
export function demoOrganisation(units: readonly Unit[]): DemoOrganisation {
  const parts = units.map((unit) => {
    const teams = teamsOf(unit);
    return { unit, teams, posts: postsOf(unit, teams) };
  });
  const users = parts
    .flatMap(({ unit, posts }) => posts.map((post) => ({ unit, post })))
    .map(({ unit, post }, n): User => ({
      ...post,
      name: inventedName(n),
      unitCode: unit.code,
      unitPath: unit.path,
      phone: inventedPhone(n),
      active: true,
      language: 'vi',
    }));
  const membersOf = (team: Team): readonly string[] =>
    users.filter(({ teamId }) => teamId === team.id).map(({ id }) => id);
  return {
    teams: parts.flatMap(({ teams }) => teams),
    users,
    shifts: parts.flatMap(({ unit, teams }) => {
      const since = unit.profile === 'two-tier' ? unit.validFrom : '2021-08-01';
      return teams.flatMap((team) => aroundTheClock(team.id, membersOf(team), since));
    }),
    hotlineNumbers: parts.flatMap(({ unit, teams }) => numbersOf(unit, teams)),
  };
}
