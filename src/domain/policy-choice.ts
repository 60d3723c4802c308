import type { Policy } from './policy';
import { localDate } from './roster';

export interface ChosenPolicy {
  readonly policy: Policy;
  /** Why this one and not another, as a sentence for the screens. */
  readonly why: string;
}

/**
 * The one policy that rules a unit's new tickets at `at`: the nearest unit on the path wins, then the newest
 * effective date, then the highest version. Ids in alphabetical order settle what is still equal, so that
 * two overlapping policies never leave the answer to chance.
 */
export function choosePolicy(
  policies: readonly Policy[],
  unitPath: readonly { readonly code: string }[],
  at: Date,
): ChosenPolicy | null {
  const today = localDate(at);
  const depthOf = (policy: Policy): number => unitPath.findIndex(({ code }) => code === policy.unitCode);
  const [policy, ...others] = policies
    .filter((candidate) => depthOf(candidate) >= 0 && candidate.effectiveFrom <= today)
    .sort(
      (a, b) =>
        depthOf(b) - depthOf(a) ||
        b.effectiveFrom.localeCompare(a.effectiveFrom) ||
        b.version - a.version ||
        a.id.localeCompare(b.id),
    );
  if (!policy) return null;
  const isOwn = depthOf(policy) === unitPath.length - 1;
  const reach = isOwn ? 'belongs to the unit itself' : `comes from unit ${policy.unitCode} above it`;
  const rivals =
    others.length === 0
      ? 'no other policy applies here'
      : `it is nearer or newer than ${others.map(({ id, version }) => `${id} version ${String(version)}`).join(', ')}`;
  const why = `${policy.id} version ${String(policy.version)}, in force since ${policy.effectiveFrom}, ${reach}; ${rivals}.`;
  return { policy, why };
}
