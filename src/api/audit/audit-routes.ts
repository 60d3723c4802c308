import { z } from 'zod';
import { auditOutcomes } from '../../domain/audit';
import type { User } from '../../domain/organisation';
import type { AccessLog } from '../../models/access-log/access-log';
import type { AuditEntry, AuditFilter, AuditLog } from '../../models/audit/audit-log';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import type { TicketRepository } from '../../models/tickets/ticket-repository';
import { invalidInput } from '../http/input';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, isoTime, pageOf, pageQuery, ticketRef, unitCode } from '../http/schemas';
import { shareAnswers } from '../http/shared-answers';
import { areaCodeOf, isInAreaOf } from '../rights';
import { accessView, auditDetailView, auditEntryView, auditReportView } from './audit-views';

export interface AuditDependencies {
  readonly audit: Pick<AuditLog, 'list' | 'find' | 'verify'>;
  readonly accessLog: Pick<AccessLog, 'record' | 'list'>;
  readonly users: Pick<UserRepository, 'find' | 'list'>;
  readonly organisation: Pick<OrganisationRepository, 'findTeam' | 'listHotlineNumbers'>;
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode'>;
}

const period = { since: isoTime.optional(), until: isoTime.optional() };
const headText = z
  .string()
  .regex(/^\d{1,12}:[0-9a-f]{64}$/, 'must be NUMBER:HASH as an earlier verification answered')
  .optional();

/** The record of management and the log of looks at personal data, for those who answer for an area. */
export function auditRoutes(deps: AuditDependencies): Route[] {
  const { audit } = deps;
  const verified = shareAnswers((expected: string) => {
    const [seq = '', hash = ''] = expected.split(':');
    return audit.verify(expected === '' ? undefined : { seq: Number(seq), hash });
  });
  return [
    route({
      operationId: 'listAuditEntries',
      method: 'get',
      path: '/audit/entries',
      tag: 'Audit',
      permission: ['Audit', 'read'],
      summary: 'Who managed what in my area, newest first',
      status: 200,
      query: z.strictObject({
        ...pageQuery,
        ...period,
        unit: unitCode.optional(),
        actor: idText.optional(),
        subject: z.string().min(1).max(100).optional(),
        kind: z.string().min(1).max(40).optional(),
        outcome: z.enum(auditOutcomes, { error: `must be one of: ${auditOutcomes.join(', ')}` }).optional(),
      }),
      response: pageOf(auditEntryView),
      handle: async ({ query, user }) => {
        const { limit, cursor, unit, actor, subject, kind, outcome, since, until } = query;
        const filter: AuditFilter = {
          ...areaOf(user),
          ...(unit !== undefined && { unitCode: unit }),
          ...(actor !== undefined && { actorId: actor }),
          ...(subject !== undefined && { subjectId: subject }),
          ...(kind !== undefined && { kind }),
          ...(outcome !== undefined && { outcome }),
          ...(since !== undefined && { since: new Date(since) }),
          ...(until !== undefined && { until: new Date(until) }),
        };
        const below = cursor === undefined ? {} : { below: seqOf(cursor) };
        const found = await audit.list(filter, { ...below, limit: limit + 1 });
        const page = found.slice(0, limit);
        const last = page.at(-1);
        const names = await namesOf(deps, page);
        return {
          items: page.map((entry) => toView(entry, names)),
          nextCursor: found.length > limit && last ? String(last.seq) : null,
        };
      },
    }),
    route({
      operationId: 'getAuditEntry',
      method: 'get',
      path: '/audit/entries/:seq',
      tag: 'Audit',
      permission: ['Audit', 'read'],
      summary: 'One act, with what it changed',
      description: 'Opening the values is itself a look at personal data and is logged as one.',
      status: 200,
      problems: ['not-found'],
      params: z.object({ seq: z.string().regex(/^\d{1,12}$/, 'must be the number of an entry') }),
      response: auditDetailView,
      handle: async ({ params: { seq }, user, rights, requestId }) => {
        const found = await audit.find(Number(seq));
        if (!found || !isTheirs(user, found.entry))
          throw new Refused('not-found', 'There is no entry with this number in your area.');
        const { entry, values } = found;
        const full = rights.holds(['User', 'manage']);
        await deps.accessLog.record({ userId: user.id, what: 'auditEntry', subjectId: seq, full, requestId });
        const names = await namesOf(deps, [entry]);
        const changes = full ? (values?.changes.map((change) => ({ ...change })) ?? null) : null;
        return { ...toView(entry, names), ip: full ? (values?.ip ?? null) : null, changes };
      },
    }),
    route({
      operationId: 'verifyAudit',
      method: 'get',
      path: '/audit/verification',
      tag: 'Audit',
      permission: ['Audit', 'manage'],
      summary: 'Is the record whole? Every entry is read and its hash computed anew',
      status: 200,
      query: z.strictObject({
        expect: headText.describe('A head that an earlier verification answered, as NUMBER:HASH'),
      }),
      response: auditReportView,
      handle: async ({ query: { expect = '' } }) => {
        const report = await verified(expect);
        return {
          ...report,
          head: report.head && { ...report.head },
          problems: report.problems.map((problem) => ({ ...problem })),
        };
      },
    }),
    route({
      operationId: 'listPersonalDataAccess',
      method: 'get',
      path: '/audit/access',
      tag: 'Audit',
      permission: ['Audit', 'read'],
      summary: 'Who of my area looked at personal data, or who looked at one ticket; newest first',
      status: 200,
      problems: ['ticket-not-found'],
      query: z.strictObject({
        ...pageQuery,
        ...period,
        user: idText.optional(),
        ticket: ticketRef.optional(),
      }),
      response: pageOf(accessView),
      handle: async ({ query, user, rights }) => {
        const { limit, cursor, since, until, user: of, ticket } = query;
        const looked = ticket === undefined ? null : await findTicket(deps, ticket);
        if (ticket !== undefined && !(looked && rights.may('read', looked)))
          throw new Refused('ticket-not-found', 'There is no such ticket that you may see.');
        const people = new Map((await deps.users.list({})).map((one) => [one.id, one]));
        const near = [...people.values()].filter((one) => isInAreaOf(user, one.unitPath));
        const theirs = near.filter(({ id }) => of === undefined || id === of).map(({ id }) => id);
        const found = await deps.accessLog.list(
          {
            ...(looked ? { subjectId: looked.id } : { userIds: theirs }),
            ...(looked && of !== undefined && { userIds: [of] }),
            ...(since !== undefined && { since: new Date(since) }),
            ...(until !== undefined && { until: new Date(until) }),
          },
          { ...(cursor !== undefined && { after: cursor }), limit },
        );
        return {
          items: found.items.map(({ at, userId, ...access }) => {
            const person = people.get(userId);
            return {
              ...access,
              at: at.toISOString(),
              user: person ? { id: person.id, name: person.name, role: person.role } : null,
            };
          }),
          nextCursor: found.next,
        };
      },
    }),
  ];
}

