import { z } from 'zod';
import { isShortCode, normalisePhone } from '../../domain/phone';
import type { Blocklist, OptOuts } from '../../models/recipients/recipient-lists';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { isoTime, itemsOf, nothing, textOf } from '../http/schemas';

const listId = z.object({ id: z.string().regex(/^[\w-]{1,64}$/, 'must be the id of an entry') });
const optOutView = z
  .object({
    id: z.string(),
    phone: z.string(),
    because: z.enum(['stopWord', 'admin']),
    by: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'OptOut' });
const blockedView = z
  .object({
    id: z.string(),
    phone: z.string(),
    reason: z.string(),
    by: z.string(),
    expiresAt: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'BlockedNumber' });

export interface RecipientDependencies {
  readonly optOuts: OptOuts;
  readonly blocklist: Blocklist;
}

const listLimit = 500;
const longestBlockMs = 90 * 24 * 60 * 60 * 1_000;

/** Who asked not to be written to, and whose nuisance calls are not taken for a while. */
export function recipientRoutes({ optOuts, blocklist }: RecipientDependencies): Route[] {
  return [
    route({
      operationId: 'listOptOuts',
      method: 'get',
      path: '/opt-outs',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Numbers that asked for no messages, newest first (500 at most)',
      status: 200,
      response: itemsOf(optOutView),
      handle: async () => ({
        items: (await optOuts.list(listLimit)).map((one) => ({
          ...one,
          createdAt: one.createdAt.toISOString(),
        })),
      }),
    }),
    route({
      operationId: 'addOptOut',
      method: 'post',
      path: '/opt-outs',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Writes no more to this number; pages to people on duty go on',
      status: 201,
      problems: ['phone-not-valid'],
      body: z.strictObject({ phone: textOf(40) }),
      response: optOutView,
      handle: async ({ body, user }) => {
        const entry = await optOuts.add({ phone: phoneOf(body.phone), because: 'admin', by: user.id });
        return { ...entry, createdAt: entry.createdAt.toISOString() };
      },
    }),
    route({
      operationId: 'removeOptOut',
      method: 'delete',
      path: '/opt-outs/:id',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Writes to this number again',
      status: 204,
      problems: ['not-found'],
      params: listId,
      response: nothing,
      handle: async ({ params: { id } }) => {
        if (!(await optOuts.removeById(id))) throw new Refused('not-found', 'There is no such entry.');
        return null;
      },
    }),
    route({
      operationId: 'listBlockedNumbers',
      method: 'get',
      path: '/blocked-numbers',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Nuisance callers whose entry is in force, newest first (500 at most)',
      status: 200,
      response: itemsOf(blockedView),
      handle: async () => ({
        items: (await blocklist.list(listLimit)).map((one) => ({
          ...one,
          expiresAt: one.expiresAt.toISOString(),
          createdAt: one.createdAt.toISOString(),
        })),
      }),
    }),
    route({
      operationId: 'blockNumber',
      method: 'post',
      path: '/blocked-numbers',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Takes no reports from this number until then',
      description: 'Never applied to a call or report that may be an emergency. 90 days at most.',
      status: 201,
      problems: ['phone-not-valid', 'impossible'],
      body: z.strictObject({ phone: textOf(40), reason: textOf(300), expiresAt: isoTime }),
      response: blockedView,
      handle: async ({ body, user }) => {
        const expiresAt = new Date(body.expiresAt);
        const restMs = expiresAt.getTime() - Date.now();
        if (restMs <= 0 || restMs > longestBlockMs) {
          throw new Refused('impossible', 'The entry must end in the future, within 90 days.', {
            errors: [{ pointer: '/expiresAt', message: 'must be in the future, at most 90 days ahead' }],
          });
        }
        const { reason } = body;
        const entry = await blocklist.add({ phone: phoneOf(body.phone), reason, by: user.id, expiresAt });
        return {
          ...entry,
          expiresAt: entry.expiresAt.toISOString(),
          createdAt: entry.createdAt.toISOString(),
        };
      },
    }),
    route({
      operationId: 'unblockNumber',
      method: 'delete',
      path: '/blocked-numbers/:id',
      tag: 'Messages',
      permission: ['Recipient', 'manage'],
      summary: 'Takes reports from this number again',
      status: 204,
      problems: ['not-found'],
      params: listId,
      response: nothing,
      handle: async ({ params: { id } }) => {
        if (!(await blocklist.removeById(id))) throw new Refused('not-found', 'There is no such entry.');
        return null;
      },
    }),
  ];
}

function phoneOf(text: string): string {
  const phone = normalisePhone(text);
  if (phone !== null && !isShortCode(phone)) return phone;
  throw new Refused('phone-not-valid', 'phone must be a number that can be called.', {
    errors: [{ pointer: '/phone', message: 'must be a number that can be called' }],
  });
}
