import { z } from 'zod';
import type { Open311Key, Open311KeyStore } from '../../models/open311-keys/open311-key-store';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';
import { idText, itemsOf, nothing, textOf } from '../http/schemas';

export interface Open311KeyDependencies {
  readonly open311Keys: Open311KeyStore;
}

const keyView = z
  .object({ id: z.string(), name: z.string(), createdAt: z.string() })
  .meta({ id: 'Open311Key' });

const toView = ({ id, name, createdAt }: Open311Key): z.input<typeof keyView> => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
});

/** Keys for Open311 clients: nobody needs one, a known one may send more. */
export function open311KeyRoutes({ open311Keys }: Open311KeyDependencies): Route[] {
  return [
    route({
      operationId: 'listOpen311Keys',
      method: 'get',
      path: '/open311-keys',
      tag: 'Open311',
      permission: ['Open311Key', 'manage'],
      summary: 'Keys that were given to Open311 clients',
      status: 200,
      response: itemsOf(keyView),
      handle: async () => ({ items: (await open311Keys.list()).map(toView) }),
    }),
    route({
      operationId: 'createOpen311Key',
      method: 'post',
      path: '/open311-keys',
      tag: 'Open311',
      permission: ['Open311Key', 'manage'],
      summary: 'Give a key to an Open311 client',
      description: 'The key is shown once and stored as a hash. It raises the limit, nothing else.',
      status: 201,
      replayable: false,
      body: z.strictObject({ name: textOf(120) }).meta({ id: 'NewOpen311Key' }),
      response: keyView.extend({ key: z.string() }).meta({ id: 'CreatedOpen311Key' }),
      handle: async ({ body }) => {
        const { key, ...made } = await open311Keys.add(body.name);
        return { ...toView(made), key };
      },
    }),
    route({
      operationId: 'removeOpen311Key',
      method: 'delete',
      path: '/open311-keys/:id',
      tag: 'Open311',
      permission: ['Open311Key', 'manage'],
      summary: 'Take a key back',
      status: 204,
      problems: ['not-found'],
      params: z.object({ id: idText }),
      response: nothing,
      handle: async ({ params }) => {
        if (!(await open311Keys.remove(params.id))) throw new Refused('not-found', 'There is no such key.');
        return null;
      },
    }),
  ];
}
