import { callBackSubject, mustPage, nextTickMs, pagesOfRound, tickCallBack } from '../domain/call-back-clock';
import type { CallBackRepository } from '../models/calls/call-back-repository';
import type { OrganisationRepository } from '../models/organisation/organisation-repository';
import type { Outbox } from '../notifications/outbox';

export function createCallBackActivities(dependencies: {
  readonly callBacks: Pick<CallBackRepository, 'find' | 'change'>;
  readonly organisation: Pick<OrganisationRepository, 'supervisorsOf'>;
  readonly outbox: Pick<Outbox, 'enqueue'>;
}) {
  const { callBacks, organisation, outbox } = dependencies;
  return {
    /**
     * Records the warnings, the breach and the call for supervisors that are due at `at` (workflow time), and
     * queues their pages; resolves to when to look again, or null once the clock has nothing more to say. Safe to
     * repeat: the round of one moment is one round, and its pages have the same keys.
     */
    async runCallBackClock(query: { callBackId: string; at: string }): Promise<{ nextAt: string | null }> {
      const { callBackId, at } = query;
      const known = await callBacks.find(callBackId);
      if (known === null) return { nextAt: null };
      const supervisorIds = mustPage(known.state, at)
        ? (await organisation.supervisorsOf(known.state.unitPath.map(({ code }) => code))).flatMap(
            ({ userIds }) => userIds,
          )
        : null;
      const item = await callBacks.change(callBackId, (state) => tickCallBack(state, at, supervisorIds));
      if (item === null) return { nextAt: null };
      const pages = pagesOfRound(item.state, at);
      if (pages.length > 0) await outbox.enqueue(callBackSubject(callBackId), pages);
      const next = nextTickMs(item.state);
      return { nextAt: next === null ? null : new Date(next).toISOString() };
    },
  };
}
