import { dispatcherPatience } from './people';
import type { Listed } from './work';
import { act, type Case, type TeamInfo, type World } from './world';
import { reasons } from './words';

/** At full speed people need no time, so a dispatcher's patience is this. */
const patienceAtFullSpeedMs = 8_000;

/**
 * A dispatcher of the province looks at a ticket nobody owns. When it has waited too long they send the place's
 * own team by hand, next time its district's, then the province's, then they take it in hand themselves, or
 * begin again where that is refused: nothing ends unowned. What has changed since they looked is left alone.
 */
export async function dispatchIfWaiting(world: World, about: Case, ticket: Listed): Promise<void> {
  about.unownedSinceMs ??= Date.now();
  const { pace, desk } = world;
  const patienceMs =
    pace.speed === 'max' ? patienceAtFullSpeedMs : pace.realMs(dispatcherPatience[ticket.priority] ?? 20);
  if (Date.now() - about.unownedSinceMs < patienceMs) return;
  about.unownedSinceMs = Date.now();
  const only = { ifRevision: ticket.revision };
  const team = choices(world, about, ticket)[about.sentByHand.length];
  if (team) {
    about.sentByHand = [...about.sentByHand, team.id];
    await act(
      world,
      desk.dispatcher,
      about.id,
      'dispatch',
      { teamId: team.id, reason: reasons.dispatch[0] },
      only,
    );
    return;
  }
  about.sentByHand = [];
  await act(world, desk.dispatcher, about.id, 'claim', {}, only);
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
