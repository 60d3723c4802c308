import type { Taken } from './intake';
import type { MessageSeen, SeenCall, TicketSeen } from './read-back';

/** Each sentence is a promise that was broken. None: nothing was lost. */
export function brokenPromises(
  taken: readonly Taken[],
  seen: ReadonlyMap<string, SeenCall>,
): readonly string[] {
  return taken.flatMap(({ ticket, call }) => {
    if (!ticket) return [];
    const found = seen.get(ticket.id);
    if (!found)
      return [`call ${String(call.index)} was accepted as ${ticket.code}, and there is no such ticket`];
    return [...gapsIn(found.ticket), ...missingMessages(found)].map((what) => `${ticket.code}: ${what}`);
  });
}

/** `seq` is 1, 2, 3 … and time never runs backwards. */
function gapsIn({ timeline }: TicketSeen): readonly string[] {
  const gap = timeline.findIndex(({ seq }, index) => seq !== index + 1);
  const back = timeline.findIndex(({ at }, index) => at < (timeline[index - 1]?.at ?? ''));
  return [
    ...(timeline.length === 0 ? ['its timeline is empty'] : []),
    ...(gap >= 0 ? [`its timeline has ${String(timeline[gap]?.seq)} where ${String(gap + 1)} belongs`] : []),
    ...(back >= 0 ? [`its timeline runs backwards at ${String(back + 1)}`] : []),
  ];
}

/** What the citizen hears of each entry of the timeline. */
const citizenNews: Readonly<Record<string, string>> = {
  received: 'citizen.received',
  claimed: 'citizen.claimed',
  closed: 'citizen.closed',
  cancelled: 'citizen.cancelled',
  reopened: 'citizen.reopened',
};

/** The share of a promised time after which the citizen is told of a delay; once a round. */
const tellsDelayAt = 0.8;

/**
 * Every message that the timeline calls for has a row in the ledger, whatever became of it: one to the citizen
 * for each piece of news, one page to each team of an opened step.
 */
function missingMessages({ ticket, messages }: SeenCall): readonly string[] {
  const missing: string[] = [];
  const expect = (what: string, wanted: number, fits: (message: MessageSeen) => boolean): void => {
    const there = messages.filter(fits).length;
    if (there < wanted) missing.push(`${String(wanted - there)} of ${String(wanted)} ${what} missing`);
  };
  for (const [type, template] of Object.entries(citizenNews)) {
    const wanted = ticket.timeline.filter((entry) => entry.type === type).length;
    expect(`${template} messages`, wanted, (message) => message.template === template);
  }
  const delays = ticket.timeline.filter(
    ({ type, data }) =>
      type === 'clockWarned' &&
      (data.clock === 'firstResponse' || data.clock === 'resolve') &&
      Number(data.share) >= tellsDelayAt,
  );
  expect(
    'citizen.delayed messages',
    Math.min(1, delays.length),
    ({ template }) => template === 'citizen.delayed',
  );
  for (const [teamId, steps] of stepsByTeam(ticket)) {
    expect(
      `team.page messages to ${teamId}`,
      steps,
      ({ template, recipient }) =>
        template === 'team.page' && recipient.kind === 'user' && recipient.teamId === teamId,
    );
  }
  return missing;
}

function stepsByTeam({ timeline }: TicketSeen): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  for (const { type, data } of timeline) {
    if (type !== 'stepOpened' || !Array.isArray(data.teamIds)) continue;
    for (const teamId of data.teamIds as readonly string[]) steps.set(teamId, (steps.get(teamId) ?? 0) + 1);
  }
  return steps;
}
