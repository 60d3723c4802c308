import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { decide } from '../../src/domain/decide';
import type { Outcome } from '../../src/domain/draft';
import { begin, nextMoment, open, tick } from '../../src/domain/lifecycle';
import type { MessageIntent } from '../../src/domain/message';
import { openTicket } from '../../src/domain/open-ticket';
import type { UnitRef } from '../../src/domain/organisation';
import type { PinnedPolicy, Priority } from '../../src/domain/policy';
import type { Actor, Channel, TicketState, TimelineEntry } from '../../src/domain/ticket';
import { toTicketRow, type TicketRow } from '../../src/models/tickets/ticket-row';
import type { FieldCrypto } from '../../src/platform/crypto/field-crypto';
import { loadDefaultPolicies } from '../../src/platform/reference-data';

/**
 * Tickets whose whole life is played by the real rules in an instant, at whatever time in the past: what reports are
 * counted from, without waiting for days. No workflow runs and nobody is told.
 */

const first = loadDefaultPolicies().find(({ id }) => id === 'binh-duong-2021');
if (!first) throw new Error('config/policies has no policy of Bình Dương');
const { name: _name, effectiveFrom: _effectiveFrom, unitCode: _unitCode, ...policy } = first;
const pinned: PinnedPolicy = policy;

export interface Life {
  readonly path: readonly UnitRef[];
  readonly receivedAt: string;
  readonly category?: string;
  readonly priority?: Priority;
  readonly channel?: Channel;
  /** Units where nobody is on duty: their turn is skipped. */
  readonly empty?: readonly string[];
  /** Minutes from receipt; what is left out never happens. */
  readonly claimed?: number;
  /** The unit whose team claims; the innermost one otherwise. */
  readonly claimedBy?: string;
  readonly onScene?: number;
  readonly resolved?: number;
  readonly closed?: number;
  readonly reopened?: number;
  readonly cancelled?: number;
  /** Until when time passes for it; now when left out. */
  readonly until?: string;
}

