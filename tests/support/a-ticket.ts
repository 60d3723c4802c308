import { randomBytes } from 'node:crypto';
import type { Intake } from '../../src/domain/intake';
import type { UnitRef } from '../../src/domain/organisation';
import type { PinnedPolicy } from '../../src/domain/policy';
import type { TicketState, TimelineEntry } from '../../src/domain/ticket';
import type { NewTicket, Transition } from '../../src/models/tickets/ticket-repository';
import { loadDefaultPolicies } from '../../src/platform/reference-data';

const [binhDuong] = loadDefaultPolicies();
if (!binhDuong) throw new Error('config/policies is empty');
const { name: _name, effectiveFrom: _effectiveFrom, unitCode: _unitCode, ...pinned } = binhDuong;
const pinnedPolicy: PinnedPolicy = pinned;

const dauTieng: readonly UnitRef[] = [
  { tier: 'province', code: '74' },
  { tier: 'district', code: '720' },
  { tier: 'commune', code: '25777' },
];

const letters = (count: number): string =>
  [...randomBytes(count)].map((byte) => 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'[byte % 31]).join('');

/** A ticket just taken: revision 0, one timeline entry. State and intake can be overridden a field at a time. */
export function aTicket(
  change: { readonly state?: Partial<TicketState>; readonly intake?: Partial<Intake> } = {},
): NewTicket {
  const receivedAt = change.state?.receivedAt ?? '2021-08-10T01:00:00.000Z';
  const category = change.state?.category ?? change.intake?.category ?? 'emergency';
  const state: TicketState = {
    ticketId: randomBytes(9).toString('hex'),
    code: `BD-${letters(3)}-${letters(3)}`,
    category,
    field: 'medical',
    priority: 'P1',
    status: 'received',
    channel: 'hotline1022',
    unitPath: dauTieng,
    intakeUnit: { tier: 'province', code: '74' },
    policy: { id: pinned.id, version: pinned.version },
    receivedAt,
    revision: 0,
    seq: 1,
    clocks: [],
    sla: 'ok',
    offeredTeamIds: [],
    declinedTeamIds: [],
    assignments: [],
    contactAttempts: 0,
    reopenedCount: 0,
    delayTold: false,
    ...change.state,
  };
  return {
    state,
    intake: {
      category,
      channel: state.channel,
      caller: { anonymous: false, name: 'Nguyễn Thị Lan', phone: '+84901234567' },
      location: { unitCode: '25777', address: '12 đường 13/3, khu phố 4A' },
      description: 'Chồng tôi ngất, gọi không trả lời',
      details: { answers: { unconscious: true } },
      ...change.intake,
    },
    policy: pinnedPolicy,
    timeline: [
      {
        seq: 1,
        at: receivedAt,
        type: 'received',
        actor: { kind: 'user', userId: 'agent-1', role: 'agent' },
        tier: 'province',
        data: { channel: state.channel, category },
      },
    ],
    createdBy: 'agent-1',
  };
}

/** The next transition of a ticket, with one timeline entry. */
export function aTransition(
  before: TicketState,
  change: Partial<TicketState>,
  entry: Pick<TimelineEntry, 'type'> & Partial<TimelineEntry>,
): Transition {
  const state = { ...before, revision: before.revision + 1, seq: before.seq + 1, ...change };
  return {
    state,
    entries: [
      { seq: state.seq, at: '2021-08-10T01:01:00.000Z', actor: { kind: 'system' }, data: {}, ...entry },
    ],
    intents: [],
  };
}
