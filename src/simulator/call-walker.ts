import { parseTwiml } from './twiml';
import type { SignedWebhook } from './signed-webhook';
import type { Verb } from './twiml';

/** The person (or machine) at the simulated phone. */
export interface Listener {
  said(text: string): void;
  /** A key, or null when none came within `withinMs`. */
  key(withinMs: number): Promise<string | null>;
}

/** No real call of ours has more pages; more means that our TwiML goes in circles. */
const longestWalk = 40;

/**
 * Walks a call's TwiML from `url` until it hangs up or runs out of verbs. A key ends a prompt at once, as on
 * a real line. `pace` shortens every wait: 1 is real time, 0.01 is a test's.
 */
export async function walkCall(
  url: string,
  params: Readonly<Record<string, string>>,
  listener: Listener,
  line: { readonly webhook: SignedWebhook; readonly pace: number },
): Promise<void> {
  let next: { url: string; digits?: string } | null = { url };
  for (let page = 0; next !== null && page < longestWalk; page += 1) {
    const { digits } = next;
    const here: string = next.url;
    const answer = await line.webhook(here, {
      ...params,
      CallStatus: 'in-progress',
      ...(digits !== undefined && { Digits: digits }),
    });
    if (answer.status !== 200) throw new Error(`the webhook answered ${String(answer.status)}`);
    next = await walkPage(parseTwiml(answer.text), here, listener, line.pace);
  }
}

async function walkPage(
  verbs: readonly Verb[],
  here: string,
  listener: Listener,
  pace: number,
): Promise<{ url: string; digits?: string } | null> {
  for (const verb of verbs) {
    switch (verb.verb) {
      case 'say':
        listener.said(verb.text);
        break;
      case 'pause':
        await listener.key(verb.seconds * 1_000 * pace);
        break;
      case 'redirect':
        return { url: new URL(verb.url, here).toString() };
      case 'hangup':
        return null;
      case 'gather': {
        for (const prompt of verb.prompts) if (prompt.verb === 'say') listener.said(prompt.text);
        const digits = await listener.key(verb.timeoutSeconds * 1_000 * pace);
        if (digits !== null) return { url: new URL(verb.action ?? here, here).toString(), digits };
        break;
      }
    }
  }
  return null;
}
