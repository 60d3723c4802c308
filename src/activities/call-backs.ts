import { nextTickMs, tickCallBack } from '../domain/call-back';
import type { CallBackRepository } from '../models/calls/call-back-repository';

export function createCallBackActivities(dependencies: { callBacks: Pick<CallBackRepository, 'change'> }) {
  return {
    /**
     * Records the warnings and the breach that are due at `at` (workflow time); resolves to when to look again,
     * or null once the clock has nothing more to say. Safe to repeat.
     */
    async runCallBackClock(query: { callBackId: string; at: string }): Promise<{ nextAt: string | null }> {
      const nowMs = Date.parse(query.at);
      const item = await dependencies.callBacks.change(query.callBackId, (state) =>
        tickCallBack(state, nowMs),
      );
      const next = item === null ? null : nextTickMs(item.state);
      return { nextAt: next === null ? null : new Date(next).toISOString() };
    },
  };
}
