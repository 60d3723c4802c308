import type { WorkflowHandle } from '@temporalio/client';
import { rosterChanged } from '../../src/workflows/duty-watch/messages';
import { binhDuong, phuCuong, responderOf, until } from './workflow-lab';
import type { StoryTicket, WorkflowLab } from './workflow-lab';

/** The stories whose histories are recorded: every path a running ticket may be on when new code arrives. */

const actor = responderOf('province-team', '74');
const team = { teamId: 'province-team', unit: binhDuong };
const communeTeam = { teamId: 'commune-team', userIds: ['commune-chi'] };
const triaged = (priority: 'P1' | 'P2' | 'P3' | 'P4') =>
  ({ triage: { priority, score: 0, redFlags: [], protocolVersion: 1, because: 'default' } }) as const;
const answered = { evidence: { outcome: 'xong' }, required: ['outcome'] } as const;

async function finish(ticket: StoryTicket): Promise<StoryTicket> {
  await ticket.ask('resolve', answered);
  await ticket.ask('close', {});
  await ticket.handle.result();
  return ticket;
}

/** A shift that ends after two hours hands a ticket over, and one that is gone; then the team is dissolved. */
export async function handOverStory(
  lab: WorkflowLab,
): Promise<{ readonly watch: WorkflowHandle; readonly ticket: StoryTicket; readonly looks: DutyQuery[] }> {
  const ticket = await lab.receive();
  await ticket.ask('claim', { actor, team });
  const start = await lab.now();
  const end = new Date(start + 2 * 3_600_000).toISOString();
  const looks: DutyQuery[] = [];
  lab.dutyLook.answer = (query) => {
    looks.push(query);
    if (query.at < end) return { nextAt: end };
    if (query.since >= end) return { nextAt: null };
    const nextAt = new Date(Date.parse(query.at) + 3_600_000).toISOString();
    return { nextAt, handedOver: { handOverId: 'hand-over', ticketIds: [ticket.id, 'gone'] } };
  };
  const watch = await lab.watch('province-team');
  await until(() => looks.length === 1, 'the first look');
  await watch.signal(rosterChanged);
  await until(() => looks.length === 2, 'a look at the changed roster');
  await lab.forward('121 minutes');
  await until(() => ticket.types().includes('handedOver'), 'the ticket knows');
  await lab.forward('2 hours');
  await watch.result();
  return { watch, ticket, looks };
}
type DutyQuery = Parameters<WorkflowLab['dutyLook']['answer']>[0];

export const historyStories: Readonly<
  Record<string, (lab: WorkflowLab) => Promise<Pick<StoryTicket, 'handle'>>>
