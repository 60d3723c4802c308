import { z } from 'zod';
import { orderStatuses } from '../../domain/command-order';
import type { OrderPeople } from '../../domain/command-order-people';
import { orderKeyParts, orderSubject } from '../../domain/command-order-notices';
import { peopleToTell } from '../../domain/command-order-people';
import { visibleTo } from '../../domain/command-order-view';
import { DomainError } from '../../domain/refusal';
import type { CommandOrderRepository } from '../../models/command-orders/command-order-repository';
import type { MessageRepository } from '../../models/messages/message-repository';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import { ReplyWith, route, type Route } from '../http/route';
import { flag, itemsOf, listOf, pageOf, pageQuery, ticketRef, unitCode } from '../http/schemas';
import { actorOf } from '../tickets/create-route';
import { findReadable, type FindTicketDependencies } from '../tickets/find-ticket';
import { findReadableOrder, namesIn } from './find-order';
import { addresseesFor, giveOrder, type GiveOrderDependencies } from './give-order';
import {
  orderBody,
  orderMessageView,
  orderSummaryView,
  orderView,
  previewView,
  selectionBody,
} from './order-schemas';
import { readerOf, toOrderSummary, toOrderView } from './order-view';

export interface OrderRouteDependencies extends GiveOrderDependencies {
  readonly commandOrders: Pick<CommandOrderRepository, 'insert' | 'find' | 'findByCode' | 'list'>;
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits' | 'leadersOf'>;
  readonly users: Pick<UserRepository, 'findMany'>;
  readonly tickets: FindTicketDependencies['tickets'];
  readonly messages: Pick<MessageRepository, 'listByTicket'>;
}

export const orderRef = ticketRef.describe('The id, or the code such as `ML-7K3-9QF`.');
const nobodyYet = { unreachable: [], acknowledged: null };

