import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { normalisePhone } from '../../domain/phone';
import type { Protocol } from '../../domain/protocol';
import { DomainError } from '../../domain/refusal';
import type { AccessLog } from '../../models/access-log/access-log';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { route, type Route } from '../http/route';
import { itemsOf, textOf } from '../http/schemas';
import { locationBody, subjectBody } from '../tickets/create-route';
import { lookalikesOf, type LookalikeDependencies, type Report } from './find-lookalikes';
import { lookalikeView } from './lookalike-schema';
import { toLookalikeView } from './lookalike-view';

export interface LookalikeRouteDependencies extends LookalikeDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit'>;
  readonly protocols: ReadonlyMap<string, Protocol>;
  readonly accessLog: Pick<AccessLog, 'record'>;
  /** Keys the pseudonym under which a look-up of a number is logged. */
  readonly secretKey: string;
}

const draftBody = z
  .strictObject({
    phone: textOf(40).optional(),
    name: textOf(120).optional().describe('The caller'),
    category: textOf(40).optional(),
    location: locationBody.partial({ unitCode: true }).optional(),
    description: textOf(4_000).optional(),
    subject: subjectBody.optional(),
  })
  .meta({ id: 'DraftReport' });

/** `POST /tickets/lookalikes`: asked again and again while somebody types, so it writes nothing but the access. */
export function lookalikeRoute(deps: LookalikeRouteDependencies): Route {
  return route({
    operationId: 'findLookalikes',
    method: 'post',
    path: '/tickets/lookalikes',
    tag: 'Tickets',
    permission: ['Ticket', 'create'],
    summary: 'Open tickets that look like the one being written',
    description:
      'Everything is optional; the more is known, the better the answer. A warning only: nothing is joined. Looking by a number is recorded.',
    status: 200,
    problems: ['phone-not-valid', 'unit-not-found', 'category-not-found'],
    body: draftBody,
    response: itemsOf(lookalikeView),
    handle: async ({ body, user, rights, requestId }) => {
      const report = await reportFrom(body, deps);
      if (report.phone !== undefined) {
        const subjectId = createHmac('sha256', deps.secretKey)
          .update(`caller:${report.phone}`)
          .digest('base64url');
        await deps.accessLog.record({ userId: user.id, what: 'caller', subjectId, full: true, requestId });
      }
      const alike = await lookalikesOf(deps, report);
      return {
        items: alike
          .filter(({ ticket }) => rights.may('read', ticket))
          .map((one) => toLookalikeView(one, rights)),
      };
    },
  });
}

/** @throws DomainError naming the field that cannot be */
async function reportFrom(
  { phone, name, category, location, description, subject }: z.output<typeof draftBody>,
  { organisation, protocols }: LookalikeRouteDependencies,
): Promise<Report> {
  const protocol = category === undefined ? undefined : protocols.get(category);
  if (category !== undefined && !protocol) {
    throw new DomainError('category-not-found', 'category must be one of GET /protocols', {
      pointer: '/category',
    });
  }
  const unitCode = location?.unitCode;
  const unit = unitCode === undefined ? null : await organisation.findUnit(unitCode);
  if (unitCode !== undefined && !unit) {
    throw new DomainError('unit-not-found', 'must be the code of a unit, see GET /units', {
      pointer: '/location/unitCode',
    });
  }
  return {
    category: protocol?.category ?? 'other',
    field: protocol?.field ?? 'relief',
    unitCode: unitCode ?? '',
    ...(unit && { unitPath: unit.path.map(({ code }) => code) }),
    receivedAt: new Date().toISOString(),
    ...(phone !== undefined && { phone: e164(phone, '/phone') }),
    ...(name !== undefined && { callerName: name }),
    ...(location?.address !== undefined && { address: location.address }),
    ...(location?.point && { point: location.point }),
    ...(description !== undefined && { description }),
    ...(subject?.name !== undefined && { subjectName: subject.name }),
    ...(subject?.phone !== undefined && { subjectPhone: e164(subject.phone, '/subject/phone') }),
  };
}

function e164(given: string, pointer: string): string {
  const phone = normalisePhone(given);
  if (phone !== null) return phone;
  throw new DomainError('phone-not-valid', 'must be a phone number, e.g. 0912 345 678 or +84912345678', {
    pointer,
  });
}
