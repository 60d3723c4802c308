import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { createCallBackActivities } from '../../src/activities/call-backs';
import { createCallBackClocks } from '../../src/api/calls/call-back-clocks';
import type { CallBackClocks } from '../../src/api/calls/call-back-clocks';
import { endCall, incomingCall, wait } from '../../src/domain/call';
import { openCallBack } from '../../src/domain/call-back';
import type { CallBackState } from '../../src/domain/call-back';
import { hintOf } from '../../src/domain/call-hint';
import type { MessageIntent } from '../../src/domain/message';
import type { Priority } from '../../src/domain/policy';
import { callBackWorkflowIdOf } from '../../src/workflows/call-back/messages';
import { binhDuong, phuCuong, until, workflowBundle } from './workflow-lab';
import { openTimeSkippingServer } from './time-skipping-server';

/**
 * Clocks of call-backs: the real workflow and the real activity on Temporal's time-skipping server, with a map
 * instead of the database and a list instead of the queue.
 */
export type CallBackLab = Awaited<ReturnType<typeof openCallBackLab>>;

export interface StoryCallBack {
  readonly id: string;
  readonly handle: WorkflowHandle;
  /** As last written. */
  readonly item: CallBackState;
  readonly pages: readonly MessageIntent[];
  /** How often the clock has looked at the item. */
  readonly looks: number;
  /** One decision of somebody at a desk; the clock hears of it where the product would tell it. */
  does(decide: (item: CallBackState, at: string) => CallBackState): Promise<void>;
  /** Waits for the end of the clock. Waiting for its result would let the server skip time by itself. */
  ends(): Promise<void>;
}

export async function openCallBackLab(
  openServer: () => Promise<TestWorkflowEnvironment> = openTimeSkippingServer,
) {
  const env = await openServer();
  const taskQueue = `call-backs-${randomUUID()}`;
  const items = new Map<string, CallBackState>();
  const looks = new Map<string, number>();
  const pages = new Map<string, MessageIntent>();
  const supervisors = new Map([
    ['74', ['province-chief']],
    ['25747', ['commune-chief']],
  ]);
  const stored = (id: string) => {
    const state = items.get(id);
    return Promise.resolve(state === undefined ? null : { phone: '+84912000001', state });
  };
  const activities = createCallBackActivities({
    callBacks: {
      find: stored,
      change: (id, decide) => {
        const item = items.get(id);
        if (item) items.set(id, decide(item));
        looks.set(id, (looks.get(id) ?? 0) + 1);
        return stored(id);
      },
    },
    organisation: {
      supervisorsOf: (unitCodes) =>
        Promise.resolve(
          unitCodes.map((unitCode) => ({ unitCode, userIds: supervisors.get(unitCode) ?? [] })),
        ),
    },
    outbox: {
      enqueue: (_subject, intents) => {
        for (const intent of intents) pages.set(intent.key, intent);
        return Promise.resolve();
      },
    },
  });
  const worker = await Worker.create({
    ...{ connection: env.nativeConnection, taskQueue, activities },
    workflowBundle,
  });
  const running = worker.run();
  const clocks: CallBackClocks = createCallBackClocks({ client: env.client, taskQueue });
  const now = async (): Promise<string> => new Date(await env.currentTimeMs()).toISOString();

  return {
    env,
    supervisors,
    forward: async (duration: Duration) => {
      await env.sleep(duration);
    },
    /** Somebody in Phú Cường has called and given up at once. */
    async abandons(priority: Priority = 'P3', agoMs = 0): Promise<StoryCallBack> {
      const at = new Date((await env.currentTimeMs()) - agoMs).toISOString();
      const call = incomingCall({ callId: randomUUID(), unitPath: [binhDuong, phuCuong], at });
      const hinted = { ...wait(call, at), hint: hintOf('emergency', priority) };
      const id = randomUUID();
      const itemOf = (): CallBackState => {
        const item = items.get(id);
        if (!item) throw new Error('the call-back is gone');
        return item;
      };
      items.set(id, openCallBack(id, endCall(hinted, 'hungUp', at)));
      const tell = async (): Promise<void> => {
        await clocks.tell(id);
        items.set(id, { ...itemOf(), clockTold: true });
      };
      await tell();
      return {
        id,
        handle: env.client.workflow.getHandle(callBackWorkflowIdOf(id)),
        get item() {
          return itemOf();
        },
        get looks() {
          return looks.get(id) ?? 0;
        },
        get pages() {
          return [...pages.values()].filter(({ key }) => key.includes(id));
        },
        async does(decide) {
          items.set(id, decide(itemOf(), await now()));
          if (!itemOf().clockTold) await tell();
        },
        async ends() {
          const handle = env.client.workflow.getHandle(callBackWorkflowIdOf(id));
          await until(async () => (await handle.describe()).status.name === 'COMPLETED', 'the clock ends');
        },
      };
    },
    close: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}
