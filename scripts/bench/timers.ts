import { setTimeout as delay } from 'node:timers/promises';
import { problemOf, SystemProblem } from '../client/api-client';
import type { Staff } from '../client/staff';
import { createTicket, type Bench } from './lives';

export interface TimerResult {
  readonly tickets: number;
  readonly createdInSeconds: number;
  /** From the first call until every ticket stood on its ladder with a clock running. */
  readonly offeredInSeconds: number;
  /** Entry of the timeline minus the moment it was due, in ms: warnings at 50 % and 80 %, and the end of the step. */
  readonly latenessMs: readonly number[];
  /** Moments that had to come for every ticket, and had not when we looked. */
  readonly missing: number;
  /** Tickets that were open when the first and when the last of these moments was due. */
  readonly openAtFirst: number;
  readonly openAtLast: number;
}

interface PolicyView {
  readonly id: string;
  readonly version: number;
  readonly classes: Readonly<Record<string, object>>;
  readonly ladder: { readonly down: readonly { readonly share: number }[] };
}

interface TicketView {
  readonly receivedAt: string;
  readonly clocks: readonly {
    readonly name: string;
    readonly tier?: string;
    readonly round: number;
    readonly startedAt: string;
    readonly dueAt: string;
  }[];
  readonly timeline: readonly {
    readonly at: string;
    readonly type: string;
    readonly tier?: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
}

/** The last moments come this much before we look. */
const graceMs = 5_000;
/** Warnings at 50 % and 80 % of the first step, and its end. */
const momentsEach = 3;
const creators = 16;
const offeredWithinMs = 5 * 60_000;

/**
 * So many tickets open at once, none of them touched: how late is what time itself does to them? A policy
 * version whose first step lasts `stepMs` is added; each ticket's first step then warns twice and passes.
 */
export async function measureTimers(
  bench: Bench,
  staff: Staff,
  options: { readonly tickets: number; readonly stepMs: number },
): Promise<TimerResult> {
  await addPolicy(bench, staff, options.stepMs);
  const ids: string[] = [];
  const begunAt = Date.now();
  const create = async (): Promise<void> => {
    while (ids.length < options.tickets) {
      const place = ids.push('') - 1;
      ids[place] = await createTicket(bench);
    }
  };
  await Promise.all(Array.from({ length: creators }, create));
  const createdInSeconds = (Date.now() - begunAt) / 1_000;
  await allOffered(bench, begunAt + offeredWithinMs);
  const offeredInSeconds = (Date.now() - begunAt) / 1_000;
  await delay(options.stepMs + graceMs);
  const tickets = await readAll(bench, ids);
  const moments = tickets.flatMap(momentsOf);
  const dueAtMs = moments.map(({ dueMs }) => dueMs);
  const openAt = (ms: number): number =>
    tickets.filter(({ receivedAt }) => Date.parse(receivedAt) <= ms).length;
  return {
    tickets: tickets.length,
    createdInSeconds,
    offeredInSeconds,
    latenessMs: moments.map(({ atMs, dueMs }) => atMs - dueMs),
    missing: tickets.length * momentsEach - moments.length,
    openAtFirst: openAt(Math.min(...dueAtMs)),
    openAtLast: openAt(Math.max(...dueAtMs)),
  };
}

/** Calls are accepted faster than workflows start; the last clock begins when no ticket is merely received. */
async function allOffered({ client, agent }: Bench, untilMs: number): Promise<void> {
  for (;;) {
    const waiting = await Promise.all(
      ['received', 'triaged'].map(async (status) => {
        const reply = await client.api<{ items: readonly unknown[] }>(`/tickets?status=${status}&limit=1`, {
          token: agent,
        });
        if (!reply.ok) throw new SystemProblem(`the tickets could not be listed: ${problemOf(reply)}`);
        return reply.body.items.length;
      }),
    );
    if (waiting.every((count) => count === 0)) return;
    if (Date.now() > untilMs) throw new SystemProblem('some tickets were never put on their ladder');
    await delay(1_000);
  }
}

/** The policy in force with a short search for class P3, by SMS only so that the phones do not disturb. */
async function addPolicy({ client }: Bench, staff: Staff, stepMs: number): Promise<void> {
  const token = await staff.token(staff.account({ role: 'admin', unitCode: '74' }));
  const id = 'binh-duong-2021';
  const list = await client.api<{ items: readonly PolicyView[] }>('/policies', { token });
  const newest = Math.max(...list.body.items.filter((one) => one.id === id).map(({ version }) => version));
  const found = await client.api<PolicyView>(`/policies/${id}/versions/${String(newest)}`, { token });
  const { version: _version, ...policy } = found.body;
  const acknowledgeMs = Math.round(stepMs / (policy.ladder.down[0]?.share ?? 1));
  const body = {
    ...policy,
    classes: { ...policy.classes, P3: { ...policy.classes.P3, acknowledgeMs, channels: ['sms'] } },
  };
  const added = await client.api('/policies', { method: 'POST', token, body });
  if (!added.ok) throw new SystemProblem(`the policy was refused: ${problemOf(added)}`);
}

async function readAll({ client, agent }: Bench, ids: readonly string[]): Promise<readonly TicketView[]> {
  const tickets: TicketView[] = [];
  const queue = ids[Symbol.iterator]();
  const read = async (): Promise<void> => {
    for (const id of queue) {
      const reply = await client.api<TicketView>(`/tickets/${id}`, { token: agent });
      if (reply.ok) tickets.push(reply.body);
    }
  };
  await Promise.all(Array.from({ length: 4 }, read));
  return tickets;
}

/** When the first step's clock did something, and when that was due. */
function momentsOf({ clocks, timeline }: TicketView): readonly { atMs: number; dueMs: number }[] {
  const clock = clocks.find(
    ({ name, tier, round }) => name === 'acknowledge' && tier === 'province' && round === 1,
  );
  if (!clock) return [];
  const startedMs = Date.parse(clock.startedAt);
  const lengthMs = Date.parse(clock.dueAt) - startedMs;
  return timeline.flatMap(({ at, type, tier, data }) => {
    if (tier !== 'province') return [];
    const share = type === 'clockWarned' ? Number(data.share) : type === 'stepPassed' ? 1 : null;
    return share === null ? [] : [{ atMs: Date.parse(at), dueMs: startedMs + share * lengthMs }];
  });
}
