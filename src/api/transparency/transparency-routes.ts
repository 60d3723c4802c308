import { z } from 'zod';
import { publicFigures } from '../../domain/public-figures';
import { periodKinds } from '../../domain/reporting-period';
import type {
  TransparencySettings,
  TransparencyVersion,
} from '../../models/transparency/transparency-settings';
import { Refused } from '../http/problem';
import { route, type Route } from '../http/route';

export interface TransparencyDependencies {
  readonly transparency: TransparencySettings;
}

const decision = {
  version: z.int().min(0).describe('When writing: the version that was read'),
  open: z
    .array(z.enum(publicFigures, { error: `must be ${publicFigures.join(', ')}` }))
    .max(publicFigures.length)
    .describe('What everybody may see at /transparency; empty is nothing'),
  by: z.enum(periodKinds, { error: 'must be month or week' }),
};
const versionView = z
  .object({ ...decision, changedBy: z.string().nullable(), changedAt: z.string().nullable() })
  .meta({ id: 'TransparencyVersion' });
const settingsView = versionView
  .extend({ history: z.array(versionView).describe('Every decision, newest first') })
  .meta({ id: 'TransparencySettings' });

const toView = ({ version, open, by, changedBy, changedAt }: TransparencyVersion) => ({
  ...{ version, by, changedBy, open: [...open] },
  changedAt: changedAt?.toISOString() ?? null,
});

/** Which figures are public, and who decided so. */
export function transparencyRoutes({ transparency }: TransparencyDependencies): Route[] {
  return [
    route({
      operationId: 'getTransparencySettings',
      method: 'get',
      path: '/transparency-settings',
      tag: 'Citizens',
      permission: ['Transparency', 'manage'],
      summary: 'Which figures are public, with every earlier decision',
      status: 200,
      response: settingsView,
      handle: async () => {
        const [current, history] = await Promise.all([transparency.current(), transparency.list()]);
        return { ...toView(current), history: history.map(toView) };
      },
    }),
    route({
      operationId: 'setTransparencySettings',
      method: 'put',
      path: '/transparency-settings',
      tag: 'Citizens',
      permission: ['Transparency', 'manage'],
      summary: 'Open figures to the public, or close them',
      description: 'Every decision is kept with who made it and when.',
      status: 200,
      problems: ['stale-version'],
      body: z.strictObject(decision).meta({ id: 'TransparencyDecision' }),
      response: versionView,
      handle: async ({ body, user, act }) => {
        const current = await transparency.current();
        const open = publicFigures.filter((figure) => body.open.includes(figure));
        const change = { version: current.version + 1, open, by: body.by, changedBy: user.id };
        const added = body.version === current.version ? await transparency.add(change) : null;
        if (!added) throw new Refused('stale-version', 'Read the settings again, then decide.');
        act.changed({ open: current.open, by: current.by }, { open: added.open, by: added.by });
        return toView(added);
      },
    }),
  ];
}
