import type { Addressee } from './command-order';
import type { RulesByUser } from './organisation';

/** Who of a unit can be told of an order, by opaque ids; everybody here has a phone and may sign in. */
export interface OrderPeople {
  readonly unitCode: string;
  readonly commanders: readonly string[];
  readonly supervisors: readonly string[];
  /** Dispatchers on duty now, and those whom no roster knows. */
  readonly dispatchers: readonly string[];
  readonly rules?: RulesByUser;
}

/**
 * Whom to tell: the unit's commanders; where it has none, its supervisors; else its dispatchers. `wide` asks all of
 * them, when time is running out. Nobody who could not be reached before.
 */
export function peopleToTell(
  people: Omit<OrderPeople, 'unitCode'>,
  addressee: Pick<Addressee, 'unreachable' | 'acknowledged'>,
  isWide: boolean,
): readonly string[] {
  const groups = [people.commanders, people.supervisors, people.dispatchers].map((group) =>
    group.filter((id) => !addressee.unreachable.includes(id)),
  );
  const asked = isWide ? groups.flat() : (groups.find((group) => group.length > 0) ?? []);
  const whoKnows = addressee.acknowledged?.userId;
  return [...new Set(whoKnows === undefined ? asked : [whoKnows, ...asked])];
}
