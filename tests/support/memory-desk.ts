import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Action, Commands, Receipt } from '../../src/domain/commands';
import type { Tell } from '../../src/domain/facts';
import { DomainError } from '../../src/domain/refusal';
import { ownerOf } from '../../src/domain/ticket';
import type { TicketState } from '../../src/domain/ticket';
import type { TicketDesk } from '../../src/api/ticket-desk';
import type { NewTicket, StoredTicket } from '../../src/models/tickets/ticket-repository';

/**
 * Tickets in memory with the desk's rules about claims: one winner, the loser is told who. For tests of what
 * stands in front of the desk; the workflow itself has its own.
 */
export function createMemoryDesk() {
  const stored = new Map<string, StoredTicket>();
  let unavailable: Error | null = null;
  const told: Tell[] = [];
  const commands: { action: Action; command: Commands[Action] }[] = [];

  const put = (ticket: NewTicket | StoredTicket): StoredTicket => {
    const now = new Date();
    const { state } = ticket;
    const whole: StoredTicket = {
      ...{ outbox: [], createdAt: now, ...ticket, id: state.ticketId, code: state.code, updatedAt: now },
    };
    stored.set(whole.id, whole);
    return whole;
  };
  const change = (id: string, by: Partial<TicketState>): Receipt => {
    const ticket = stored.get(id);
    if (!ticket) throw new DomainError('ticket-not-found', 'no such ticket');
    const state = { ...ticket.state, ...by, revision: ticket.state.revision + 1 };
    put({ ...ticket, state });
    return { revision: state.revision };
  };

  const claim = (state: TicketState, { team, actor }: Commands['claim']): Receipt => {
    const owner = ownerOf(state);
    if (owner && owner.teamId === team?.teamId) return { revision: state.revision };
    if (owner)
      throw new DomainError('already-claimed', 'taken', { teamId: owner.teamId, at: owner.claimedAt });
    const assignment = {
      ...{ teamId: team?.teamId ?? null, userId: actor.userId ?? null, tier: team?.unit.tier ?? 'province' },
      ...{ unitCode: team?.unit.code ?? '74', claimedAt: new Date().toISOString(), via: actor.via ?? 'api' },
    } as const;
    return change(state.ticketId, { status: 'claimed', assignments: [...state.assignments, assignment] });
  };

  const desk: TicketDesk = {
    start: async () => undefined,
    tell: async (tell) => {
      if (unavailable) throw unavailable;
      told.push(tell);
    },
    async command(ticket, action, command) {
      await nextTurn();
      if (unavailable) throw unavailable;
      const state = stored.get(ticket.id)?.state;
      if (!state) throw new DomainError('ticket-not-found', 'no such ticket');
      commands.push({ action, command });
      switch (action) {
        case 'claim':
          return claim(state, command as Commands['claim']);
        case 'decline': {
          const { teamId } = command as Commands['decline'];
          return change(ticket.id, { declinedTeamIds: [...state.declinedTeamIds, teamId] });
        }
        case 'enRoute':
        case 'onScene':
          return change(ticket.id, { status: action });
        case 'resolve': {
          const { evidence, required, actor } = command as Commands['resolve'];
          const missing = required.filter((kind) => evidence[kind] === undefined);
          if (missing.length > 0) throw new DomainError('evidence-missing', 'missing', { missing });
          const at = new Date().toISOString();
          return change(ticket.id, {
            status: 'resolved',
            assignments: state.assignments.map((one) => ({ ...one, endedAt: at, endReason: 'resolved' })),
            resolution: {
              ...{ at, teamId: actor.teamId ?? null, userId: actor.userId ?? null, evidence: required },
            },
          });
        }
        case 'close':
        case 'cancel':
          return change(ticket.id, { status: action === 'close' ? 'closed' : 'cancelled' });
        default:
          throw new Error(`the memory desk does not know ${action}`);
      }
    },
  };
  return {
    desk,
    put,
    change,
    commands,
    told,
    all: (): StoredTicket[] => [...stored.values()],
    tickets: {
      find: async (id: string) => stored.get(id) ?? null,
      findByCode: async (code: string) => [...stored.values()].find((one) => one.code === code) ?? null,
    },
    goesAway(error: Error | null): void {
      unavailable = error;
    },
  };
}
