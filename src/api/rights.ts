import {
  AbilityBuilder,
  createMongoAbility,
  subject,
  type MongoAbility,
  type MongoQuery,
} from '@casl/ability';
import { rulesToCondition } from '@casl/ability/extra';
import type { Action } from '../domain/commands';
import type { Role, User } from '../domain/organisation';
import type { AreaFilter, StoredTicket } from '../models/tickets/ticket-repository';

/**
 * Who may do what, where: role × area × relation, in one table. Conditions are MongoDB filters on the stored
 * ticket, so a list and a single read cannot disagree.
 */
export type TicketVerb = 'read' | 'readPersonal' | 'create' | Action;
export type OfficeSubject =
  | 'Call'
  | 'Caller'
  | 'Unit'
  | 'Team'
  | 'HotlineNumber'
  | 'Shift'
  | 'Policy'
  | 'Protocol'
  | 'User'
  | 'Open311Key'
  | 'Board'
  | 'Figures'
  | 'DeadLetter'
  | 'Queue'
  | 'Recipient'
  | 'MessageTexts'
  | 'Stream';
export type OfficeVerb = 'read' | 'manage';
export type Permission =
  'public' | 'signedIn' | readonly ['Ticket', TicketVerb] | readonly [OfficeSubject, OfficeVerb];

type Ability = MongoAbility<[string, string | object]>;

/** What the ticket rights look at: the stored ticket fits, and so does a change-stream event. */
export type TicketFacts = Pick<StoredTicket, 'createdBy'> & {
  readonly state: Pick<StoredTicket['state'], 'unitPath' | 'offeredTeamIds' | 'assignments'>;
};

export type Relation = 'place' | 'area' | 'offered' | 'owner' | 'formerOwner' | 'creator' | 'anywhere';

/** Work that only the team which owns the ticket does. */
const fieldWork = ['enRoute', 'onScene', 'hold', 'resume', 'resolve', 'handBack', 'note'] as const;
const everyAction = [
  ...fieldWork,
  'triage',
  'claim',
  'decline',
  'dispatch',
  'close',
  'reopen',
  'cancel',
  'reclassify',
  'link',
  'unlink',
  'verify',
] as const satisfies readonly Action[];

/** `area`: the ticket's place lies in the person's unit; an agent's area is the whole province. */
export const ticketRights: Readonly<
  Record<Role, readonly { readonly when: Relation; readonly verbs: readonly TicketVerb[] }[]>
> = {
  agent: [
    { when: 'anywhere', verbs: ['create'] },
    {
      when: 'area',
      verbs: [
        'read',
        'readPersonal',
        'triage',
        'note',
        'hold',
        'resume',
        'reclassify',
        'cancel',
        'close',
        'reopen',
        'link',
        'unlink',
        'verify',
      ],
    },
  ],
  dispatcher: [
    { when: 'place', verbs: ['create'] },
    { when: 'creator', verbs: ['read'] },
    { when: 'area', verbs: ['read', 'readPersonal', ...everyAction] },
  ],
  responder: [
    { when: 'place', verbs: ['create'] },
    { when: 'creator', verbs: ['read'] },
    { when: 'offered', verbs: ['read', 'claim', 'decline'] },
    { when: 'formerOwner', verbs: ['read'] },
    { when: 'owner', verbs: ['read', 'readPersonal', 'claim', ...fieldWork] },
  ],
  supervisor: [
    {
      when: 'area',
      verbs: [
        'read',
        'readPersonal',
        'dispatch',
        'reclassify',
        'handBack',
        'reopen',
        'cancel',
        'note',
        'verify',
      ],
    },
  ],
  commander: [{ when: 'area', verbs: ['read'] }],
  admin: [{ when: 'area', verbs: ['read'] }],
};

/** Taking calls and ringing back, on the numbers of one's own area. */
const callWork: readonly (readonly [OfficeSubject, OfficeVerb])[] = [
  ['Call', 'read'],
  ['Call', 'manage'],
];

