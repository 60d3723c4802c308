import { useMe } from '../../app/session';
import { useNames } from '../../parts/names';
import { useTeams } from '../../parts/teams';
import type { Names } from './story-text';
import type { Directory } from './ticket-data';

/** Names of units, teams and categories, and of those people whom the reader may know: on duty here, and oneself. */
export function useStoryNames(
  duty: readonly Directory[],
): Names & { readonly person: (id: string) => string | null } {
  const { unit, category } = useNames();
  const { name: team } = useTeams();
  const me = useMe();
  const people = duty.flatMap(({ teams }) => teams).flatMap(({ onDuty }) => onDuty);
  return {
    ...{ unit, category, team },
    person: (id) => (id === me.id ? me.name : (people.find(({ userId }) => userId === id)?.name ?? null)),
  };
}
