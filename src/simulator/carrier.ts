import { EventEmitter } from 'node:events';
import { randomBytes } from 'node:crypto';
import { openJournal } from './journal';
import { createSignedWebhook, postSignedJson } from './signed-webhook';
import { ringPhone } from './ring-phone';
import { isOpen, sleepingPhone } from './records';
import { repliesIn } from './twiml';
import type { CallControl } from './call-control';
import type { CarrierRecord, Endpoint, Fault, PhoneSetting } from './records';
import type { SignedWebhook } from './signed-webhook';

export interface CarrierOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** The second provider's shared secret; null: there is none. */
  readonly httpToken?: string | null;
  /** JSON lines; what was sent survives a restart. */
  readonly dataFile: string;
  /** Where an incoming call's webhook is, e.g. `http://localhost:8022`. */
  readonly publicUrl: string;
  /** The number that citizens call. */
  readonly number: string;
  /** 1 is real time; smaller is faster. */
  readonly pace?: number;
  readonly keep?: number;
  readonly random?: () => number;
}

export interface CarrierEvents {
  /** Every change of a message or a call. */
  record: [CarrierRecord];
}

export type Carrier = ReturnType<typeof createCarrier>;

/** The simulated carrier: its messages, calls, phones and faults. */
export function createCarrier(options: CarrierOptions) {
  const { accountSid, authToken, publicUrl, number } = options;
  const pace = options.pace ?? 1;
  const random = options.random ?? Math.random;
  const keep = options.keep ?? 20_000;
  const journal = openJournal<CarrierRecord>(options.dataFile, keep);
  const records = new Map(journal.restored.map((record) => [record.sid, record]));
  const phones = new Map<string, PhoneSetting>();
  const keysWaiting = new Map<string, (digits: string) => void>();
  const controls = new Map<string, CallControl>();
  const events = new EventEmitter<CarrierEvents>();
  events.setMaxListeners(0);
  const webhook: SignedWebhook = createSignedWebhook(authToken);
  let fault: Fault = { kind: 'none', rate: 0, at: 'twilio' };
  const struck = new Map<Fault['kind'], number>();
  /** Messages in no list yet, and what makes them appear. */
  const unseen = new Map<string, () => void>();
  let seq = journal.restored.at(-1)?.seq ?? 0;
  let closed = false;

  /** Only what is finished: somebody is still at work on the rest. */
  const forgetOldest = (): void => {
    for (const { sid, ...record } of records.values()) {
      if (isOpen(record)) continue;
      records.delete(sid);
      return;
    }
  };
  const put = (record: CarrierRecord): CarrierRecord => {
    records.set(record.sid, record);
    if (records.size > keep) forgetOldest();
    // Phones still ringing when the process stops are found again at the next start.
    if (!closed) journal.append(record);
    events.emit('record', record);
    return record;
  };
  const update = (sid: string, change: Partial<CarrierRecord>): CarrierRecord => {
    const record = records.get(sid);
    if (!record) throw new Error(`no record ${sid}`);
    return put({ ...record, ...change, updatedAt: new Date().toISOString() });
  };
  const strikes = (kind: Fault['kind'], at: Endpoint = 'twilio'): boolean => {
    if (fault.at !== at || (fault.kind !== kind && fault.kind !== 'mixed')) return false;
    const isDrawn = fault.kind !== 'mixed' || mixedKinds.has(kind);
    const isStruck =
      isDrawn && random() < (fault.kind === 'mixed' ? fault.rate / mixedKinds.size : fault.rate);
    if (isStruck) struck.set(kind, (struck.get(kind) ?? 0) + 1);
    return isStruck;
  };
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, ms * pace).unref());

  /** One status callback; the provider tries once more when the first attempt fails. */
  const tell = async (record: CarrierRecord): Promise<void> => {
    const url = record.statusCallback;
    if (url === null || closed) return;
    const at = endpointOf(record);
    const params = callbackParams(record, accountSid);
    const times = strikes('duplicateCallbacks', at) ? 2 : 1;
    const post = (): Promise<unknown> =>
      at === 'twilio' ? webhook(url, params) : postSignedJson(url, httpNews(record), options.httpToken ?? '');
    const once = (): Promise<unknown> => post().catch(post);
    await Promise.all(Array.from({ length: times }, () => once().catch(() => undefined)));
  };

  /** Walks a message through its statuses, telling each; sometimes in the wrong order. */
  const progress = async (sid: string): Promise<void> => {
    const record = records.get(sid);
    if (!record) return;
    const unreachable = phones.get(record.to)?.behaviour === 'unreachable';
    const final = unreachable ? { status: 'undelivered', errorCode: 30003 } : { status: 'delivered' };
    await wait(100);
    const sent = update(sid, { status: 'sent' });
    if (strikes('outOfOrderCallbacks', endpointOf(record))) {
      await tell(update(sid, final));
      await tell(sent);
      return;
    }
    await tell(sent);
    await wait(200);
    await tell(update(sid, final));
  };

  const create = (
    from: Pick<CarrierRecord, 'kind' | 'direction' | 'to' | 'from' | 'body'> & Partial<CarrierRecord>,
  ): CarrierRecord => {
    const now = new Date().toISOString();
    seq += 1;
    const prefix = from.kind === 'sms' ? 'SM' : 'CA';
    const fresh = {
      ...{ status: 'queued', errorCode: null, url: null, statusCallback: null, ringSeconds: 30 },
      ...{ reference: null, answeredByCallback: null },
    };
    const sid = `${prefix}${randomBytes(16).toString('hex')}`;
    return put({ ...fresh, ...from, sid, seq, at: now, updatedAt: now });
  };

  const phoneOf = (phone: string): PhoneSetting => phones.get(phone) ?? sleepingPhone;
  const ring = (sid: string): Promise<void> =>
    ringPhone(sid, {
      ...{ records, update, tell, wait, webhook, pace, accountSid, keysWaiting, controls, phoneOf },
      phone: phones.get(records.get(sid)?.to ?? '') ?? sleepingPhone,
    });

  for (const record of journal.restored.filter(isOpen)) {
    if (record.kind === 'sms') void progress(record.sid);
    else void tell(update(record.sid, { status: 'failed', errorCode: null }));
  }

  return {
    events,
    accountSid,
    authToken,
    strikes,
    find: (sid: string) => records.get(sid) ?? null,
    /** Whether a list has the message. One that was taken unseen is missing in the first list. */
    isListed(sid: string): boolean {
      const appear = unseen.get(sid);
      unseen.delete(sid);
      appear?.();
      return appear === undefined;
    },
    /** How often each trouble has struck so far. */
    struck: (): ReadonlyMap<Fault['kind'], number> => struck,
    list: (): readonly CarrierRecord[] => [...records.values()].sort((a, b) => a.seq - b.seq),
    phoneOf,
    setPhone(phone: string, setting: PhoneSetting): void {
      phones.set(phone, setting);
    },
    fault: (): Fault => fault,
    setFault(next: Fault): void {
      fault = next;
    },
    /** Takes an SMS for delivery. */
    acceptSms(
      message: {
        to: string;
        from: string;
        body: string;
        statusCallback: string | null;
        reference?: string;
      },
      isUnseen = false,
    ) {
      const record = create({ kind: 'sms', direction: 'outbound-api', ...message });
      if (isUnseen) {
        const missed = new Promise<void>((resolve) => void unseen.set(record.sid, resolve));
        void missed.then(() => wait(unseenMs)).then(() => progress(record.sid));
      } else void progress(record.sid);
      return record;
    },
    /** Takes a call and rings the phone. */
    acceptCall(call: {
      to: string;
      from: string;
      url: string;
      statusCallback: string | null;
      answeredByCallback: string | null;
      ringSeconds: number;
      detectsMachines: boolean;
    }) {
      const record = create({ kind: 'call', direction: 'outbound-api', body: '', ...call });
      void ring(record.sid);
      return record;
    },
    /** A citizen calls our number; resolves when the call is over. */
    async callIn(call: {
      from: string;
      presses: string;
      /** The number dialled; ours when absent. */
      to?: string;
      /** They hang up after so long. */
      patienceMs?: number;
      /** Answers with the call as soon as it is under way instead of when it is over. */
      meanwhile?: boolean;
    }): Promise<CarrierRecord> {
      const url = `${publicUrl}/webhooks/twilio/voice`;
      const record = create({
        kind: 'call',
        direction: 'inbound',
        to: call.to ?? number,
        from: call.from,
        body: '',
        url,
        statusCallback: `${publicUrl}/webhooks/twilio/ended`,
      });
      const over = ringPhone(record.sid, {
        ...{ records, update, tell, wait, webhook, pace, accountSid, keysWaiting, controls, phoneOf },
        ...(call.patienceMs !== undefined && { patienceMs: call.patienceMs }),
        phone: { behaviour: call.presses === '' ? 'machine' : 'answers', presses: call.presses, afterMs: 0 },
      });
      if (call.meanwhile !== true) await over;
      return records.get(record.sid) ?? record;
    },
    /** A citizen writes to our number; resolves when it was answered. `times`: how often the carrier hands it over. */
    async textIn(sms: {
      readonly from: string;
      readonly body: string;
      readonly to?: string;
      readonly times?: number;
    }): Promise<CarrierRecord> {
      const to = sms.to ?? number;
      const { from, body } = sms;
      const record = create({ kind: 'sms', direction: 'inbound', to, from, body, status: 'received' });
      const form = { MessageSid: record.sid, AccountSid: accountSid, From: from, To: to, Body: body };
      const hand = async (): Promise<void> => {
        const answer = await webhook(`${publicUrl}/webhooks/twilio/sms`, form);
        if (answer.status !== 200) throw new Error(`the SMS was answered ${String(answer.status)}`);
        for (const words of repliesIn(answer.text)) {
          const reply = {
            kind: 'sms',
            direction: 'outbound-reply',
            to: from,
            from: to,
            body: words,
          } as const;
          void progress(create(reply).sid);
        }
      };
      await Promise.all(Array.from({ length: sms.times ?? 1 }, hand));
      return record;
    },
    /** Sends a call that is under way to another page; false when it is over, or not answered yet. */
    moveCall(sid: string, url: string): boolean {
      const control = controls.get(sid);
      if (!control || records.get(sid)?.status !== 'in-progress') return false;
      control.interrupt({ kind: 'moved', url });
      return true;
    },
    /** Stops a call from ringing; one that was picked up goes on. */
    cancelCall(sid: string): void {
      const record = records.get(sid);
      if (!record || !['queued', 'ringing'].includes(record.status)) return;
      update(sid, { status: 'canceled' });
      controls.get(sid)?.interrupt({ kind: 'hangUp' });
    },
    /** The person at the simulated phone hangs up; false when the call is over. */
    hangUp(sid: string): boolean {
      const control = controls.get(sid);
      control?.interrupt({ kind: 'hangUp' });
      return control !== undefined;
    },
    /** Presses keys on a ringing or connected call, answering it; false when it is over. */
    press(sid: string, digits: string): boolean {
      const waiting = keysWaiting.get(sid);
      waiting?.(digits);
      return waiting !== undefined;
    },
    close(): void {
      closed = true;
      events.removeAllListeners();
    },
  };
}

/** Every trouble that a provider gets over by itself; a missing route is not one. */
const mixedKinds: ReadonlySet<Fault['kind']> = new Set([
  '429',
  '500',
  'timeout',
  'dropAfterAccept',
  'duplicateCallbacks',
  'outOfOrderCallbacks',
  'acceptedUnseen',
]);

/** Before there is news of a message that was taken unseen. */
const unseenMs = 60_000;

const endpointOf = ({ reference }: CarrierRecord): Endpoint => (reference === null ? 'twilio' : 'http');

const httpNews = ({ sid, reference, status, errorCode }: CarrierRecord): object => ({
  ...{ id: sid, reference, status },
  ...(errorCode !== null && { code: String(errorCode) }),
});

function callbackParams(record: CarrierRecord, accountSid: string): Record<string, string> {
  const common = { AccountSid: accountSid, To: record.to, From: record.from };
  const error = record.errorCode === null ? {} : { ErrorCode: String(record.errorCode) };
  return record.kind === 'sms'
    ? { ...common, MessageSid: record.sid, MessageStatus: record.status, ...error }
    : { ...common, CallSid: record.sid, CallStatus: record.status, Direction: record.direction, ...error };
}
