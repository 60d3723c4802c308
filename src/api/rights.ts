import {
  AbilityBuilder,
  createMongoAbility,
  subject,
  type MongoAbility,
  type MongoQuery,
} from '@casl/ability';
import { rulesToCondition } from '@casl/ability/extra';
import type { Action } from '../domain/commands';
import type { CommandOrderState } from '../domain/command-order';
import type { OrderAction } from '../domain/command-order-commands';
import type { Role, User } from '../domain/organisation';
import type { AreaFilter, StoredTicket } from '../models/tickets/ticket-repository';
import type { SignedIn } from './auth/link-scope';

/**
 * Who may do what, where: role × area × relation, in one table. Conditions are MongoDB filters on the stored
 * ticket, so a list and a single read cannot disagree.
 */
export type TicketVerb = 'read' | 'readPersonal' | 'create' | Action;
export type OfficeSubject =
  | 'Call'
  | 'Caller'
  | 'Unit'
  | 'UnitList'
  | 'UnitMap'
  | 'Team'
  | 'HotlineNumber'
  | 'Shift'
  | 'ShiftSwap'
  | 'DutyOverride'
  | 'HandOver'
  | 'Policy'
  | 'Protocol'
  | 'User'
  | 'NotificationRules'
  | 'Open311Key'
  | 'Board'
  | 'Figures'
  | 'DeadLetter'
  | 'Queue'
  | 'Recipient'
  | 'MessageTexts'
  | 'Stream'
  | 'Surge'
  | 'TicketList'
  | 'Transparency'
  | 'Audit'
  | 'Organisation';
export type OfficeVerb = 'read' | 'manage';
export type OrderVerb = 'read' | 'give' | OrderAction;
export type Permission =
  | 'public'
  | 'signedIn'
  | readonly ['Ticket', TicketVerb]
  | readonly ['CommandOrder', OrderVerb]
  | readonly [OfficeSubject, OfficeVerb];

type Ability = MongoAbility<[string, string | object]>;

/** What the ticket rights look at: the stored ticket fits, and so does a change-stream event. */
export type TicketFacts = Pick<StoredTicket, 'createdBy'> & {
  readonly state: Pick<StoredTicket['state'], 'ticketId' | 'unitPath' | 'offeredTeamIds' | 'assignments'>;
};

/** What the rights to command orders look at. */
export interface OrderFacts {
  readonly state: Pick<CommandOrderState, 'issuer' | 'addressedCodes' | 'aboveCodes'>;
}

/**
 * `issuer`: of the unit that gave it. `above`: of that unit, one above it, or one between it and an addressee.
 * `addressed`: of a unit that it goes to.
 */
export type OrderRelation = 'anywhere' | 'issuer' | 'above' | 'addressed';

const answering = ['read', 'acknowledge', 'report'] as const;

/** Whoever commands a unit decides about its orders; those above look on and urge; the addressed ones answer. */
export const orderRights: Readonly<
  Record<Role, readonly { readonly when: OrderRelation; readonly verbs: readonly OrderVerb[] }[]>
> = {
  commander: [
    { when: 'anywhere', verbs: ['give'] },
    { when: 'issuer', verbs: ['read', 'accept', 'return', 'withdraw', 'extend', 'remind', 'close'] },
    { when: 'above', verbs: ['read', 'remind'] },
    { when: 'addressed', verbs: answering },
  ],
  supervisor: [
    { when: 'above', verbs: ['read', 'remind'] },
    { when: 'addressed', verbs: answering },
  ],
  dispatcher: [
    { when: 'issuer', verbs: ['read'] },
    { when: 'addressed', verbs: answering },
  ],
  ...{ agent: [], responder: [], admin: [] },
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
  dispatcher: [...publicOffice(), ...callWork, ['Caller', 'read'], ['TicketList', 'manage']],
  responder: publicOffice(),
  supervisor: [
    ...publicOffice(),
    ...callWork,
    ['Caller', 'read'],
    ['User', 'read'],
    ['NotificationRules', 'manage'],
    ['Figures', 'read'],
    ['DeadLetter', 'read'],
    ['Shift', 'manage'],
    ['DutyOverride', 'manage'],
  ],
  commander: [...publicOffice(), ['Figures', 'read'], ['Audit', 'read'], ['Surge', 'manage']],
  admin: [
    ...publicOffice(),
    ['UnitMap', 'manage'],
    ['Team', 'manage'],
    ['HotlineNumber', 'manage'],
    ['Shift', 'manage'],
    ['DutyOverride', 'manage'],
    ['Policy', 'manage'],
    ['User', 'read'],
    ['User', 'manage'],
    ['NotificationRules', 'manage'],
    ['Figures', 'read'],
    ['DeadLetter', 'read'],
    ['DeadLetter', 'manage'],
    ['Queue', 'read'],
    ['Queue', 'manage'],
    ['Recipient', 'manage'],
    ['MessageTexts', 'read'],
    ['MessageTexts', 'manage'],
    ['Open311Key', 'manage'],
    ['Transparency', 'manage'],
    ['TicketList', 'manage'],
    ['Audit', 'read'],
    ['Audit', 'manage'],
    ['Organisation', 'manage'],
    ['Surge', 'manage'],
  ],
};