/** Giving command orders, and reading them. */
export function orderRoutes(deps: OrderRouteDependencies): Route[] {
  return [
    route({
      operationId: 'giveCommandOrder',
      method: 'post',
      path: '/command-orders',
      tag: 'Command orders',
      permission: ['CommandOrder', 'give'],
      summary: 'Order units of my area to do something',
      description:
        'Accepted means stored. Every addressee is told within seconds; a unit with nobody to tell is reported to the issuer at once (`nobodyToTell` in the timeline).',
      status: 201,
      problems: ['unit-not-found', 'unit-not-below', 'ticket-not-found', 'invalid-command'],
      body: orderBody,
      response: orderView,
      handle: async ({ body, user, rights, idempotencyKey }) => {
        const { given, to, urgent, acknowledgeBy, resultBy } = body;
        if (given.by === 'document' && given.documentNumber === undefined) {
          const pointer = '/given/documentNumber';
          throw new DomainError('invalid-command', 'must be given for a document', { pointer });
        }
        const tickets = await Promise.all(
          body.tickets.map(async (reference) => {
            const { id: ticketId, code } = await findReadable(deps.tickets, reference, rights);
            return { ticketId, code };
          }),
        );
        const order = await giveOrder(deps, user, actorOf(user), {
          words: {
            ...{ text: body.text, means: given.by, documentNumber: given.documentNumber ?? null },
            documentDate: given.documentDate ?? null,
          },
          ...{ urgent, to, tickets, acknowledgeBy, resultBy },
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        });
        const names = new Map([[user.id, user.name]]);
        return new ReplyWith(toOrderView(order, readerOf(user, rights, order), names), {
          headers: { Location: `/api/v1/command-orders/${order.id}` },
        });
      },
    }),
    route({
      operationId: 'previewCommandOrder',
      method: 'post',
      path: '/command-orders/preview',
      tag: 'Command orders',
      permission: ['CommandOrder', 'give'],
      summary: 'Which units these are, and who of each would be told now',
      status: 200,
      problems: ['unit-not-found', 'unit-not-below', 'invalid-command'],
      body: z.strictObject({ to: selectionBody }),
      response: previewView,
      handle: async ({ body, user }) => {
        const now = new Date();
        const units = await addresseesFor(deps.organisation, user, body.to, now);
        const codes = units.map(({ code }) => code);
        const leaders = await deps.organisation.leadersOf(codes, now.toISOString());
        const told = (unit: Omit<OrderPeople, 'rules'> | undefined): readonly string[] =>
          unit ? peopleToTell(unit, nobodyYet, false) : [];
        const byUnit = new Map(leaders.map((unit) => [unit.unitCode, told(unit)]));
        const people = await deps.users.findMany([...byUnit.values()].flat());
        return {
          units: units.map(({ code, tier }) => ({
            ...{ unitCode: code, tier },
            people: people
              .filter(({ id }) => byUnit.get(code)?.includes(id))
              .map(({ id: userId, name, role }) => ({ userId, name, role })),
          })),
        };
      },
    }),
    route({
      operationId: 'listCommandOrders',
      method: 'get',
      path: '/command-orders',
      tag: 'Command orders',
      permission: ['CommandOrder', 'read'],
      summary: 'Orders that my unit gave, received or looks on at, newest first',
      status: 200,
      problems: ['ticket-not-found'],
      query: z.strictObject({
        ...pageQuery,
        unit: unitCode.optional().describe('Given by, or to, this unit or one below it'),
        status: listOf(orderStatuses).optional(),
        box: z
          .enum(['mine', 'received'], { error: 'must be mine or received' })
          .optional()
          .describe('Given by my unit, or to it'),
        late: flag.optional().describe('Some addressee is late'),
        ticket: ticketRef.optional().describe('About this ticket'),
      }),
      response: pageOf(orderSummaryView),
      handle: async ({ query, user, rights }) => {
        const { limit, cursor, unit, status, box, late, ticket } = query;
        const about = ticket === undefined ? null : await findReadable(deps.tickets, ticket, rights);
        const { items, nextCursor } = await deps.commandOrders.list(
          rights.readableOrders,
          {
            ...(unit !== undefined && { unitCode: unit }),
            ...(status && { status }),
            ...(box === 'mine' && { issuerCode: user.unitCode }),
            ...(box === 'received' && { addressedCode: user.unitCode }),
            ...(late !== undefined && { isLate: late }),
            ...(about && { ticketId: about.id }),
          },
          { limit, ...(cursor !== undefined && { cursor }) },
        );
        const names = await namesIn(deps.users, items);
        return {
          items: items.map((order) => toOrderSummary(order, readerOf(user, rights, order), names)),
          nextCursor,
        };
      },
    }),
    route({
      operationId: 'getCommandOrder',
      method: 'get',
      path: '/command-orders/:id',
      tag: 'Command orders',
      permission: ['CommandOrder', 'read'],
      summary: 'One order: its addressees, late ones first, and what happened',
      status: 200,
      problems: ['order-not-found'],
      params: z.object({ id: orderRef }),
      response: orderView,
      handle: async ({ params, user, rights }) => {
        const order = await findReadableOrder(deps.commandOrders, params.id, rights);
        return toOrderView(order, readerOf(user, rights, order), await namesIn(deps.users, [order]));
      },
    }),
    route({
      operationId: 'listCommandOrderMessages',
      method: 'get',
      path: '/command-orders/:id/messages',
      tag: 'Command orders',
      permission: ['CommandOrder', 'read'],
      summary: 'What people of the addressed units were sent, and whether it arrived',
      status: 200,
      problems: ['order-not-found'],
      params: z.object({ id: orderRef }),
      response: itemsOf(orderMessageView),
      handle: async ({ params, user, rights }) => {
        const order = await findReadableOrder(deps.commandOrders, params.id, rights);
        const seen = visibleTo(order.state, readerOf(user, rights, order));
        const codes = new Set(seen.map(({ unit }) => unit.code));
        const messages = await deps.messages.listByTicket(orderSubject(order.id));
        return {
          items: messages.flatMap(({ key, channel, template, status, errorCode, createdAt, updatedAt }) => {
            const about = orderKeyParts(key);
            if (!about || !codes.has(about.unitCode)) return [];
            const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
            return [{ ...about, channel, template, status, errorCode, ...times }];
          }),
        };
      },
    }),
  ];
}
