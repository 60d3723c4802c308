import { parseTwiml } from './twiml';
import type { CallControl } from './call-control';
import type { SignedWebhook } from './signed-webhook';
import type { Verb } from './twiml';

/** The person (or machine) at the simulated phone. */
export interface Listener {
  said(text: string): void;
  /** A key, or null when none came within `withinMs`, or the call was interrupted. */
  key(withinMs: number): Promise<string | null>;
}

export interface WalkedLine {
  readonly webhook: SignedWebhook;
  readonly pace: number;
  readonly control: CallControl;
  /** Rings another phone and joins the two; resolves, once that is over, to the provider's word for how it went. */
  readonly dial: (verb: Verb & { verb: 'dial' }, here: string) => Promise<string>;
  /** What the caller leaves as a message: its id, or null for nothing. */
  readonly record: () => Promise<string | null>;
}

interface Step {
  readonly url: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** A caller who waits hears three pages a minute; more than this means that our TwiML goes in circles. */
const longestWalk = 200;

/**
 * Walks a call's TwiML from `url` until it hangs up, runs out of verbs or is interrupted for good. A key ends a
 * prompt at once, as on a real line. `pace` shortens every wait: 1 is real time, 0.01 is a test's.
 */
export async function walkCall(
  url: string,
  params: Readonly<Record<string, string>>,
  listener: Listener,
  line: WalkedLine,
): Promise<void> {
  let next: Step | null = { url };
  for (let page = 0; next !== null && page < longestWalk; page += 1) {
    const here: string = next.url;
    const answer = await line.webhook(here, { ...params, CallStatus: 'in-progress', ...next.extra });
    if (answer.status !== 200) throw new Error(`the webhook answered ${String(answer.status)}`);
    next = await walkPage(parseTwiml(answer.text), here, listener, line);
  }
}

async function walkPage(
  verbs: readonly Verb[],
  here: string,
  listener: Listener,
  line: WalkedLine,
): Promise<Step | null> {
  for (const verb of verbs) {
    const step = await walkVerb(verb, here, listener, line);
    const interruption = line.control.take();
    if (interruption) return interruption.kind === 'hangUp' ? null : { url: interruption.url };
    if (step !== 'goOn') return step;
  }
  return null;
}

async function walkVerb(
  verb: Verb,
  here: string,
  listener: Listener,
  line: WalkedLine,
): Promise<Step | null | 'goOn'> {
  const page = (action: string | null): string => new URL(action ?? here, here).toString();
  switch (verb.verb) {
    case 'say':
      listener.said(verb.text);
      return 'goOn';
    case 'pause':
      await listener.key(verb.seconds * 1_000 * line.pace);
      return 'goOn';
    case 'redirect':
      return { url: page(verb.url) };
    case 'hangup':
      return null;
    case 'gather': {
      for (const prompt of verb.prompts) if (prompt.verb === 'say') listener.said(prompt.text);
      const digits = await listener.key(verb.timeoutSeconds * 1_000 * line.pace);
      return digits === null ? 'goOn' : { url: page(verb.action), extra: { Digits: digits } };
    }
    case 'record': {
      const recordingId = await line.record();
      const extra = { RecordingSid: recordingId ?? '', RecordingDuration: '12' };
      return recordingId === null ? 'goOn' : { url: page(verb.action), extra };
    }
    case 'dial':
      return { url: page(verb.action), extra: { DialCallStatus: await line.dial(verb, here) } };
  }
}