function publicOffice(): readonly (readonly [OfficeSubject, OfficeVerb])[] {
  return [
    ['Unit', 'read'],
    ['UnitList', 'read'],
    ['UnitMap', 'read'],
    ['Team', 'read'],
    ['HotlineNumber', 'read'],
    ['Shift', 'read'],
    ['ShiftSwap', 'read'],
    ['ShiftSwap', 'manage'],
    ['DutyOverride', 'read'],
    ['HandOver', 'read'],
    ['HandOver', 'manage'],
    ['Policy', 'read'],
    ['Protocol', 'read'],
    ['Board', 'read'],
    ['Stream', 'read'],
    ['Surge', 'read'],
  ];
}

/**
 * What a session opened by a link keeps of its team's rights, and only for the link's own tickets: those that come from
 * the offer and the ownership. Besides, what a ticket's codes are called.
 */
export const linkRelations: readonly Relation[] = ['offered', 'owner', 'formerOwner'];
const linkOffice: readonly (readonly [OfficeSubject, OfficeVerb])[] = [
  ['UnitList', 'read'],
  ['Protocol', 'read'],
  ['Stream', 'read'],
];

/** The unit whose subtree this person works in. */
export function areaCodeOf(user: User): string {
  return user.role === 'agent' ? (user.unitPath[0]?.code ?? user.unitCode) : user.unitCode;
}

function conditionOf(user: SignedIn, relation: Relation): MongoQuery | undefined | null {
  if (!user.link) return relationOf(user, relation);
  const condition = linkRelations.includes(relation) ? relationOf(user, relation) : null;
  return condition && { ...condition, 'state.ticketId': { $in: user.link.ticketIds } };
}

function relationOf(user: User, relation: Relation): MongoQuery | undefined | null {
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

const orderConditions: Readonly<Record<OrderRelation, (unitCode: string) => MongoQuery | undefined>> = {
  anywhere: () => undefined,
  issuer: (code) => ({ 'state.issuer.unit.code': code }),
  above: (code) => ({ 'state.aboveCodes': code }),
  addressed: (code) => ({ 'state.addressedCodes': code }),
};

export interface Rights {
  /** Could this person ever do this, somewhere? What the door asks before it looks anything up. */
  holds(permission: Permission): boolean;
  may(verb: TicketVerb, ticket: TicketFacts): boolean;
  /** The same rule as `may('read')`, as a filter for lists; a person without rights gets nothing. */
  readonly readable: AreaFilter;
  mayOrder(verb: OrderVerb, order: OrderFacts): boolean;
  /** As `readable`, for command orders. */
  readonly readableOrders: AreaFilter;
}

export function rightsOf(user: SignedIn): Rights {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility);
  for (const { when, verbs } of ticketRights[user.role]) {
    const condition = conditionOf(user, when);
    if (condition !== null) can([...verbs], 'Ticket', condition);
  }
  for (const [name, verb] of user.link ? linkOffice : officeRights[user.role]) can(verb, name);
  for (const { when, verbs } of user.link ? [] : orderRights[user.role])
    can([...verbs], 'CommandOrder', orderConditions[when](user.unitCode));
  const ability = build();
  return {
    holds: (permission) =>
      typeof permission === 'string'
        ? permission === 'public' || user.link === undefined
        : ability.can(permission[1], permission[0]),
    may: (verb, ticket) => ability.can(verb, subject('Ticket', { ...ticket })),
    readable: filterOf(ability, 'Ticket'),
    mayOrder: (verb, order) => ability.can(verb, subject('CommandOrder', { ...order })),
    readableOrders: filterOf(ability, 'CommandOrder'),
  };
}

const filterOf = (ability: Ability, what: 'Ticket' | 'CommandOrder'): AreaFilter =>
  rulesToCondition<Ability, object, AreaFilter>(
    ability.rulesFor('read', what),
    (rule) => rule.conditions ?? {},
    { and: ($and) => ({ $and }), or: ($or) => ({ $or }), empty: () => ({}) },
  ) ?? { _id: { $in: [] } };

/** Whether a unit (by its path) lies in the area that this person manages or works in. */
export const isInAreaOf = (user: User, unitPath: readonly { readonly code: string }[]): boolean =>
  unitPath.some(({ code }) => code === areaCodeOf(user));

/** Whether this person may be sent the figures of a unit. */
export const mayReadFigures = (user: User, unitPath: readonly { readonly code: string }[]): boolean =>
  rightsOf(user).holds(['Figures', 'read']) && isInAreaOf(user, unitPath);

/** Whether a surge of this unit concerns the person: it lies in their area, or rules it from above. */
export const concernsSurge = (
  user: User,
  { unitPath }: { readonly unitPath: readonly { readonly code: string }[] },
): boolean => isInAreaOf(user, unitPath) || user.unitPath.some(({ code }) => code === unitPath.at(-1)?.code);
