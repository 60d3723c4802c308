import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind, PhoneBehaviour } from '../../src/simulator/records';

/** What the simulator's outbox says of one SMS or call. */
export interface HeardMessage {
  readonly at: string;
  readonly kind: 'sms' | 'call';
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly status: string;
  readonly sid: string;
  readonly direction: string;
}

const pollEveryMs = 40;

/** Telephones of the simulator at `url` (…/simulator), over HTTP, so that they work from any process. */
export function createPhones(url: string, options: { readonly patienceMs?: number } = {}) {
  const patienceMs = options.patienceMs ?? 20_000;
  const expected = new Set<string>();

  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    assert.ok(response.ok, `${method} ${path} answered ${String(response.status)}`);
    return response.json();
  };
  const heardBy = async (number?: string): Promise<readonly HeardMessage[]> =>
    (await ask(
      'GET',
      `/messages${number === undefined ? '' : `?to=${encodeURIComponent(number)}`}`,
    )) as HeardMessage[];

  /** The first message nobody has expected yet that fits; fails with what came instead. */
  const expectOne = async (
    number: string,
    what: string,
    fits: (message: HeardMessage) => boolean,
    again: readonly string[] = [],
  ): Promise<HeardMessage> => {
    const until = Date.now() + patienceMs;
    for (;;) {
      const heard = await heardBy(again.length > 0 ? undefined : number);
      const found = heard.find(
        (message) => (!expected.has(message.sid) || again.includes(message.sid)) && fits(message),
      );
      if (found) {
        expected.add(found.sid);
        return found;
      }
      assert.ok(Date.now() < until, `${number} waited for ${what}, but heard ${JSON.stringify(heard)}`);
      await delay(pollEveryMs);
    }
  };

  return {
    phone: (number: string) => ({
      number,
      heard: () => heardBy(number),
      behaves: (behaviour: PhoneBehaviour, setting: { presses?: string; afterMs?: number } = {}) =>
        ask('PUT', `/phones/${encodeURIComponent(number)}`, { behaviour, ...setting }),
      expectsSms: (text: RegExp, status?: string) =>
        expectOne(
          number,
          `an SMS like ${String(text)}`,
          ({ kind, body, status: now }) =>
            kind === 'sms' && text.test(body) && (status === undefined || status === now),
        ),
      /** A call in which `said` was heard so far; with a status, once the call is there. */
      expectsCall: (said = /(?:)/, status?: string) =>
        expectOne(
          number,
          `a call saying ${String(said)}`,
          ({ kind, body, status: now }) =>
            kind === 'call' && said.test(body) && (status === undefined || status === now),
        ),
      /** Answers the newest open call, if need be, and presses keys. */
      async press(digits: string) {
        const call = (await heardBy(number)).findLast(
          ({ kind, status }) => kind === 'call' && /^(ringing|in-progress|queued)$/.test(status),
        );
        assert.ok(call, `${number} has no call to press ${digits} on`);
        await ask('POST', `/calls/${call.sid}/keys`, { digits });
      },
      /** Everything that reached this phone was expected. */
      async expectsNothingElse() {
        const surprises = (await heardBy(number)).filter(({ sid }) => !expected.has(sid));
        const heard = surprises.map(({ kind, body }) => `${kind}: ${body}`).join('; ');
        assert.equal(heard, '', `${number} heard what nobody expected`);
      },
      /** Writes to the hotline; resolves when the engine has answered the carrier. */
      texts: (body: string, sms: { to?: string; times?: number } = {}) =>
        ask('POST', '/messages', { from: number, body, ...sms }) as Promise<HeardMessage>,
      callsIn: (presses = '') => ask('POST', '/calls', { from: number, presses }) as Promise<HeardMessage>,
      /** Calls and stays on the line; the answer is the call under way. */
      calls: (presses: string, call: { to?: string; patienceMs?: number } = {}) =>
        ask('POST', '/calls', { from: number, presses, meanwhile: true, ...call }) as Promise<HeardMessage>,
      hangsUp: (call: Pick<HeardMessage, 'sid'>) => ask('DELETE', `/calls/${call.sid}`),
      /** What was said on this call so far, once it holds `said`. */
      hears: (call: Pick<HeardMessage, 'sid'>, said: RegExp) =>
        expectOne(number, `to hear ${String(said)}`, ({ sid, body }) => sid === call.sid && said.test(body), [
          call.sid,
        ]),
    }),
    fault: (kind: FaultKind, rate = 1) => ask('PUT', '/faults', { kind, rate }),
  };
}
