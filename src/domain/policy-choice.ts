import type { Policy } from './policy';
import { localDate } from './roster';

/** What the choice looks at; a summary of a policy is enough. */
export type PolicyFacts = Pick<Policy, 'id' | 'version' | 'effectiveFrom' | 'unitCode' | 'onlyInSurge'>;

export interface ChosenPolicy<P extends PolicyFacts = Policy> {
  readonly policy: P;
  /** Those that would rule without it, the next one first. */
  readonly others: readonly P[];
  /** Why this one and not another, as a sentence for the screens. */
  readonly why: string;
}

/**
 * The one policy that rules a unit's new tickets at `at`: the nearest unit on the path wins, then the newest
 * effective date, then the highest version. Ids in alphabetical order settle what is still equal, so that
 * two overlapping policies never leave the answer to chance.
 *
 * In a surge the policies that its profile names are asked first; when none of them applies here the ordinary ones
 * are, because a ticket is never refused for want of a surge's policy.
 */
export function choosePolicy<P extends PolicyFacts>(
  policies: readonly P[],
  unitPath: readonly { readonly code: string }[],
  at: Date,
  surgePolicyIds: readonly string[] = [],
): ChosenPolicy<P> | null {
  const today = localDate(at);
  const depthOf = (policy: P): number => unitPath.findIndex(({ code }) => code === policy.unitCode);
  const candidates = policies
    .filter((candidate) => depthOf(candidate) >= 0 && candidate.effectiveFrom <= today)
    .sort(
      (a, b) =>
        depthOf(b) - depthOf(a) ||
        b.effectiveFrom.localeCompare(a.effectiveFrom) ||
        b.version - a.version ||
        a.id.localeCompare(b.id),
    );
  const ordinary = candidates.filter(({ onlyInSurge }) => onlyInSurge !== true);
  const ofSurge = candidates.filter(({ id }) => surgePolicyIds.includes(id));
  const isSurge = ofSurge.length > 0;
  const [policy, ...others] = isSurge ? ofSurge : ordinary;
  if (!policy) return null;
  const isOwn = depthOf(policy) === unitPath.length - 1;
  const reach = isOwn ? 'belongs to the unit itself' : `comes from unit ${policy.unitCode} above it`;
  const rivals =
    others.length === 0
      ? 'no other policy applies here'
      : `it is nearer or newer than ${others.map(({ id, version }) => `${id} version ${String(version)}`).join(', ')}`;
  const surge = isSurge
    ? ' A surge is on here.'
    : surgePolicyIds.length > 0
      ? ' A surge is on here, but none of its policies applies.'
      : '';
  const why = `${policy.id} version ${String(policy.version)}, in force since ${policy.effectiveFrom}, ${reach}; ${rivals}.${surge}`;
  return { policy, others: isSurge ? [...others, ...ordinary] : others, why };
}
