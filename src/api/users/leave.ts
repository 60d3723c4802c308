import type { DutyOverride, DutyShift, User } from '../../domain/organisation';
import { DomainError } from '../../domain/refusal';
import { shiftProblems } from '../../domain/roster';
import { cutShort, type ShiftSwap } from '../../domain/shift-swap';
import type { DutyRepository } from '../../models/duty/duty-repository';
import type {
  OrganisationRepository,
  UserRepository,
} from '../../models/organisation/organisation-repository';
import type { StoredTicket, TicketRepository } from '../../models/tickets/ticket-repository';
import { newId } from '../../platform/ids';
import { TemporalUnavailable, type TicketDesk } from '../ticket-desk';
import { actorOf } from '../tickets/create-route';

export interface LeavingDependencies {
  readonly users: Pick<UserRepository, 'list'>;
  readonly organisation: Pick<
    OrganisationRepository,
    'findTeam' | 'listShifts' | 'saveShift' | 'removeShift' | 'listOverrides'
  >;
  readonly duty: Pick<
    DutyRepository,
    'addOverride' | 'cancelOverride' | 'findOverride' | 'listSwaps' | 'changeSwap'
  >;
  readonly tickets: Pick<TicketRepository, 'listOpenOfPerson' | 'listOpenOfTeam' | 'find'>;
  readonly desk: Pick<TicketDesk, 'command'>;
}

/** What somebody has in hand: what would be nobody's if they just went. */
export interface PersonsWork {
  /** Theirs without a team, or their team's when nobody else of it is left. */
  readonly tickets: readonly StoredTicket[];
  readonly shifts: readonly DutyShift[];
  /** Periods in which they stand in for somebody, or besides. */
  readonly overrides: readonly DutyOverride[];
  /** Swaps that wait for an answer of theirs, or that they asked for. */
  readonly swaps: readonly ShiftSwap[];
}

const shown = 200;

export async function workOf(deps: LeavingDependencies, user: User): Promise<PersonsWork> {
  const { tickets, organisation, duty } = deps;
  const [own, ofTeam, shifts, overrides, swaps] = await Promise.all([
    tickets.listOpenOfPerson(user.id),
    ticketsLeftByTeam(deps, user),
    organisation.listShifts({ userId: user.id }),
    organisation.listOverrides({ userIds: [user.id] }),
    duty.listSwaps({ userId: user.id, state: 'asked' }, shown),
  ]);
  const today = new Date().toISOString().slice(0, 10);
  return {
    tickets: [...own, ...ofTeam],
    shifts: shifts.filter(({ validTo }) => validTo === null || validTo > today),
    overrides: overrides.filter(({ userId }) => userId === user.id),
    swaps,
  };
}

/** A team without anybody cannot finish what it has claimed. */
async function ticketsLeftByTeam(deps: LeavingDependencies, user: User): Promise<readonly StoredTicket[]> {
  if (user.teamId === null) return [];
  const others = (await deps.users.list({ teamId: user.teamId })).filter(
    ({ id, active }) => active && id !== user.id,
  );
  if (others.length > 0) return [];
  return ticketsOwnedBy(deps, user.teamId);
}

export interface HandedOver {
  readonly work: PersonsWork;
  /** Tickets that could not be given back: the ticket engine did not answer. Asking again tries them again. */
  readonly leftTicketIds: readonly string[];
}

/**
 * Nothing of somebody who goes is left without an owner: tickets in hand are searched a new owner for, shifts and
 * stand-ins go to the successor or stand open in the roster, and questions for a swap are taken back. Safe to repeat.
 */
export async function leave(
  deps: LeavingDependencies,
  user: User,
  successor: User | null,
  by: User,
): Promise<HandedOver> {
  const work = await workOf(deps, user);
  const at = new Date().toISOString();
  for (const shift of work.shifts) await passOn(deps, shift, successor);
  for (const override of work.overrides) await endStandIn(deps, override, successor, by, at);
  for (const swap of work.swaps) {
    const change = { state: 'cancelled', answeredBy: by.id, answeredAt: at } as const;
    await deps.duty.changeSwap({ ...swap, ...change }, 'asked');
  }
  const leftTicketIds: string[] = [];
  for (const ticket of work.tickets) {
    if (!(await giveBack(deps, ticket, by))) leftTicketIds.push(ticket.id);
  }
  return { work, leftTicketIds };
}

async function passOn(
  { organisation }: LeavingDependencies,
  shift: DutyShift,
  successor: User | null,
): Promise<void> {
  const team = await organisation.findTeam(shift.teamId);
  // Of a team that does not work any more: nobody could be put on it.
  if (!team || shiftProblems(shift, team).length > 0) await organisation.removeShift(shift.id);
  else await organisation.saveShift({ ...shift, userId: successor?.id ?? null });
}

async function endStandIn(
  { duty }: LeavingDependencies,
  { id }: DutyOverride,
  successor: User | null,
  by: User,
  at: string,
): Promise<void> {
  const stored = await duty.findOverride(id);
  if (!stored || stored.cancelledAt !== null || stored.until <= at) return;
  const { until } = cutShort(stored, at);
  if (!(await duty.cancelOverride({ id, userId: by.id, at, until })) || !successor) return;
  const from = stored.from > at ? stored.from : at;
  if (successor.id === stored.replacesUserId) return;
  await duty.addOverride({
    ...{ ...stored, id: newId(), userId: successor.id, from, createdBy: by.id, createdAt: at },
    ...{ swapId: null, cancelledBy: null, cancelledAt: null },
  });
}

const because = 'Tài khoản của người đang giữ đã ngừng hoạt động';

async function giveBack(deps: LeavingDependencies, ticket: StoredTicket, by: User): Promise<boolean> {
  try {
    await searchAnotherOwner(deps, ticket, by, because);
    return true;
  } catch (error) {
    if (error instanceof TemporalUnavailable) return false;
    throw error;
  }
}

/** @throws TemporalUnavailable */
async function searchAnotherOwner(
  { desk }: Pick<LeavingDependencies, 'desk'>,
  ticket: StoredTicket,
  by: User,
  reason: string,
): Promise<void> {
  try {
    await desk.command(ticket, 'handBack', { actor: actorOf(by), reason });
  } catch (error) {
    // Finished or given away since it was read.
    if (!(error instanceof DomainError)) throw error;
  }
}

/**
 * A team that does not work any more cannot finish what it has claimed. Whoever is searched next is not that team.
 *
 * @throws TemporalUnavailable
 */
export async function giveBackAllOfTeam(
  deps: Pick<LeavingDependencies, 'desk' | 'tickets'>,
  teamId: string,
  by: User,
): Promise<void> {
  for (const ticket of await ticketsOwnedBy(deps, teamId)) {
    await searchAnotherOwner(deps, ticket, by, 'Đội đang giữ đã ngừng hoạt động');
  }
}

async function ticketsOwnedBy(
  { tickets }: Pick<LeavingDependencies, 'tickets'>,
  id: string,
): Promise<readonly StoredTicket[]> {
  const work = await tickets.listOpenOfTeam(id);
  const found = await Promise.all(work.map(({ ticketId }) => tickets.find(ticketId)));
  return found.filter(
    (ticket): ticket is StoredTicket =>
      ticket?.state.assignments.some(({ teamId, endedAt }) => teamId === id && endedAt === undefined) ??
      false,
  );
}
