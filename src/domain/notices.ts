import type { Draft, SupervisorCall } from './draft';
import type { MessageIntent, MessageLane, MessageTemplate } from './message';
import type { OnDutyTeam } from './organisation';
import type { Priority } from './policy';
import type { Assignment, TicketState } from './ticket';

/** Who is told what, by which channel and in which lane. Keys name the business fact. */

type CitizenNews = 'received' | 'claimed' | 'delayed' | 'closed' | 'cancelled' | 'reopened';

const isUrgent = (priority: Priority): boolean => priority === 'P1' || priority === 'P2';

/** A page at P3 still has somebody waiting for it; a citizen's SMS at P3 may wait its turn. */
const pageLane = (priority: Priority): MessageLane =>
  isUrgent(priority) || priority === 'P3' ? 'urgent' : 'bulk';

/** `fact` tells two pieces of the same news apart, e.g. the round in which a team claimed. */
export function tellCitizen(draft: Draft, news: CitizenNews, fact: string): void {
  draft.tell({
    key: `${draft.state.ticketId}/${news}/${fact}/citizen/sms`,
    template: `citizen.${news}`,
    channel: 'sms',
    lane: isUrgent(draft.state.priority) ? 'urgent' : 'bulk',
    recipient: { kind: 'citizen' },
    at: draft.now,
    data: {},
  });
}

/** Pages everyone on duty in these teams by each channel of the class. */
export function pageTeams(
  draft: Draft,
  teams: readonly OnDutyTeam[],
  fact: string,
  data: MessageIntent['data'],
): void {
  for (const team of teams) {
    for (const userId of team.userIds) {
      for (const channel of draft.serviceClass.channels) {
        draft.tell({
          key: `${draft.state.ticketId}/${fact}/${userId}/${channel}`,
          template: channel === 'sms' ? 'team.page' : 'team.page.voice',
          channel,
          lane: pageLane(draft.state.priority),
          recipient: { kind: 'user', userId, teamId: team.teamId },
          at: draft.now,
          data,
        });
      }
    }
  }
}

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
};

/** The messages of one supervisor call, once it is known who the supervisors are. */
export function supervisorIntents(
  ticket: Pick<TicketState, 'ticketId' | 'priority'>,
  call: SupervisorCall,
  userIds: readonly string[],
  at: string,
): MessageIntent[] {
  const { template, channel } = supervisorNews[call.reason];
  return [...new Set(userIds)].map((userId) => ({
    key: `${ticket.ticketId}/${call.reason}/${call.fact}/${userId}/${channel}`,
    template,
    channel,
    lane: call.reason === 'ladderBreached' ? 'urgent' : pageLane(ticket.priority),
    recipient: { kind: 'user', userId },
    at,
    data: call.data,
  }));
}
