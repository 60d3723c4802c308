import { dispatcherPatience } from './people';
import type { Listed } from './work';
import { act, type Case, type TeamInfo, type World } from './world';
import { reasons } from './words';

/** At full speed people need no time, so a dispatcher's patience is this. */
const patienceAtFullSpeedMs = 8_000;

/**
 * A dispatcher of the province looks at a ticket nobody owns. When it has waited too long they send the place's
 * own team by hand, next time its district's, then the province's, and at last take it in hand themselves:
 * nothing ends unowned.
 */
export async function dispatchIfWaiting(world: World, about: Case, ticket: Listed): Promise<void> {
  about.unownedSinceMs ??= Date.now();
  const { pace } = world;
  const patienceMs =
    pace.speed === 'max' ? patienceAtFullSpeedMs : pace.realMs(dispatcherPatience[ticket.priority] ?? 20);
  if (Date.now() - about.unownedSinceMs < patienceMs) return;
  const { dispatcher } = world.desk;
  about.unownedSinceMs = Date.now();
  for (const team of choices(world, about, ticket).slice(about.sentByHand.length)) {
    about.sentByHand = [...about.sentByHand, team.id];
    const body = { teamId: team.id, reason: reasons.dispatch[0] };
    if (await act(world, dispatcher, about.id, 'dispatch', body)) return;
  }
  await act(world, dispatcher, about.id, 'claim');
}

/** From the place upward: commune, district, province. */
function choices({ teams }: World, { call }: Case, { field }: Listed): readonly TeamInfo[] {
  return [call.unitCode, call.districtCode, '74'].flatMap((code) => {
    const team = [...teams.values()].find(
      ({ unitCode, fields }) => unitCode === code && fields.includes(field),
    );
    return team ? [team] : [];
  });
}
