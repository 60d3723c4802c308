import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundlePath } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import type { createCommandOrderActivities } from '../../src/activities/command-orders';
import type { createReportDeliveryActivities } from '../../src/activities/report-delivery';
import type { createRollCallActivities } from '../../src/activities/roll-calls';
import type { DutyLook } from '../../src/activities/duty';
import { createTemporalDesk } from '../../src/api/temporal-desk';
import type { Action, Commands } from '../../src/domain/commands';
import type { MessageIntent } from '../../src/domain/message';
import type { NotificationRule } from '../../src/domain/notification-rules';
import type { OnDutyTeam, UnitRef } from '../../src/domain/organisation';
import { openTicket } from '../../src/domain/open-ticket';
import type { OpeningFacts } from '../../src/domain/open-ticket';
import type { PinnedPolicy } from '../../src/domain/policy';
import type { Actor, TicketState, TimelineEntry } from '../../src/domain/ticket';
import { isSettled } from '../../src/domain/ticket';
import type { StoredTicket } from '../../src/models/tickets/ticket-repository';
import { WORKFLOW_BUNDLE } from '../../src/platform/workflow-code';
import { dutyWatchIdOf } from '../../src/workflows/duty-watch/messages';
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
  /** A command comes before the worker has seen the start, as when it is behind: it gets both at once. */
  receiveAndNoteWhileTheWorkerRests(): Promise<StoryTicket>;
  /** Who is on duty: unit code → teams. Changing it changes the next look-up. */
  duty: Map<string, OnDutyTeam[]>;
  supervisors: Map<string, string[]>;
  /** How supervisors are told, by user id; nobody has rules at first. */
  supervisorRules: Map<string, readonly NotificationRule[]>;
  /** What a look at a team's duty finds. */
  dutyLook: { answer: (query: Parameters<Activities['watchDuty']>[0]) => DutyLook };
  /** Starts the watch over a team's duty. */
  watch(teamId: string): Promise<WorkflowHandle>;
  forward(duration: Duration): Promise<void>;
  now(): Promise<number>;
  env: TestWorkflowEnvironment;
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

/** What these stories' workflows ask for; roll-calls, command orders and reports have labs of their own. */
type TicketActivities = Omit<
  Activities,
  | keyof ReturnType<typeof createRollCallActivities>
  | keyof ReturnType<typeof createCommandOrderActivities>
  | keyof ReturnType<typeof createReportDeliveryActivities>
>;

/** What the product's own workers run; the run's global setup made it. */
export const workflowBundle: WorkflowBundlePath = { codePath: join(__dirname, '..', '..', WORKFLOW_BUNDLE) };

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
  const supervisorRules: WorkflowLab['supervisorRules'] = new Map();
  const dutyLook: WorkflowLab['dutyLook'] = { answer: () => ({ nextAt: null }) };
  const activities: TicketActivities = {
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
    tellTicket: (tell) => desk.tell(tell),
    watchDuty: (query) => Promise.resolve(dutyLook.answer(query)),
    runCallBackClock: () => Promise.resolve({ nextAt: null }),
    findSupervisors: ({ unitCodes }) =>
      Promise.resolve(
        unitCodes.map((unitCode) => ({
          unitCode,
          userIds: supervisors.get(unitCode) ?? [],
          rules: Object.fromEntries(supervisorRules),
        })),
      ),
  };
  const startWorker = async (): Promise<() => Promise<void>> => {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue,
      workflowBundle,
      activities,
    });
    const running = worker.run();
    return () => {
      worker.shutdown();
      return running;
    };
  };
  let stopWorker = await startWorker();
  const desk = createTemporalDesk({
    client: env.client,
    taskQueue,
    tickets: {
      find: (id) => {
        const row = written.get(id);
        return Promise.resolve(row ? ({ id, state: row.state, policy } as StoredTicket) : null);
      },
    },
  });

  async function receive(
    facts: Partial<OpeningFacts> = {},
    begin: (story: StoryTicket, stored: StoredTicket) => Promise<void> = (_story, stored) =>
      desk.start(stored),
  ): Promise<StoryTicket> {
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
            recipient.kind === 'citizen'
              ? [name, ...(recipient.ticketId ? [recipient.ticketId] : [])].join(':')
              : `${name}:${recipient.userId}`,
          ),
    };
    await begin(story, stored());
    await until(() => row.writes > 0, 'the first transition was written');
    return story;
  }

  return {
    receive: (facts) => receive(facts),
    receiveAndNoteWhileTheWorkerRests: () =>
      receive({}, async (story, stored) => {
        await stopWorker();
        await desk.start(stored);
        const noted = story.ask('note', { kind: 'note', text: 'gọi lại lần hai' });
        stopWorker = await startWorker();
        await noted;
      }),
    duty,
    supervisors,
    supervisorRules,
    dutyLook,
    watch: (teamId) =>
      env.client.workflow.start('dutyWatch', {
        ...{ workflowId: dutyWatchIdOf(teamId), taskQueue, args: [{ teamId }] },
      }),
    env,
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
      await stopWorker();
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
