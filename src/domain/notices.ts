import type { Draft, SupervisorCall } from './draft';
import type { MessageIntent, MessageLane, MessageTemplate } from './message';
import { planPage } from './notification-rules';
import type { NotificationRule, PlannedMessage } from './notification-rules';
import type { OnDutyTeam, RulesByUser, Supervisors } from './organisation';
import type { Priority } from './policy';
import type { Assignment, TicketState } from './ticket';

/** Who is told what, by which channel and in which lane. Keys name the business fact. */

type CitizenNews = 'received' | 'claimed' | 'delayed' | 'closed' | 'cancelled' | 'reopened';

const isUrgent = (priority: Priority): boolean => priority === 'P1' || priority === 'P2';

/** A page at P3 still has somebody waiting for it; a citizen's SMS at P3 may wait its turn. */
const pageLane = (priority: Priority): MessageLane =>
  isUrgent(priority) || priority === 'P3' ? 'urgent' : 'bulk';

/**
 * Tells the caller, and everyone whose report is linked to this ticket, each under their own code. `fact` tells
 * two pieces of the same news apart, e.g. the round in which a team claimed.
 */
export function tellCitizen(draft: Draft, news: CitizenNews, fact: string): void {
  draft.tell(citizenIntent(draft, news, `${draft.state.ticketId}/${news}/${fact}/citizen/sms`));
  for (const id of draft.state.duplicateIds ?? []) tellReporter(draft, news, fact, id);
}

/** The same news for the reporter of one linked ticket. */
export function tellReporter(draft: Draft, news: CitizenNews, fact: string, ticketId: string): void {
  const key = `${draft.state.ticketId}/${news}/${fact}/reporter/${ticketId}/sms`;
  draft.tell({ ...citizenIntent(draft, news, key), recipient: { kind: 'citizen', ticketId } });
}

const citizenIntent = (draft: Draft, news: CitizenNews, key: string): MessageIntent => ({
  key,
  template: `citizen.${news}`,
  channel: 'sms',
  lane: isUrgent(draft.state.priority) ? 'urgent' : 'bulk',
  recipient: { kind: 'citizen' },
  at: draft.now,
  data: {},
});

/** Pages everyone on duty in these teams by their own rules; `leftMs` is what remains of their step. */
export function pageTeams(
  draft: Draft,
  teams: readonly OnDutyTeam[],
  page: { readonly fact: string; readonly leftMs: number; readonly data: MessageIntent['data'] },
): void {
  const teamIdOf = new Map(
    teams.flatMap(({ teamId, userIds }) => userIds.map((id) => [id, teamId] as const)),
  );
  const planned = planPage({
    people: teams.flatMap(({ userIds, rules }) => userIds.map((userId) => personOf(userId, rules))),
    priority: draft.state.priority,
    nowMs: draft.nowMs,
    leftMs: page.leftMs,
    otherwise: draft.serviceClass.channels,
  });
  for (const message of planned) {
    const { userId, channel } = message;
    const teamId = teamIdOf.get(userId);
    draft.tell({
      key: `${draft.state.ticketId}/${page.fact}/${userId}/${slotOf(message)}`,
      template: channel === 'sms' ? 'team.page' : 'team.page.voice',
      channel,
      lane: pageLane(draft.state.priority),
      recipient: { kind: 'user', userId, ...(teamId !== undefined && { teamId }) },
      at: draft.now,
      data: page.data,
      ...timingOf(message),
    });
  }
}

const personOf = (
  userId: string,
  rules: RulesByUser | undefined,
): { userId: string; rules?: readonly NotificationRule[] } => {
  const own = rules?.[userId];
  return { userId, ...(own && { rules: own }) };
};

/** Tells the messages of one page to one person apart: `sms`, `voice/after120000ms`. */
const slotOf = ({ channel, afterMs }: PlannedMessage): string =>
  afterMs === 0 ? channel : `${channel}/after${String(afterMs)}ms`;

const timingOf = ({ afterMs, withheld }: PlannedMessage): Pick<MessageIntent, 'afterMs' | 'withheld'> => ({
  ...(afterMs > 0 && withheld === undefined && { afterMs }),
  ...(withheld !== undefined && { withheld }),
});

/** Tells an owner that the ticket is no longer theirs, so that nobody drives to a place in vain. */
export function releaseOwner(draft: Draft, owner: Assignment, because: string): void {
  if (owner.userId === null) return;
  draft.tell({
    key: `${draft.state.ticketId}/released/${String(draft.state.assignments.length)}/${owner.userId}/sms`,
    template: 'team.released',
    channel: 'sms',
    lane: pageLane(draft.state.priority),
    recipient: { kind: 'user', userId: owner.userId, ...(owner.teamId && { teamId: owner.teamId }) },
    at: draft.now,
    data: { because },
  });
}

const supervisorNews: Record<
  SupervisorCall['reason'],
  { template: MessageTemplate; channel: 'sms' | 'voice' }
> = {
  ladderBreached: { template: 'supervisor.breach.voice', channel: 'voice' },
  clockBreached: { template: 'supervisor.breach', channel: 'sms' },
  clockWarned: { template: 'supervisor.warning', channel: 'sms' },
  rosterGap: { template: 'supervisor.rosterGap', channel: 'sms' },
  duplicateMoreUrgent: { template: 'supervisor.moreUrgent', channel: 'sms' },
};

/**
 * The messages of one supervisor call, once it is known who the supervisors are. News comes as an SMS; a ladder
 * that ended is a page to them, by their own rules.
 */
export function supervisorIntents(
  ticket: Pick<TicketState, 'ticketId' | 'priority'>,
  call: SupervisorCall,
  supervisors: readonly Supervisors[],
  at: string,
): MessageIntent[] {
  const { template, channel } = supervisorNews[call.reason];
  const userIds = [...new Set(supervisors.flatMap((unit) => unit.userIds))];
  const rules: RulesByUser = Object.assign({}, ...supervisors.map((unit) => unit.rules ?? {})) as RulesByUser;
  if (call.reason === 'ladderBreached') {
    const planned = planPage({
      people: userIds.map((userId) => personOf(userId, rules)),
      priority: ticket.priority,
      nowMs: Date.parse(at),
      leftMs: null,
      otherwise: [channel],
    });
    return planned.map((message) => ({
      key: `${ticket.ticketId}/${call.reason}/${call.fact}/${message.userId}/${slotOf(message)}`,
      template: message.channel === 'voice' ? template : 'supervisor.breach',
      channel: message.channel,
      lane: 'urgent',
      recipient: { kind: 'user', userId: message.userId },
      at,
      data: call.data,
      ...timingOf(message),
    }));
  }
  return userIds.map((userId) => ({
    key: `${ticket.ticketId}/${call.reason}/${call.fact}/${userId}/${channel}`,
    template,
    channel,
    // A life may depend on it, whatever the ticket's own class says.
    lane: call.reason === 'duplicateMoreUrgent' ? 'urgent' : pageLane(ticket.priority),
    recipient: { kind: 'user', userId },
    at,
    data: call.data,
  }));
}
