import type { Field, Role, Team, Tier, Unit, UnitRef, User } from '../../src/domain/organisation';
import { loadDefaultPolicies } from '../../src/platform/reference-data';
import type { OrganisationBundle } from '../../src/models/organisation/organisation-loader';

const province: UnitRef = { tier: 'province', code: '74' };
const thuDauMot: UnitRef = { tier: 'district', code: '718' };
const phuCuong: UnitRef = { tier: 'commune', code: '25747' };
const thuanAn: UnitRef = { tier: 'district', code: '725' };
const laiThieu: UnitRef = { tier: 'commune', code: '25978' };

const unit = (path: readonly UnitRef[], name: string, type: string): Unit => {
  const own = path.at(-1) ?? province;
  return {
    ...own,
    name,
    type,
    parentCode: path.at(-2)?.code ?? null,
    path,
    validFrom: '2020-02-01',
    validTo: own.code === laiThieu.code ? '2025-07-01' : null,
    successors: [],
    profile: 'three-tier',
    searchKey: name
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase(),
  };
};

const paths: Readonly<Record<string, readonly UnitRef[]>> = {
  '74': [province],
  '718': [province, thuDauMot],
  '25747': [province, thuDauMot, phuCuong],
  '725': [province, thuanAn],
  '25978': [province, thuanAn, laiThieu],
};

const team = (id: string, unitCode: string, fields: readonly Field[]): Team => ({
  id,
  name: `Đội ${id}`,
  unitCode,
  tier: (paths[unitCode]?.at(-1)?.tier ?? 'province') satisfies Tier,
  fields,
  active: true,
});

export const teams: readonly Team[] = [
  team('medical-74', '74', ['medical']),
  team('medical-718', '718', ['medical']),
  team('response-25747', '25747', ['medical', 'relief', 'security']),
  team('medical-725', '725', ['medical']),
  team('sleeping-718', '718', ['medical']),
];

let nextPhone = 0;
const person = (id: string, role: Role, unitCode: string, teamId: string | null = null): User => ({
  id,
  username: id,
  name: `Người ${id}`,
  role,
  unitCode,
  unitPath: paths[unitCode] ?? [],
  teamId,
  phone: `+8490${String(1_000_000 + nextPhone++)}`,
  active: true,
  language: 'vi',
});

export const people = {
  agent: person('agent', 'agent', '74'),
  dispatcher: person('dispatcher-718', 'dispatcher', '718'),
  farDispatcher: person('dispatcher-725', 'dispatcher', '725'),
  supervisor: person('supervisor-718', 'supervisor', '718'),
  farSupervisor: person('supervisor-725', 'supervisor', '725'),
  commander: person('commander-74', 'commander', '74'),
  farCommander: person('commander-725', 'commander', '725'),
  admin: person('admin', 'admin', '74'),
  responder: person('responder-25747', 'responder', '25747', 'response-25747'),
  districtResponder: person('responder-718', 'responder', '718', 'medical-718'),
  provinceResponder: person('responder-74', 'responder', '74', 'medical-74'),
  farResponder: person('responder-725', 'responder', '725', 'medical-725'),
  districtCommander: person('commander-718', 'commander', '718'),
  communeCommander: person('commander-25747', 'commander', '25747'),
  communeDispatcher: person('dispatcher-25747', 'dispatcher', '25747'),
} as const;
export type Person = keyof typeof people;

const shift = (user: User) => ({
  id: `shift-${user.id}`,
  teamId: user.teamId ?? '',
  userId: user.id,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from: '00:00',
  to: '00:00',
  validFrom: '2020-01-01',
  validTo: null,
});

/** One province, two districts, a commune in each (one of them abolished), every role near and far. */
export const smallProvince: OrganisationBundle = {
  units: [
    unit(paths['74'] ?? [], 'Bình Dương', 'tỉnh'),
    unit(paths['718'] ?? [], 'Thủ Dầu Một', 'thành phố'),
    unit(paths['25747'] ?? [], 'Phú Cường', 'phường'),
    unit(paths['725'] ?? [], 'Thuận An', 'thành phố'),
    unit(paths['25978'] ?? [], 'Lái Thiêu', 'phường'),
  ],
  teams,
  users: Object.values(people),
  shifts: Object.values(people)
    .filter(({ role }) => role === 'responder')
    .map(shift),
  hotlineNumbers: [
    {
      id: 'number-718',
      unitCode: '718',
      teamId: null,
      label: 'Trực 24/7',
      number: '+842743822718',
      published: true,
    },
  ],
  policies: loadDefaultPolicies(),
};
