import { setTimeout as delay } from 'node:timers/promises';
import { problemOf, SystemProblem, type ApiClient } from '../client/api-client';
import type { Staff } from '../client/staff';
import { runLevel, type Level } from './level';

/** One concurrency level of whole lives, with what people waited for. Milliseconds. */
export interface LivesLevel extends Level {
  readonly createMs: readonly number[];
  readonly claimMs: readonly number[];
  /** From the accepted call until the first team could claim it: stored, started, on the ladder, offered. */
  readonly offeredMs: readonly number[];
  readonly ticketIds: readonly string[];
}

export interface Bench {
  readonly client: ApiClient;
  readonly agent: string;
  readonly responder: string;
  /** Commune codes: calls go round them. */
  readonly places: readonly string[];
}

/** Signs in who is needed and looks up where calls may come from. */
export async function openBench(client: ApiClient, staff: Staff): Promise<Bench> {
  const agent = await staff.token(staff.account({ role: 'agent', unitCode: '74' }));
  const responder = await staff.token(staff.account({ teamId: 'team-74-medical' }));
  const { body } = await client.api<{
    items: readonly { code: string; tier: string; path: readonly { code: string }[] }[];
  }>('/units?tier=commune', { token: agent });
  const places = body.items.filter(({ path }) => path[0]?.code === '74').map(({ code }) => code);
  if (places.length === 0) throw new SystemProblem('the system has no communes to call from');
  return { client, agent, responder, places };
}

let calls = 0;

/** A call about an infected person, class P3: the province's medical team is asked first. Answers the ticket's id. */
export async function createTicket({ client, agent, places }: Bench): Promise<string> {
  calls += 1;
  const reply = await client.api<{ id: string }>('/tickets', {
    method: 'POST',
    token: agent,
    idempotencyKey: `bench-${String(calls)}`,
    body: {
      category: 'f0Consult',
      channel: 'hotline1022',
      caller: { name: 'Nguyễn Thị Hoa', phone: `056${String(calls).padStart(7, '0')}` },
      location: { unitCode: places[calls % places.length], address: `${String(calls)} Lê Lợi` },
      description: 'Test nhanh hai vạch, xin hướng dẫn.',
      details: { answers: { spo2: 97 } },
    },
  });
  if (!reply.ok) throw new SystemProblem(`a ticket could not be created: ${problemOf(reply)}`);
  return reply.body.id;
}

const askAgainMs = 20;
const offeredWithinMs = 60_000;

/** Whole lives over HTTP, as two people live them: create → claim → on scene → resolve → close. */
export async function measureLives(bench: Bench, concurrency: number, forMs: number): Promise<LivesLevel> {
  const createMs: number[] = [];
  const claimMs: number[] = [];
  const offeredMs: number[] = [];
  const ticketIds: string[] = [];
  const level = await runLevel(concurrency, forMs, async () => {
    const begunAt = performance.now();
    const id = await createTicket(bench);
    const createdAt = performance.now();
    createMs.push(createdAt - begunAt);
    const { claimedMs, askedAt } = await claim(bench, id);
    claimMs.push(claimedMs);
    offeredMs.push(askedAt - createdAt);
    await must(bench, bench.responder, id, 'onScene', { byPhone: true });
    await must(bench, bench.responder, id, 'resolve', { evidence: { adviceGiven: 'đã hướng dẫn' } });
    await must(bench, bench.agent, id, 'close', {});
    ticketIds.push(id);
  });
  return { ...level, createMs, claimMs, offeredMs, ticketIds };
}

/**
 * Claims as soon as the ticket is offered: until then it does not exist for the team (404) or asks nobody yet
 * (409). Only the claim that succeeds is timed.
 */
async function claim(bench: Bench, id: string): Promise<{ claimedMs: number; askedAt: number }> {
  const untilMs = Date.now() + offeredWithinMs;
  for (;;) {
    const askedAt = performance.now();
    const reply = await bench.client.api(`/tickets/${id}/claim`, {
      method: 'POST',
      token: bench.responder,
      body: {},
    });
    if (reply.ok) return { claimedMs: performance.now() - askedAt, askedAt };
    if (Date.now() > untilMs) throw new SystemProblem(`a ticket was never offered: ${problemOf(reply)}`);
    await delay(askAgainMs);
  }
}

async function must(bench: Bench, token: string, id: string, action: string, body: object): Promise<void> {
  const reply = await bench.client.api(`/tickets/${id}/${action}`, { method: 'POST', token, body });
  if (!reply.ok) throw new SystemProblem(`${action} was refused: ${problemOf(reply)}`);
}
