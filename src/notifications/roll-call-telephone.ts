import { setTimeout as delay } from 'node:timers/promises';
import type { RollCallRepository } from '../models/roll-calls/roll-call-repository';
import { OutcomeUnknown, ProviderBusy, ProviderUnavailable } from './provider';
import type { ProviderPool } from './provider-pool';
import { sendOnce } from './send-once';
import type { SendOutcome } from './send-once';

/** The roll-call's way to the telephone provider. */
export interface RollCallTelephone {
  /**
   * Rings a number for a check. `notRung`: the provider could not be asked, which says nothing of the line;
   * `refused`: the provider will not call this number.
   */
  ring(ring: { id: string; to: string; ringSeconds: number }): Promise<'ringing' | 'refused' | 'notRung'>;
  /** An SMS about silent numbers. Rejects while no provider can be asked; repeating is safe. */
  text(notice: { id: string; to: string; body: string }): Promise<SendOutcome>;
}

/** A call that waits for its turn in the provider's rate tries again so often. */
const turns = 10;
const longestTurnMs = 2_000;

export function createRollCallTelephone(deps: {
  readonly providers: Pick<ProviderPool, 'send' | 'find'>;
  readonly rollCalls: Pick<RollCallRepository, 'ringLedger' | 'noticeLedger'>;
}): RollCallTelephone {
  const { providers, rollCalls } = deps;
  return {
    async ring({ id, to, ringSeconds }) {
      const message = { id, channel: 'voice', to, body: '', rollCall: { ringSeconds } } as const;
      for (let turn = 0; turn < turns; turn += 1) {
        try {
          const sent = await sendOnce(message, 'bulk', rollCalls.ringLedger, providers);
          // Where nobody can tell whether it rings, the answer, if any, will.
          return sent === 'refused' ? 'refused' : 'ringing';
        } catch (error) {
          if (error instanceof ProviderBusy) await delay(Math.min(error.retryAfterMs, longestTurnMs));
          else if (error instanceof OutcomeUnknown) await delay(longestTurnMs / 4);
          else if (error instanceof ProviderUnavailable) return 'notRung';
          else throw error;
        }
      }
      return 'notRung';
    },
    text: ({ id, to, body }) =>
      sendOnce({ id, channel: 'sms', to, body }, 'bulk', rollCalls.noticeLedger, providers),
  };
}