const letters = (count: number): string =>
  [...randomBytes(count)].map((byte) => 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'[byte % 31]).join('');

interface Played {
  readonly state: TicketState;
  readonly timeline: readonly TimelineEntry[];
  readonly outbox: readonly MessageIntent[];
  readonly lastMs: number;
}

function playLife(life: Life): Played {
  const { path, receivedAt, category = 'suspectedCase', priority = 'P3', channel = 'hotline1022' } = life;
  const startMs = Date.parse(receivedAt);
  const endMs = Date.parse(life.until ?? new Date().toISOString());
  const province = path[0] ?? { tier: 'province', code: '74' };
  const opened = openTicket({
    ...{
      ticketId: randomBytes(9).toString('hex'),
      code: `BD-${letters(3)}-${letters(3)}`,
      channel,
      receivedAt,
    },
    ...{ category: { code: category, field: 'medical' }, unitPath: path, intakeUnit: province },
    ...{ policy: pinned, defaultPriority: priority },
    triage: { priority, score: 10, redFlags: [], protocolVersion: 1, because: 'score' },
    actor: { kind: 'user', userId: 'agent', role: 'agent' },
  });
  let { state } = opened;
  const timeline = [...opened.timeline];
  const outbox: MessageIntent[] = [];
  let lastMs = startMs;
  const take = (outcome: Outcome, nowMs: number): void => {
    state = outcome.state;
    timeline.push(...outcome.entries);
    outbox.push(...outcome.intents);
    lastMs = nowMs;
  };
  const teamOf = (code: string): string => `medical-${code}`;
  const offer = (nowMs: number): void => {
    const rosters = path.map(({ code }) => ({
      unitCode: code,
      teams: life.empty?.includes(code) ? [] : [{ teamId: teamOf(code), userIds: [`responder-${code}`] }],
    }));
    if (
      state.ladder &&
      Date.parse(state.ladder.startsAt) <= nowMs &&
      state.ladder.steps.some(({ status }) => status === 'waiting')
    )
      take(open(state, rosters, { policy: pinned, nowMs }), nowMs);
  };
  const passUntil = (untilMs: number): void => {
    for (;;) {
      const due = nextMoment(state, pinned);
      if (due === null || due > untilMs) break;
      const nowMs = Math.max(due, lastMs);
      take(tick(state, { policy: pinned, nowMs }), nowMs);
      offer(nowMs);
    }
  };

  take(begin(state, { policy: pinned, nowMs: startMs + 1_000 }), startMs + 1_000);
  offer(startMs + 1_000);
  const agent: Actor = { kind: 'user', userId: 'agent', role: 'agent' };
  const isOffered = ({ code }: UnitRef): boolean => state.offeredTeamIds.includes(teamOf(code));
  /** The innermost that has been asked, unless the story names one. */
  const claimant = (): UnitRef | undefined =>
    path.findLast((unit) => isOffered(unit) && (life.claimedBy ?? unit.code) === unit.code);
  const responder = (): Actor => {
    const { unitCode = '', teamId = null } = state.assignments.at(-1) ?? {};
    const team = teamId === null ? {} : { teamId };
    return {
      kind: 'user',
      userId: `responder-${unitCode}`,
      role: 'responder',
      via: 'app',
      unitCode,
      ...team,
    };
  };
  const claim = (): object => {
    const unit = claimant();
    if (!unit) throw new Error('nobody who could claim was ever asked');
    const team = { teamId: teamOf(unit.code), unit };
    const actor = { kind: 'user', userId: `responder-${unit.code}`, role: 'responder', via: 'app' };
    return { actor: { ...actor, teamId: team.teamId, unitCode: unit.code }, team };
  };
  const steps = [
    [life.claimed, 'claim', claim],
    [life.onScene, 'onScene', () => ({ actor: responder() })],
    [
      life.resolved,
      'resolve',
      () => ({ actor: responder(), evidence: { outcome: 'xong' }, required: ['outcome'] }),
    ],
    [life.closed, 'close', () => ({ actor: agent })],
    [life.reopened, 'reopen', () => ({ actor: agent, reason: 'chưa xong' })],
    [life.cancelled, 'cancel', () => ({ actor: agent, reason: 'gọi nhầm' })],
  ] as const;
  const inTime = steps.flatMap((step) => (step[0] === undefined ? [] : [{ at: step[0], step }]));
  for (const { at, step } of inTime.sort((a, b) => a.at - b.at)) {
    const [, action, command] = step;
    let nowMs = Math.max(startMs + at * 60_000, lastMs);
    passUntil(Math.min(nowMs, endMs));
    // Outside working hours an ordinary ticket is offered to nobody: its team claims it when it is.
    for (let due = nextMoment(state, pinned); action === 'claim' && !claimant() && due !== null;) {
      nowMs = Math.max(nowMs, due);
      if (nowMs > endMs) break;
      passUntil(nowMs);
      due = nextMoment(state, pinned);
    }
    if (nowMs > endMs) break;
    take(decide(state, action, command() as never, { policy: pinned, nowMs }), nowMs);
    offer(nowMs);
  }
  passUntil(endMs);
  return { state, timeline, outbox, lastMs };
}

/** The row as the repository would have left it. */
export function rowOfLife(life: Life, crypto: FieldCrypto): TicketRow {
  const { state, timeline, outbox, lastMs } = playLife(life);
  const row = toTicketRow(
    {
      ...{ state, timeline, policy: pinned, createdBy: 'agent' },
      intake: {
        ...{ category: state.category, channel: state.channel },
        caller: { anonymous: false, name: 'Nguyễn Thị Lan', phone: '+84901234567' },
        location: { unitCode: life.path.at(-1)?.code ?? '74', address: '12 đường Bạch Đằng' },
        ...{ description: 'Mẹ tôi sốt cao, ho', details: { answers: {} } },
      },
    },
    new Date(state.receivedAt),
    crypto,
  );
  return { ...row, outbox, updatedAt: new Date(lastMs) };
}

/** Writes lives; answers their tickets in the same order. */
export async function playTickets(
  connection: Connection,
  crypto: FieldCrypto,
  lives: readonly Life[],
): Promise<readonly { readonly id: string; readonly code: string }[]> {
  const rows = lives.map((life) => rowOfLife(life, crypto));
  if (rows.length > 0) await connection.collection<TicketRow>('tickets').insertMany(rows);
  return rows.map(({ _id, code }) => ({ id: _id, code }));
}
