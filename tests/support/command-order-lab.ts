import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createCommandOrderActivities } from '../../src/activities/command-orders';
import { createOrderDesk } from '../../src/api/command-orders/temporal-order-desk';
import type { OrderEntry } from '../../src/domain/command-order';
import type { CommandOrderState } from '../../src/domain/command-order';
import type { OrderAction, OrderCommands } from '../../src/domain/command-order-commands';
import type { OrderPeople } from '../../src/domain/command-order-people';
import type { MessageIntent } from '../../src/domain/message';
import type { StoredCommandOrder } from '../../src/models/command-orders/command-order-repository';
import { commandOrderWorkflowIdOf } from '../../src/workflows/command-order/messages';
import { anOrder, communeOf, leadersOf } from './an-order';
import { openTimeSkippingServer } from './time-skipping-server';
import { until, workflowBundle } from './workflow-lab';

/**
 * Command orders: the real workflow and the real activities on Temporal's time-skipping server, with a map instead
 * of the database and a list instead of the queue.
 */
export type CommandOrderLab = Awaited<ReturnType<typeof openCommandOrderLab>>;

export interface StoryOrder {
  readonly id: string;
  readonly handle: WorkflowHandle;
  /** As last written. */
  readonly state: CommandOrderState;
  readonly timeline: readonly OrderEntry[];
  readonly intents: readonly MessageIntent[];
  /** Revisions after which calls were taken back. */
  readonly withdrawals: readonly number[];
  ask<A extends OrderAction>(action: A, command: OrderCommands[A], requestKey?: string): Promise<void>;
  told(template?: string): string[];
}

export async function openCommandOrderLab(
  openServer: () => Promise<TestWorkflowEnvironment> = openTimeSkippingServer,
) {
  const env = await openServer();
  const taskQueue = `command-orders-${randomUUID()}`;
  interface Row {
    state: CommandOrderState;
    timeline: OrderEntry[];
    readonly intents: Map<string, MessageIntent>;
    readonly withdrawals: number[];
  }
  const rows = new Map<string, Row>();
  const rowOf = (id: string): Row => {
    const row = rows.get(id);
    if (!row) throw new Error('the order is gone');
    return row;
  };
  const stored = (id: string): StoredCommandOrder => ({ id, state: rowOf(id).state }) as StoredCommandOrder;
  /** Who answers for a unit; a story may change it. */
  const leaders = new Map<string, OrderPeople>();
  const activities = createCommandOrderActivities({
    commandOrders: {
      project: ({ state, entries, intents }) => {
        const row = rowOf(state.orderId);
        if (row.state.revision > state.revision) return Promise.resolve();
        row.state = state;
        // As the repository: a task that is done again tells its part of the story again.
        const from = entries[0]?.seq ?? Number.POSITIVE_INFINITY;
        row.timeline = [...row.timeline.filter(({ seq }) => seq < from), ...entries];
        for (const intent of intents) row.intents.set(intent.key, intent);
        return Promise.resolve();
      },
    },
    organisation: {
      leadersOf: (codes) => Promise.resolve(codes.map((code) => leaders.get(code) ?? leadersOf(code))),
    },
    notificationRules: { rulesOf: () => Promise.resolve({}) },
    outbox: {
      enqueue: () => Promise.resolve(),
      withdraw: (subject, revision) => {
        rowOf(subject.replace('order/', '')).withdrawals.push(revision);
        return Promise.resolve();
      },
    },
  });
  const worker = await Worker.create({
    ...{ connection: env.nativeConnection, taskQueue, activities },
    workflowBundle,
  });
  const running = worker.run();
  const desk = createOrderDesk({
    ...{ client: env.client, taskQueue },
    commandOrders: { find: (id) => Promise.resolve(rows.has(id) ? stored(id) : null) },
  });

  return {
    env,
    leaders,
    desk,
    forward: async (duration: Duration) => {
      await env.sleep(duration);
    },
    /** Thủ Dầu Một orders these communes: an hour to acknowledge, four for the result. */
    async gives(codes: readonly string[] = ['25747', '25750'], urgent = false): Promise<StoryOrder> {
      const orderId = randomUUID();
      const nowMs = await env.currentTimeMs();
      const after = (minutes: number): string => new Date(nowMs + minutes * 60_000).toISOString();
      const { state, timeline } = anOrder([], {
        ...{ orderId, urgent, issuedAt: after(0), acknowledgeBy: after(60), resultBy: after(240) },
        units: codes.map((code) => communeOf(code)),
      });
      rows.set(orderId, { state, timeline: [...timeline], intents: new Map(), withdrawals: [] });
      await desk.start(stored(orderId));
      const story: StoryOrder = {
        id: orderId,
        handle: env.client.workflow.getHandle(commandOrderWorkflowIdOf(orderId)),
        get state() {
          return rowOf(orderId).state;
        },
        get timeline() {
          return rowOf(orderId).timeline;
        },
        get intents() {
          return [...rowOf(orderId).intents.values()];
        },
        get withdrawals() {
          return rowOf(orderId).withdrawals;
        },
        ask: async (action, command, requestKey) => {
          await desk.command(stored(orderId), action, command, requestKey);
        },
        told: (template) =>
          [...rowOf(orderId).intents.values()]
            .filter((intent) => template === undefined || intent.template === template)
            .map(({ recipient }) => (recipient.kind === 'user' ? recipient.userId : 'citizen')),
      };
      await until(() => story.state.revision > 0, 'the units were told');
      return story;
    },
    close: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}
