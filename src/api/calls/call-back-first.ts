import type { CallState } from '../../domain/call';
import { mayBeEmergency } from '../../domain/call-hint';
import type { Localised } from '../../domain/protocol';
import { rulingSurge } from '../../domain/surge';
import type { StoredCall } from '../../models/calls/call-repository';
import type { SurgeRepository } from '../../models/surges/surge-repository';

export interface CallBackFirstDependencies {
  readonly surges: Pick<SurgeRepository, 'newestOf'>;
}

/**
 * What a caller hears before being offered a call-back instead of the queue, when a surge says so; null when they wait
 * as ever: no surge, anything that may be an emergency, a number that cannot be rung back, somebody who waits already.
 */
export async function callBackFirst(
  { surges }: CallBackFirstDependencies,
  { phone, state }: Pick<StoredCall, 'phone'> & { readonly state: CallState },
  at: string,
): Promise<Localised | null> {
  if (phone === null || state.status !== 'inMenu' || mayBeEmergency(state.hint)) return null;
  const newest = await surges.newestOf(state.unitPath.map(({ code }) => code));
  return rulingSurge(newest, state.unitPath, at)?.profile.callBackFirst ?? null;
}