> = {
  'duty-watched': async (lab) => ({ handle: (await handOverStory(lab)).watch }),
  'handed-over': async (lab) => finish((await handOverStory(lab)).ticket),
  straight: async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('claim', { actor, team });
    await ticket.ask('enRoute', { actor });
    await ticket.ask('onScene', { actor });
    return finish(ticket);
  },
  'silence-on-every-step': async (lab) => {
    const ticket = await lab.receive();
    await lab.forward('45 minutes');
    await until(() => (ticket.state.ladder?.pass ?? 0) >= 2, 'the ladder repeats');
    await ticket.ask('claim', { team: null });
    return finish(ticket);
  },
  emergency: async (lab) => {
    const ticket = await lab.receive(triaged('P1'));
    await lab.forward('5 minutes');
    await until(() => ticket.types().includes('ladderBreached'), 'two minutes have passed');
    await ticket.ask('claim', { actor, team });
    return finish(ticket);
  },
  'empty-rosters': async (lab) => {
    const duty = new Map(lab.duty);
    lab.duty.clear();
    const ticket = await lab.receive();
    await lab.forward('31 minutes');
    for (const [unitCode, teams] of duty) lab.duty.set(unitCode, teams);
    await ticket.ask('claim', { team: null });
    return finish(ticket);
  },
  'declined-then-handed-back': async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('decline', { actor, teamId: 'province-team', reason: 'bận' });
    await ticket.ask('claim', { actor, team });
    await ticket.ask('handBack', { actor, reason: 'hỏng xe' });
    await ticket.ask('claim', {
      actor: responderOf('district-team', '718'),
      team: { teamId: 'district-team', unit: { tier: 'district', code: '718' } },
    });
    return finish(ticket);
  },
  'sent-by-hand': async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('dispatch', { team: communeTeam, unit: phuCuong });
    await lab.forward('31 minutes');
    await until(() => ticket.state.ladder?.direction === 'down', 'the planned ladder takes over');
    await ticket.ask('claim', { actor, team });
    await ticket.ask('dispatch', { team: communeTeam, unit: phuCuong, reason: 'gần hơn' });
    await ticket.ask('claim', { team: null });
    return finish(ticket);
  },
  'held-and-resumed': async (lab) => {
    const ticket = await lab.receive(triaged('P2'));
    await ticket.ask('claim', { actor, team });
    await ticket.ask('hold', { reason: 'waitingForBed' });
    await lab.forward('5 hours');
    await ticket.ask('resume', {});
    await ticket.ask('hold', {
      reason: 'waitingForVehicle',
      until: new Date((await lab.now()) + 600_000).toISOString(),
    });
    await lab.forward('11 minutes');
    await until(() => ticket.state.status === 'claimed', 'the hold is over');
    return finish(ticket);
  },
  reclassified: async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('reclassify', { priority: 'P1', reason: 'khó thở' });
    await ticket.ask('claim', { actor, team });
    await ticket.ask('reclassify', {
      category: { code: 'emergency', field: 'medical' },
      priority: 'P2',
      reason: 'đã ổn',
    });
    return finish(ticket);
  },
  'late-and-warned': async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('claim', { actor, team });
    await lab.forward('6 hours');
    await until(() => ticket.clock('resolve')?.state === 'breached', 'the answer is late');
    return finish(ticket);
  },
  'untriaged-from-the-web': async (lab) => {
    const ticket = await lab.receive({ triage: undefined as never, channel: 'web' });
    await lab.forward('16 minutes');
    await until(() => ticket.state.status === 'dispatched', 'it goes out by itself');
    await ticket.ask('claim', { actor, team });
    return finish(ticket);
  },
  'closed-by-itself-then-reopened': async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('claim', { actor, team });
    await ticket.ask('resolve', answered);
    await lab.forward('25 hours');
    await ticket.handle.result();
    await ticket.ask('reopen', { reason: 'chưa ai đến' });
    await ticket.ask('claim', { actor, team });
    return finish(ticket);
  },
  'linked-and-unlinked': async (lab) => {
    const ticket = await lab.receive();
    await ticket.ask('link', { duplicateOf: 'another' });
    await ticket.handle.result();
    await ticket.ask('unlink', {});
    await ticket.ask('cancel', { reason: 'không cần nữa' });
    await ticket.handle.result();
    return ticket;
  },
  'linked-and-tells-its-main': async (lab) => {
    const [main, ticket] = [await lab.receive(), await lab.receive()];
    await ticket.ask('link', { duplicateOf: main.id });
    await ticket.handle.result();
    await until(() => main.state.duplicateIds?.length === 1, 'the main ticket knows it');
    await ticket.ask('unlink', {});
    await until(() => main.state.duplicateIds?.length === 0, 'the main ticket knows that, too');
    await ticket.ask('cancel', { reason: 'không cần nữa' });
    await ticket.handle.result();
    return ticket;
  },
  'main-of-others': async (lab) => {
    const [ticket, urgent] = [await lab.receive(), await lab.receive(triaged('P1'))];
    await urgent.ask('link', { duplicateOf: ticket.id });
    await until(() => ticket.told('supervisor.moreUrgent').length > 0, 'somebody is warned');
    const contact = { contactId: 'call/1', channel: 'missedCall', at: '2026-11-22T00:00:00.000Z' };
    await ticket.handle.signal('citizenContact', contact);
    await until(() => ticket.state.contacts?.count === 1, 'the call is part of the story');
    await ticket.ask('claim', { actor, team });
    return finish(ticket);
  },
};
