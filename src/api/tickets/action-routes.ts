import { z } from 'zod';
import { actions, type Action, type Commands } from '../../domain/commands';
import { DomainError } from '../../domain/refusal';
import type { TicketRepository, StoredTicket } from '../../models/tickets/ticket-repository';
import { Refused, type ProblemCode } from '../http/problem';
import { ReplyWith, route, type Route } from '../http/route';
import { ticketRef } from '../http/schemas';
import type { TicketDesk } from '../ticket-desk';
import { actionBodies, type ActionBody } from './action-bodies';
import { createCommandBuilders, type AskedBy, type CommandDependencies } from './build-command';
import { findReadable, logView, mustBeAllowed, type FindTicketDependencies } from './find-ticket';
import { ticketView } from './ticket-schemas';
import { etagOf, toTicketView } from './ticket-view';

const visibleWithinMs = 2_000;
const pollMs = 25;

const bodies: { readonly [A in Action]: z.ZodType<ActionBody<A>> } = actionBodies;

const summaries: Readonly<Record<Action, string>> = {
  triage: 'Set the priority, by answers or by hand',
  claim: 'Take the ticket; one team wins',
  decline: 'Say that my team cannot come',
  dispatch: 'Send a team, or another team',
  handBack: 'Give the ticket back: the search begins again',
  enRoute: 'On the way',
  onScene: 'On scene, or called back',
  hold: 'Wait for a reason the class allows',
  resume: 'Go on after a hold',
  resolve: 'Done, with the proof the category asks for',
  close: 'Close a resolved ticket',
  reopen: 'It was not done: begin again with fresh clocks',
  cancel: 'Stop working on it',
  reclassify: 'Another category or priority',
  note: 'Write something down, or log a try to reach the citizen',
  link: 'Mark as a duplicate of another ticket',
  unlink: 'It was no duplicate after all',
  verify: 'Say whether a press or social report was found true',
};

const problems: Partial<Record<Action, readonly ProblemCode[]>> = {
  claim: ['already-claimed', 'team-not-offered'],
  decline: ['team-not-offered'],
  dispatch: ['nobody-on-duty'],
  handBack: ['not-the-owner'],
  enRoute: ['not-the-owner'],
  onScene: ['not-the-owner'],
  hold: ['hold-not-allowed', 'not-the-owner'],
  resume: ['not-the-owner'],
  resolve: ['evidence-missing', 'not-the-owner'],
  reclassify: ['category-not-found'],
  link: ['already-linked'],
};

export interface ActionDependencies extends CommandDependencies {
  readonly tickets: Pick<TicketRepository, 'find' | 'findByCode' | 'saveAnswers'>;
  readonly accessLog: FindTicketDependencies['accessLog'];
  readonly desk: Pick<TicketDesk, 'command'>;
}

/** `POST /tickets/:id/{action}` for every action; each answers the new ticket. */
export function ticketActionRoutes(deps: ActionDependencies): Route[] {
  const builders = createCommandBuilders(deps);
  const actionRoute = <A extends Action>(action: A): Route =>
    route({
      operationId: `${action}Ticket`,
      method: 'post',
      path: `/tickets/:id/${action}`,
      tag: 'Ticket actions',
      permission: ['Ticket', action],
      summary: summaries[action],
      description:
        'Answers the new ticket. 202 instead of 200 means: accepted for good, but not yet to be seen in lists. `If-Match` refuses when the ticket has changed since.',
      status: 200,
      problems: [
        'ticket-not-found',
        'transition-not-allowed',
        'invalid-command',
        'stale-version',
        ...(problems[action] ?? []),
      ],
      params: z.object({ id: ticketRef }),
      body: bodies[action],
      response: ticketView,
      handle: async ({ params, body, user, rights, ifMatch, idempotencyKey, requestId }) => {
        const ticket = await findReadable(deps.tickets, params.id, rights);
        mustBeAllowed(rights, action, ticket);
        mustBeCurrent(ticket, ifMatch);
        const build = builders[action] as (body: unknown, asked: AskedBy) => Promise<Commands[A]>;
        const command = await build(body, { user, rights, ticket });
        const { revision } = await deps.desk
          .command(ticket, action, command, idempotencyKey && `${user.id}/${idempotencyKey}`)
          .catch((error: unknown) => withWinnersName(deps, error));
        if ('answers' in body && body.answers) await deps.tickets.saveAnswers(ticket.id, body.answers);
        const shown = await seenAt(deps.tickets, ticket, revision);
        await logView(deps.accessLog, { user, rights, requestId }, shown);
        return new ReplyWith(toTicketView(shown, rights), {
          status: shown.state.revision >= revision ? 200 : 202,
          headers: { ETag: etagOf(shown) },
        });
      },
    });
  return actions.map((action) => actionRoute(action));
}

/** Who lost a race is told who won, by name. */
async function withWinnersName(deps: ActionDependencies, error: unknown): Promise<never> {
  if (!(error instanceof DomainError) || error.code !== 'already-claimed') throw error;
  const { teamId } = error.facts;
  const team = typeof teamId === 'string' ? await deps.organisation.findTeam(teamId) : null;
  throw new DomainError(error.code, error.message, { ...error.facts, teamName: team?.name ?? null });
}

function mustBeCurrent(ticket: StoredTicket, ifMatch: number | undefined): void {
  if (ifMatch === undefined || ifMatch === ticket.state.revision) return;
  throw new Refused('stale-version', 'Read the ticket again, then decide.', {
    facts: { revision: ticket.state.revision },
    headers: { ETag: etagOf(ticket) },
  });
}

/** The row once it shows this revision, or as it is after 2 s: the answer is yes either way. */
async function seenAt(
  tickets: Pick<TicketRepository, 'find'>,
  before: StoredTicket,
  revision: number,
): Promise<StoredTicket> {
  const deadline = Date.now() + visibleWithinMs;
  for (;;) {
    const now = (await tickets.find(before.id)) ?? before;
    if (now.state.revision >= revision || Date.now() > deadline) return now;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
