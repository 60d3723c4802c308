import { z } from 'zod';
import { tiers } from '../../domain/organisation';
import { limitKey, spend, type RateLimits } from '../auth/rate-limits';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { itemsOf, textOf, unitCode } from '../http/schemas';
import type { DirectoryEntry, HotlineDirectory } from './hotline-directory';

export interface PublicUnitDependencies {
  readonly directory: HotlineDirectory;
  readonly limits: Pick<RateLimits, 'publicDirectory'>;
}

const shownAtOnce = 20;

const publicUnit = z
  .object({
    code: z.string(),
    name: z.string(),
    type: z.string().describe('tỉnh, thành phố, thị xã, huyện, phường, xã, thị trấn'),
    tier: z.enum(tiers),
    within: z.array(z.object({ code: z.string(), name: z.string(), type: z.string() })),
  })
  .meta({ id: 'PublicUnit' });

const publicHotline = z
  .object({
    number: z.string().describe('E.164, or a short code such as 1022'),
    unitCode: z.string().describe('Whose line it is'),
    forwarded: z.boolean().describe('The number of a unit above, in place of one that does not answer'),
    verifiedAt: z.string().nullable().describe('When somebody last answered our check'),
  })
  .meta({ id: 'PublicHotline' });

/** The directory for anyone: which unit is mine, and which number it answers on. */
export function publicUnitRoutes({ directory, limits }: PublicUnitDependencies): Route[] {
  return [
    route({
      operationId: 'findPublicUnits',
      method: 'get',
      path: '/public/units',
      tag: 'Citizens',
      permission: 'public',
      summary: 'Units by the beginning of their name, or by an address, accents aside',
      description:
        'Give `q` while somebody types a name, or `address` with a whole address. A point finds nothing: no map of boundaries is loaded.',
      status: 200,
      problems: ['too-many-requests', 'impossible'],
      query: z.strictObject({ q: textOf(100).optional(), address: textOf(300).optional() }),
      response: itemsOf(publicUnit),
      handle: async ({ query: { q, address }, ip }) => {
        await spend(limits.publicDirectory, limitKey('directory', ip));
        if ((q === undefined) === (address === undefined)) {
          throw new Refused('impossible', 'Give either q or address.', {
            errors: [{ pointer: 'query/q', message: 'must be given, or address, and not both' }],
          });
        }
        const found =
          q === undefined ? await directory.byAddress(address ?? '') : await directory.byName(q, shownAtOnce);
        return { items: found.map(toPublicUnit) };
      },
    }),
    route({
      operationId: 'getPublicHotlines',
      method: 'get',
      path: '/public/units/:code/hotlines',
      tag: 'Citizens',
      permission: 'public',
      summary: 'The numbers that this unit answers on, day and night',
      description:
        'Numbers that do not answer are left out or replaced; with none left, call `ifNobodyAnswers`.',
      status: 200,
      problems: ['not-found', 'too-many-requests'],
      params: z.object({ code: unitCode }),
      response: z.object({
        unit: publicUnit,
        hotlines: z.array(publicHotline),
        ifNobodyAnswers: z.literal('1022'),
      }),
      handle: async ({ params: { code }, ip }) => {
        await spend(limits.publicDirectory, limitKey('directory', ip));
        const entry = await directory.find(code);
        if (!entry) throw new Refused('not-found', 'There is no unit with this code.');
        return {
          unit: toPublicUnit(entry),
          hotlines: entry.hotlines.map(({ number, unitCode: of, isForwarded, verifiedAt }) => ({
            ...{ number, unitCode: of, forwarded: isForwarded, verifiedAt },
          })),
          ifNobodyAnswers: '1022' as const,
        };
      },
    }),
  ];
}

const toPublicUnit = ({ unit, above }: DirectoryEntry): z.input<typeof publicUnit> => ({
  ...{ code: unit.code, name: unit.name, type: unit.type, tier: unit.tier },
  within: above.map(({ code, name, type }) => ({ code, name, type })),
});
