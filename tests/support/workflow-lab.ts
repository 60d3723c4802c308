import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import { createTemporalDesk } from '../../src/api/temporal-desk';
import type { Action, Commands } from '../../src/domain/commands';
import type { MessageIntent } from '../../src/domain/message';
import type { OnDutyTeam, UnitRef } from '../../src/domain/organisation';
import { openTicket } from '../../src/domain/open-ticket';
import type { OpeningFacts } from '../../src/domain/open-ticket';
import type { PinnedPolicy } from '../../src/domain/policy';
import type { Actor, TicketState, TimelineEntry } from '../../src/domain/ticket';
import { isSettled } from '../../src/domain/ticket';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { workflowIdOf } from '../../src/workflows/ticket-lifecycle/messages';
import { defaultPolicy } from './policies';
import { openTimeSkippingServer } from './time-skipping-server';

/**
 * Workflow stories: the real workflow on Temporal's time-skipping server, with activities that remember what
 * they were asked to write instead of a database. The whole chain with every real server is in `tests/e2e`.
 */
export interface WorkflowLab {
  /** A ticket is received and its workflow starts. */
  receive(facts?: Partial<OpeningFacts>): Promise<StoryTicket>;
  /** Who is on duty: unit code → teams. Changing it changes the next look-up. */
  duty: Map<string, OnDutyTeam[]>;
  supervisors: Map<string, string[]>;
  forward(duration: Duration): Promise<void>;
  now(): Promise<number>;
  env: TestWorkflowEnvironment;
  bundle: WorkflowBundleWithSourceMap;
  /** Ends what a story left open, so that the next one may skip days without its pages. */
  endStory(): Promise<void>;
  close(): Promise<void>;
}

export interface StoryTicket {
  readonly id: string;
  readonly handle: WorkflowHandle;
  /** As last written. */
  readonly state: TicketState;
  readonly timeline: readonly TimelineEntry[];
  readonly intents: readonly MessageIntent[];
  /** Writes of the row, as the activity saw them. */
  readonly writes: number;
  types(): string[];
  ask<A extends Action>(action: A, command: Omit<Commands[A], 'actor'> & { actor?: Actor }): Promise<void>;
  clock(name: string, tier?: string): TicketState['clocks'][number] | undefined;
  /** Message templates with their recipients, e.g. `team.page:anna`. */
  told(template?: string): string[];
}

export const binhDuong: UnitRef = { tier: 'province', code: '74' };
const thuDauMot: UnitRef = { tier: 'district', code: '718' };
export const phuCuong: UnitRef = { tier: 'commune', code: '25747' };
const threeTiers: readonly UnitRef[] = [binhDuong, thuDauMot, phuCuong];

const dispatcher: Actor = {
  kind: 'user',
  userId: 'dispatcher',
  role: 'dispatcher',
  unitCode: '74',
  via: 'app',
};
export const responderOf = (teamId: string, unitCode: string): Actor => ({
  kind: 'user',
  userId: `${teamId}-member`,
  role: 'responder',
  teamId,
  unitCode,
  via: 'app',
});

let bundle: Promise<WorkflowBundleWithSourceMap> | null = null;
export const workflowBundle = (): Promise<WorkflowBundleWithSourceMap> =>
  (bundle ??= bundleWorkflowCode({
    workflowsPath: require.resolve('../../src/workflows'),
    logger: new DefaultLogger('ERROR'),
  }));

