import { TemporalUnavailable, type TicketDesk } from '../../src/api/ticket-desk';
import { decide } from '../../src/domain/decide';
import { hear } from '../../src/domain/hear';
import type { Outcome } from '../../src/domain/draft';
import type { Tell } from '../../src/domain/facts';
import { begin, open } from '../../src/domain/lifecycle';
import { DomainError } from '../../src/domain/refusal';
import { teams } from './api-organisation';
import type { TicketRepository } from '../../src/models/tickets/ticket-repository';

/** A desk that runs the real rules in this process, one ticket at a time, instead of in Temporal. */
export interface DirectDesk extends TicketDesk {
  /** While away it answers as an absent Temporal does. */
  away: boolean;
  /** Ids of the tickets whose workflow was started. */
  readonly started: readonly string[];
  /** Offers the ticket to every team that serves its place, as the ladder would. */
  offer(ticketId: string): Promise<void>;
}

export function createDirectDesk(tickets: Pick<TicketRepository, 'find' | 'project'>): DirectDesk {
  const started: string[] = [];
  let queue = Promise.resolve();
  const oneByOne = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
  const write = async ({ state, entries, intents, tells }: Outcome): Promise<void> => {
    await tickets.project({ state, entries, intents });
    for (const tell of tells) await heard(tell);
  };
  const heard = async ({ ticketId, name, fact }: Tell): Promise<void> => {
    const ticket = await tickets.find(ticketId);
    if (!ticket) return;
    const outcome = hear(ticket.state, name, fact, { policy: ticket.policy, nowMs: Date.now() });
    if (outcome.state.revision > ticket.state.revision) await write(outcome);
  };
  const current = async (ticketId: string) => {
    const ticket = await tickets.find(ticketId);
    if (!ticket) throw new DomainError('ticket-not-found', 'no such ticket');
    return ticket;
  };
  const desk: DirectDesk = {
    away: false,
    started,
    start: async ({ id }) => {
      if (desk.away) throw new TemporalUnavailable(new Error('away'));
      await oneByOne(async () => {
        const ticket = await current(id);
        if (ticket.state.revision > 0) return;
        await write(begin(ticket.state, { policy: ticket.policy, nowMs: Date.now() }));
        started.push(id);
      });
    },
    command: async ({ id }, action, command) => {
      if (desk.away) throw new TemporalUnavailable(new Error('away'));
      return oneByOne(async () => {
        const ticket = await current(id);
        const outcome = decide(ticket.state, action, command, { policy: ticket.policy, nowMs: Date.now() });
        if (outcome.state.revision > ticket.state.revision) await write(outcome);
        return { revision: outcome.state.revision };
      });
    },
    tell: async (tell) => {
      if (desk.away) throw new TemporalUnavailable(new Error('away'));
      await oneByOne(() => heard(tell));
    },
    offer: (id) =>
      oneByOne(async () => {
        const ticket = await current(id);
        const rosters = ticket.state.unitPath.map(({ code }) => ({
          unitCode: code,
          teams: teams
            .filter((team) => team.unitCode === code && !team.id.startsWith('sleeping'))
            .map((team) => ({ teamId: team.id, userIds: [`responder-${code}`] })),
        }));
        await write(open(ticket.state, rosters, { policy: ticket.policy, nowMs: Date.now() }));
      }),
  };
  return desk;
}
