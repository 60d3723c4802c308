import { randomBytes } from 'node:crypto';
import { walkCall } from './call-walker';
import { createCallControl } from './call-control';
import { dialPhone } from './dial-phone';
import type { CallControl } from './call-control';
import type { Listener } from './call-walker';
import type { Line } from './line';
import type { CarrierRecord } from './records';

/** One call from the first ring to the end, with a status callback at each change. Never rejects. */
export async function ringPhone(sid: string, line: Line): Promise<void> {
  const { update, tell, phone } = line;
  const call = line.records.get(sid);
  if (!call) return;
  const control = createCallControl();
  line.controls.set(sid, control);
  const keys = openKeys(sid, line, control);
  const patience =
    line.patienceMs === undefined
      ? null
      : setTimeout(() => control.interrupt({ kind: 'hangUp' }), line.patienceMs * line.pace);
  try {
    if (phone.behaviour === 'unreachable') {
      await tell(update(sid, { status: 'failed', errorCode: 13224 }));
      return;
    }
    if (phone.behaviour === 'busy') {
      await tell(update(sid, { status: 'busy' }));
      return;
    }
    if (line.records.get(sid)?.status === 'queued') await tell(update(sid, { status: 'ringing' }));
    const isPickedUp = await isAnswered(call, keys, line, control);
    const ringing = line.records.get(sid);
    if (ringing?.status === 'canceled') {
      await tell(ringing);
      return;
    }
    if (!isPickedUp) {
      await tell(update(sid, { status: 'no-answer' }));
      return;
    }
    const answered = update(sid, { status: 'in-progress' });
    await Promise.all([tell(answered), tellWhoAnswered(answered, line), talk(answered, keys, line, control)]);
    await tell(update(sid, { status: 'completed' }));
  } catch {
    // Our own webhook failed: the person at the phone hears an error and the line drops.
    await tell(update(sid, { status: 'failed', errorCode: 11200 }));
  } finally {
    if (patience !== null) clearTimeout(patience);
    line.keysWaiting.delete(sid);
    line.controls.delete(sid);
  }
}

interface Keys {
  /** The next key from the page or the phone's setting, or null after `withinMs`. */
  next(withinMs: number): Promise<string | null>;
  /** Resolves true as soon as a key is pressed on the page, false after `withinMs`. */
  pressed(withinMs: number): Promise<boolean>;
}

async function isAnswered(
  call: CarrierRecord,
  keys: Keys,
  line: Line,
  control: CallControl,
): Promise<boolean> {
  const { phone, wait, pace } = line;
  if (phone.behaviour === 'sleeps') return keys.pressed(call.ringSeconds * 1_000 * pace);
  await Promise.race([wait(phone.afterMs), control.interrupted()]);
  return true;
}

/** The provider's ear, which is never wrong here: whether a person or a machine picked up. */
async function tellWhoAnswered(call: CarrierRecord, line: Line): Promise<void> {
  if (call.answeredByCallback === null) return;
  const form = {
    ...{ AccountSid: line.accountSid, CallSid: call.sid, MachineDetectionDuration: '2100' },
    AnsweredBy: line.phone.behaviour === 'machine' ? 'machine_start' : 'human',
  };
  await line.webhook(call.answeredByCallback, form).catch(() => undefined);
}

async function talk(call: CarrierRecord, keys: Keys, line: Line, control: CallControl): Promise<void> {
  const { url, sid } = call;
  if (url === null) return;
  const listener: Listener = {
    said(text) {
      const before = line.records.get(sid)?.body ?? '';
      line.update(sid, { body: before === '' ? text : `${before}\n${text}` });
    },
    key: (withinMs) => keys.next(withinMs),
  };
  const params = {
    AccountSid: line.accountSid,
    CallSid: sid,
    From: call.from,
    To: call.to,
    Direction: call.direction,
    ApiVersion: '2010-04-01',
    ...(call.detectsMachines === true && {
      AnsweredBy: line.phone.behaviour === 'machine' ? 'machine_start' : 'human',
    }),
  };
  await walkCall(url, params, listener, {
    ...{ webhook: line.webhook, pace: line.pace, control },
    dial: (verb, here) =>
      dialPhone(verb, here, {
        ...{ wait: line.wait, webhook: line.webhook, pace: line.pace, accountSid: line.accountSid },
        ...{ phone: line.phoneOf(verb.to), interrupted: () => control.interrupted() },
      }),
    // A machine leaves nothing behind.
    record: () =>
      Promise.resolve(line.phone.behaviour === 'machine' ? null : `RE${randomBytes(16).toString('hex')}`),
  });
}

function openKeys(sid: string, line: Line, control: CallControl): Keys {
  const { behaviour, presses } = line.phone;
  const habit = { answers: presses === '' ? '1' : presses, declines: '2' };
  const planned = behaviour === 'answers' || behaviour === 'declines' ? [...habit[behaviour]] : [];
  const fromPage: string[] = [];
  let wake: (() => void) | null = null;
  line.keysWaiting.set(sid, (digits) => {
    fromPage.push(...digits);
    wake?.();
  });
  const pageKey = (withinMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      if (fromPage.length > 0) {
        resolve(true);
        return;
      }
      const timer = setTimeout(() => resolve(false), withinMs);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
      void control.interrupted().then(() => {
        clearTimeout(timer);
        resolve(false);
      });
    });
  return {
    async next(withinMs) {
      const key = fromPage.shift() ?? planned.shift();
      if (key !== undefined) return key;
      return (await pageKey(withinMs)) ? (fromPage.shift() ?? null) : null;
    },
    pressed: pageKey,
  };
}
