import type { User } from '../../domain/organisation';
import type { SignedIn } from '../auth/link-scope';
import { areaCodeOf, linkRelations, ticketRights, type Relation, type TicketFacts } from '../rights';

const relates: Readonly<Record<Relation, (user: User) => (ticket: TicketFacts) => boolean>> = {
  anywhere: () => () => true,
  place: inArea,
  area: inArea,
  creator:
    ({ id }) =>
    ({ createdBy }) =>
      createdBy === id,
  offered:
    ({ teamId }) =>
    ({ state }) =>
      teamId !== null && state.offeredTeamIds.includes(teamId),
  formerOwner:
    ({ teamId }) =>
    ({ state }) =>
      teamId !== null && state.assignments.some((one) => one.teamId === teamId),
  owner:
    ({ teamId }) =>
    ({ state }) =>
      teamId !== null && state.assignments.some((one) => one.teamId === teamId && one.endedAt === undefined),
};

function inArea(user: User): (ticket: TicketFacts) => boolean {
  const area = areaCodeOf(user);
  return ({ state }) => state.unitPath.some(({ code }) => code === area);
}

/**
 * `rightsOf(user).may('read', ticket)` for whoever asks it of every change in the province: a hundredth of the work, from
 * the same table. A property test holds the two together.
 */
export function ticketReaderOf(user: SignedIn): (ticket: TicketFacts) => boolean {
  const { link } = user;
  const readings = ticketRights[user.role]
    .filter(({ when, verbs }) => verbs.includes('read') && (!link || linkRelations.includes(when)))
    .map(({ when }) => relates[when](user));
  const mayRead = (ticket: TicketFacts): boolean => readings.some((relatesTo) => relatesTo(ticket));
  if (!link) return mayRead;
  const own = new Set(link.ticketIds);
  return (ticket) => own.has(ticket.state.ticketId) && mayRead(ticket);
}
