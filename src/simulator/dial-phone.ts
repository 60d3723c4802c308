import { walkCall } from './call-walker';
import { createCallControl } from './call-control';
import type { Line } from './line';
import type { PhoneSetting } from './records';
import type { Verb } from './twiml';

/** How long two simulated people talk when neither hangs up. */
const conversationMs = 120_000;

/**
 * Rings the phone that a `<Dial>` names. Its owner, when they answer, first walks their own page; joined means
 * that the page let them through. Resolves to the provider's `DialCallStatus`.
 */
export async function dialPhone(
  verb: Verb & { verb: 'dial' },
  here: string,
  line: Pick<Line, 'wait' | 'webhook' | 'pace' | 'accountSid'> & {
    readonly phone: PhoneSetting;
    /** Resolves when the first leg is interrupted. */
    readonly interrupted: () => Promise<void>;
  },
): Promise<string> {
  const { phone, pace } = line;
  if (phone.behaviour === 'unreachable') return 'failed';
  if (phone.behaviour === 'busy') return 'busy';
  if (phone.behaviour === 'sleeps') {
    await Promise.race([line.wait(verb.timeoutSeconds * 1_000), line.interrupted()]);
    return 'no-answer';
  }
  await line.wait(phone.afterMs);
  let keys = phone.behaviour === 'machine' || phone.behaviour === 'silent' ? [] : [...(phone.presses || '1')];
  let isJoined = verb.url === null;
  if (verb.url !== null) {
    const walk = walkCall(
      new URL(verb.url, here).toString(),
      { AccountSid: line.accountSid, To: verb.to, Direction: 'outbound-dial' },
      {
        said: () => undefined,
        key: async (withinMs) => {
          const [key, ...rest] = keys;
          keys = rest;
          if (key === undefined) await line.wait(withinMs / pace);
          else isJoined = true;
          return key ?? null;
        },
      },
      {
        ...{ webhook: line.webhook, pace, control: createCallControl() },
        dial: () => Promise.resolve('failed'),
        record: () => Promise.resolve(null),
      },
    );
    await walk;
  }
  if (!isJoined) return 'no-answer';
  await Promise.race([line.wait(conversationMs), line.interrupted()]);
  return 'completed';
}