export async function openWorkflowLab(
  policy: PinnedPolicy = defaultPolicy,
  openServer: () => Promise<TestWorkflowEnvironment> = openTimeSkippingServer,
): Promise<WorkflowLab> {
  const env = await openServer();
  const taskQueue = `story-${randomUUID()}`;
  const written = new Map<
    string,
    { state: TicketState; timeline: TimelineEntry[]; intents: MessageIntent[]; writes: number }
  >();
  const duty = new Map<string, OnDutyTeam[]>([
    ['74', [{ teamId: 'province-team', userIds: ['province-anna'] }]],
    ['718', [{ teamId: 'district-team', userIds: ['district-binh'] }]],
    ['25747', [{ teamId: 'commune-team', userIds: ['commune-chi'] }]],
  ]);
  const supervisors = new Map<string, string[]>([
    ['74', ['province-chief']],
    ['718', ['district-chief']],
    ['25747', ['commune-chief']],
  ]);
  const activities: Activities = {
    commitTransition: ({ state, entries, intents }) => {
      const row = written.get(state.ticketId);
      if (!row || row.state.revision >= state.revision) return Promise.resolve();
      row.state = state;
      row.timeline.push(...entries);
      row.intents.push(...intents);
      row.writes += 1;
      return Promise.resolve();
    },
    findOnDutyTeams: ({ unitCodes }) =>
      Promise.resolve(unitCodes.map((unitCode) => ({ unitCode, teams: duty.get(unitCode) ?? [] }))),
    runCallBackClock: () => Promise.resolve({ nextAt: null }),
    findSupervisors: ({ unitCodes }) =>
      Promise.resolve(unitCodes.map((unitCode) => ({ unitCode, userIds: supervisors.get(unitCode) ?? [] }))),
  };
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities,
  });
  const running = worker.run();
  const desk = createTemporalDesk({
    client: env.client,
    taskQueue,
    tickets: { find: (id) => Promise.resolve({ id, state: written.get(id)?.state, policy } as StoredTicket) },
  });

  async function receive(facts: Partial<OpeningFacts> = {}): Promise<StoryTicket> {
    const ticketId = facts.ticketId ?? randomUUID();
    const now = new Date(await env.currentTimeMs()).toISOString();
    const { state, timeline } = openTicket({
      ticketId,
      code: 'BD-7K3-9QF',
      category: { code: 'f0Consult', field: 'medical' },
      channel: 'hotline1022',
      unitPath: threeTiers,
      intakeUnit: binhDuong,
      policy,
      triage: { priority: 'P3', score: 0, redFlags: [], protocolVersion: 1, because: 'default' },
      defaultPriority: 'P3',
      receivedAt: now,
      actor: { kind: 'user', userId: 'agent', role: 'agent', unitCode: '74', via: 'app' },
      ...facts,
    });
    const row = { state, timeline: [...timeline], intents: [] as MessageIntent[], writes: 0 };
    written.set(ticketId, row);
    const stored = (): StoredTicket => ({ id: ticketId, state: row.state, policy }) as StoredTicket;
    await desk.start(stored());
    const story: StoryTicket = {
      id: ticketId,
      handle: env.client.workflow.getHandle(workflowIdOf(ticketId)),
      get state() {
        return row.state;
      },
      get timeline() {
        return row.timeline;
      },
      get intents() {
        return row.intents;
      },
      get writes() {
        return row.writes;
      },
      types: () => row.timeline.map(({ type }) => type),
      ask: async (action, command) => {
        await desk.command(stored(), action, { actor: dispatcher, ...command } as never);
      },
      clock: (name, tier) => row.state.clocks.findLast((clock) => clock.name === name && clock.tier === tier),
      told: (template) =>
        row.intents
          .filter((intent) => template === undefined || intent.template === template)
          .map(({ template: name, recipient }) =>
            recipient.kind === 'citizen' ? name : `${name}:${recipient.userId}`,
          ),
    };
    await until(() => row.writes > 0, 'the first transition was written');
    return story;
  }

  return {
    receive,
    duty,
    supervisors,
    env,
    bundle: await workflowBundle(),
    forward: async (duration) => {
      await env.sleep(duration);
    },
    now: () => env.currentTimeMs(),
    endStory: async () => {
      for (const [id, row] of written) {
        const action = row.state.status === 'resolved' ? 'close' : 'cancel';
        if (isSettled(row.state)) continue;
        const stored = { id, state: row.state, policy } as StoredTicket;
        await desk.command(stored, action, { actor: dispatcher, reason: 'the story is over' });
      }
      written.clear();
    },
    close: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

/** Polls for something another process does; fails with its name instead of a bare timeout. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${String(withinMs)} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