/** Everyone who signs in may look at the organisation; accounts and management are the admin's. */
const officeRights: Readonly<Record<Role, readonly (readonly [OfficeSubject, OfficeVerb])[]>> = {
  agent: [...publicOffice(), ...callWork, ['Caller', 'read']],
  dispatcher: [...publicOffice(), ...callWork, ['Caller', 'read']],
  responder: publicOffice(),
  supervisor: [
    ...publicOffice(),
    ...callWork,
    ['Caller', 'read'],
    ['User', 'read'],
    ['Figures', 'read'],
    ['DeadLetter', 'read'],
  ],
  commander: [...publicOffice(), ['Figures', 'read']],
  admin: [
    ...publicOffice(),
    ['Team', 'manage'],
    ['HotlineNumber', 'manage'],
    ['Shift', 'manage'],
    ['Policy', 'manage'],
    ['User', 'read'],
    ['User', 'manage'],
    ['Figures', 'read'],
    ['DeadLetter', 'read'],
    ['DeadLetter', 'manage'],
    ['Queue', 'read'],
    ['Queue', 'manage'],
    ['Recipient', 'manage'],
    ['MessageTexts', 'read'],
    ['MessageTexts', 'manage'],
    ['Open311Key', 'manage'],
  ],
};

function publicOffice(): readonly (readonly [OfficeSubject, OfficeVerb])[] {
  return [
    ['Unit', 'read'],
    ['Team', 'read'],
    ['HotlineNumber', 'read'],
    ['Shift', 'read'],
    ['Policy', 'read'],
    ['Protocol', 'read'],
    ['Board', 'read'],
    ['Stream', 'read'],
  ];
}

/** The unit whose subtree this person works in. */
export function areaCodeOf(user: User): string {
  return user.role === 'agent' ? (user.unitPath[0]?.code ?? user.unitCode) : user.unitCode;
}

function conditionOf(user: User, relation: Relation): MongoQuery | undefined | null {
  switch (relation) {
    case 'anywhere':
      return undefined;
    case 'place':
    case 'area':
      return { 'state.unitPath.code': areaCodeOf(user) };
    case 'creator':
      return { createdBy: user.id };
    case 'offered':
      return user.teamId === null ? null : { 'state.offeredTeamIds': user.teamId };
    case 'formerOwner':
      return user.teamId === null ? null : { 'state.assignments.teamId': user.teamId };
    case 'owner':
      return user.teamId === null
        ? null
        : { 'state.assignments': { $elemMatch: { teamId: user.teamId, endedAt: { $exists: false } } } };
  }
}

export interface Rights {
  /** Could this person ever do this, somewhere? What the door asks before it looks anything up. */
  holds(permission: Permission): boolean;
  may(verb: TicketVerb, ticket: TicketFacts): boolean;
  /** The same rule as `may('read')`, as a filter for lists; a person without rights gets nothing. */
  readonly readable: AreaFilter;
}

export function rightsOf(user: User): Rights {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility);
  for (const { when, verbs } of ticketRights[user.role]) {
    const condition = conditionOf(user, when);
    if (condition !== null) can([...verbs], 'Ticket', condition);
  }
  for (const [name, verb] of officeRights[user.role]) can(verb, name);
  const ability = build();
  return {
    holds: (permission) => typeof permission === 'string' || ability.can(permission[1], permission[0]),
    may: (verb, ticket) => ability.can(verb, subject('Ticket', { ...ticket })),
    readable: rulesToCondition<Ability, object, AreaFilter>(
      ability.rulesFor('read', 'Ticket'),
      (rule) => rule.conditions ?? {},
      { and: ($and) => ({ $and }), or: ($or) => ({ $or }), empty: () => ({}) },
    ) ?? { _id: { $in: [] } },
  };
}

/** Whether a unit (by its path) lies in the area that this person manages or works in. */
export const isInAreaOf = (user: User, unitPath: readonly { readonly code: string }[]): boolean =>
  unitPath.some(({ code }) => code === areaCodeOf(user));