/** What belongs to no unit, such as a sign-in with a name that nobody has, concerns whoever keeps the accounts. */
const areaOf = (user: User): Pick<AuditFilter, 'area' | 'withUnplaced'> => ({
  area: areaCodeOf(user),
  withUnplaced: user.role === 'admin',
});

const isTheirs = (user: User, { unitCodes }: AuditEntry): boolean =>
  unitCodes.includes(areaCodeOf(user)) || (user.role === 'admin' && unitCodes.length === 0);

function seqOf(cursor: string): number {
  if (/^\d{1,12}$/.test(cursor)) return Number(cursor);
  throw invalidInput([{ pointer: '/query/cursor', message: 'must be the nextCursor of an earlier answer' }]);
}

const findTicket = async ({ tickets }: AuditDependencies, ref: string) =>
  (await tickets.find(ref)) ?? (await tickets.findByCode(ref));

interface Names {
  readonly person: (id: string) => string | null;
  readonly thing: (kind: string, id: string) => string | null;
}

async function namesOf(deps: AuditDependencies, entries: readonly AuditEntry[]): Promise<Names> {
  const idsOf = (kind: string): string[] =>
    entries.flatMap((entry) => (entry.kind === kind && entry.subjectId !== null ? [entry.subjectId] : []));
  const people = [
    ...new Set([
      ...entries.flatMap(({ actor }) => actor?.id ?? []),
      ...['User', 'SignIn', 'Account', 'NotificationRules'].flatMap(idsOf),
    ]),
  ];
  const teamIds = [...new Set([...idsOf('Team'), ...idsOf('Shift')])];
  const [users, teams, numbers] = await Promise.all([
    Promise.all(people.map((id) => deps.users.find(id))),
    Promise.all(teamIds.map((id) => deps.organisation.findTeam(id))),
    idsOf('HotlineNumber').length > 0 ? deps.organisation.listHotlineNumbers({}) : [],
  ]);
  const named = new Map([
    ...users.flatMap((one) => (one ? [[one.id, one.name] as const] : [])),
    ...teams.flatMap((one) => (one ? [[one.id, one.name] as const] : [])),
    ...numbers.map((one) => [one.id, one.number] as const),
  ]);
  return {
    person: (id) => named.get(id) ?? null,
    thing: (kind, id) => (kind === 'Unit' ? null : (named.get(id) ?? null)),
  };
}

function toView(entry: AuditEntry, names: Names): z.input<typeof auditEntryView> {
  const { actor, subjectId, unitCodes, fields, ...rest } = entry;
  return {
    ...rest,
    actor: actor && { id: actor.id, role: actor.role, name: names.person(actor.id) },
    subject: subjectId === null ? null : { id: subjectId, name: names.thing(entry.kind, subjectId) },
    unitCode: unitCodes.at(-1) ?? null,
    fields: [...fields],
  };
}
