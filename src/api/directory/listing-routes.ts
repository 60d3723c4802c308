import { z } from 'zod';
import { restore, takeOffTheList } from '../../domain/hotline';
import type { HotlineStanding } from '../../domain/hotline';
import type { HotlineNumber } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import type { HotlineStandings } from '../../models/hotlines/hotline-standings';
import type { OrganisationRepository } from '../../models/organisation/organisation-repository';
import { Refused } from '../http/problem';
import { route, type Asking, type Route } from '../http/route';
import { idText, itemsOf, unitCode } from '../http/schemas';
import { askedUnitOf } from '../stats/asked-unit';
import { managedUnit } from '../organisation/team-routes';
import { directoryNumberView, toDirectoryNumber } from './hotline-views';

export interface ListingDependencies {
  readonly organisation: Pick<OrganisationRepository, 'findUnit' | 'listUnits' | 'listHotlineNumbers'>;
  readonly standings: HotlineStandings;
}

const listingOf = ({ listing, forwardToNumberId }: HotlineStanding) => ({ listing, forwardToNumberId });
const now = (): string => new Date().toISOString();

/** What an admin does by hand with a number of the public list; roll-calls leave it so until it is restored. */
export function listingRoutes({ organisation, standings }: ListingDependencies): Route[] {
  const decide = async (
    id: string,
    { user, act }: Pick<Asking<['HotlineNumber', 'manage']>, 'user' | 'act'>,
    rule: (standing: HotlineStanding, numbers: readonly HotlineNumber[]) => HotlineStanding,
  ): Promise<z.input<typeof directoryNumberView>> => {
    const numbers = await organisation.listHotlineNumbers({});
    const number = numbers.find((one) => one.id === id);
    if (!number) throw new Refused('not-found', 'There is no hotline number with this id.');
    const unit = await managedUnit(organisation, user, number.unitCode);
    let before: HotlineStanding | null = null;
    const after = await standings.change(number, (standing) => {
      before = standing;
      return rule(standing, numbers);
    });
    act.about({ unit });
    act.changed(before && listingOf(before), listingOf(after));
    return toDirectoryNumber(number, unit, { numbers, standings: await standings.all() });
  };
  const shared = {
    method: 'post' as const,
    tag: 'Organisation',
    permission: ['HotlineNumber', 'manage'] as const,
    status: 200 as const,
    params: z.object({ id: idText }),
    response: directoryNumberView,
  };
  return [
    route({
      operationId: 'listHotlineStandings',
      method: 'get',
      path: '/hotline-standings',
      tag: 'Organisation',
      permission: ['HotlineNumber', 'read'],
      summary: 'Duty numbers of my area with what roll-calls know of them and what citizens see',
      status: 200,
      problems: ['unit-not-found'],
      query: z.strictObject({
        unit: unitCode.optional().describe('A unit of my area; all of it by default'),
      }),
      response: itemsOf(directoryNumberView),
      handle: async ({ query: { unit }, user }) => {
        const area = await askedUnitOf(user, unit, organisation);
        const [numbers, known, units] = await Promise.all([
          organisation.listHotlineNumbers({}),
          standings.all(),
          organisation.listUnits({}),
        ]);
        const near = new Map(
          units.filter(({ path }) => path.some(({ code }) => code === area)).map((one) => [one.code, one]),
        );
        return {
          items: numbers.flatMap((number) => {
            const of = near.get(number.unitCode);
            return of ? [toDirectoryNumber(number, of, { numbers, standings: known })] : [];
          }),
        };
      },
    }),
    route({
      ...shared,
      operationId: 'withdrawHotlineNumber',
      path: '/hotline-numbers/:id/withdraw',
      summary: 'Show this number to citizens no more',
      problems: ['not-found'],
      handle: ({ params: { id }, ...asking }) =>
        decide(id, asking, (standing) =>
          takeOffTheList(standing, {
            listing: 'withdrawn',
            userId: asking.user.id,
            at: now(),
            toNumberId: null,
          }),
        ),
    }),
    route({
      ...shared,
      operationId: 'forwardHotlineNumber',
      path: '/hotline-numbers/:id/forward',
      summary: 'Show another number in place of this one',
      description: 'Without `toNumberId` it is the nearest listed number of a unit above.',
      problems: ['not-found', 'invalid-command'],
      body: z.strictObject({ toNumberId: idText.nullable().default(null) }),
      handle: ({ params: { id }, body: { toNumberId }, ...asking }) =>
        decide(id, asking, (standing, numbers) => {
          const target = numbers.find((one) => one.id === toNumberId);
          if (toNumberId !== null && (!target?.published || toNumberId === id)) {
            throw new DomainError('invalid-command', 'must be the id of another published number', {
              pointer: '/toNumberId',
            });
          }
          return takeOffTheList(standing, {
            ...{ listing: 'forwarded', userId: asking.user.id, at: now(), toNumberId },
          });
        }),
    }),
    route({
      ...shared,
      operationId: 'restoreHotlineNumber',
      path: '/hotline-numbers/:id/restore',
      summary: 'Show this number to citizens again',
      problems: ['not-found'],
      handle: ({ params: { id }, ...asking }) => decide(id, asking, (standing) => restore(standing, now())),
    }),
  ];
}
