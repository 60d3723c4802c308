import { problemOf, SystemProblem } from '../client/api-client';
import { askAs, mustRead, type World } from './world';

interface ServiceClass {
  readonly triageMs: number;
  readonly acknowledgeMs: number;
  readonly firstResponseMs: number;
  readonly resolveMs: number;
  readonly repageEveryMs: number | null;
  readonly calendarId: string | null;
}
interface Policy {
  readonly id: string;
  readonly version: number;
  readonly unitCode: string;
  readonly effectiveFrom: string;
  readonly classes: Readonly<Record<string, ServiceClass>>;
}

/**
 * Puts a version of the policy in force whose clocks run as fast as the people of the scenario, so that a
 * missed clock means what it would have meant on the day. The morning played is a working one: classes with a
 * calendar run through. Returns how to put the old version in force again; tickets keep the one they began with.
 */
export async function shortenClocks(world: World, speed: number): Promise<() => Promise<void>> {
  const admin = world.staff.account({ role: 'admin', unitCode: '74' });
  const { items } = await mustRead<{ items: readonly Policy[] }>(world, admin, '/policies');
  const newest = items
    .filter(({ unitCode }) => unitCode === '74')
    .sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom) || b.version - a.version)[0];
  if (!newest) throw new SystemProblem('the province has no policy to shorten');
  const path = `/policies/${newest.id}/versions/${String(newest.version)}`;
  const { version: _version, ...policy } = await mustRead<Policy>(world, admin, path);
  const putInForce = async (body: object): Promise<void> => {
    const reply = await askAs(world, admin, '/policies', { method: 'POST', body });
    if (!reply.ok) throw new SystemProblem(`the policy was refused: ${problemOf(reply)}`);
  };
  const classes = Object.fromEntries(
    Object.entries(policy.classes).map(([priority, one]) => [priority, shortened(one, speed)]),
  );
  await putInForce({ ...policy, classes });
  return () => putInForce(policy);
}

function shortened(one: ServiceClass, speed: number): ServiceClass {
  const short = (ms: number): number => Math.max(1, Math.round(ms / speed));
  return {
    ...one,
    triageMs: short(one.triageMs),
    acknowledgeMs: short(one.acknowledgeMs),
    firstResponseMs: short(one.firstResponseMs),
    resolveMs: short(one.resolveMs),
    repageEveryMs: one.repageEveryMs === null ? null : short(one.repageEveryMs),
    calendarId: null,
  };
}
