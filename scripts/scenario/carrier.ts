import { SystemProblem, type ApiClient } from '../client/api-client';

/** An SMS or a call as the simulator's outbox shows it. */
interface Heard {
  readonly at: string;
  readonly kind: 'sms' | 'call';
  readonly to: string;
  readonly body: string;
  readonly status: string;
  readonly sid: string;
  readonly direction: string;
}

/** A page that reached a team member's phone. */
export interface Page {
  readonly to: string;
  readonly code: string;
  readonly priority: string;
  /** What the claim link ends with. */
  readonly token: string;
}

/** A phone that rings, and the call to press keys on. */
export interface Ringing {
  readonly to: string;
  readonly sid: string;
}

export interface Carrier {
  /** What came since the last look. */
  look(): Promise<{ pages: readonly Page[]; ringing: readonly Ringing[] }>;
  /** Messages and calls seen since the scenario began. */
  seen(): number;
  press(sid: string, digits: string): Promise<void>;
  setPhone(number: string, behaviour: 'machine' | 'unreachable' | 'sleeps'): Promise<void>;
}

/** Records are looked at again for this long: two may carry one millisecond. */
const overlapMs = 5_000;

/** The simulator's phones, over HTTP. */
export async function openCarrier(client: ApiClient, since: Date): Promise<Carrier> {
  const probe = await client.ask('/simulator/faults');
  if (!probe.ok) {
    throw new SystemProblem(
      `${client.url} does not run the telephony simulator: the scenario must not ring real phones`,
    );
  }
  const known = new Set<string>();
  let from = since.getTime();
  return {
    async look() {
      const { body } = await client.ask<readonly Heard[]>(
        `/simulator/messages?since=${new Date(from).toISOString()}`,
      );
      const fresh = body.filter(({ sid, direction }) => direction === 'outbound-api' && !known.has(sid));
      for (const { sid, at } of fresh) {
        known.add(sid);
        from = Math.max(from, Date.parse(at) - overlapMs);
      }
      return {
        pages: fresh.flatMap((heard) => pageOf(heard) ?? []),
        ringing: fresh.filter(({ kind }) => kind === 'call'),
      };
    },
    seen: () => known.size,
    async press(sid, digits) {
      await client.ask(`/simulator/calls/${sid}/keys`, { method: 'POST', body: { digits } });
    },
    async setPhone(number, behaviour) {
      const path = `/simulator/phones/${encodeURIComponent(number)}`;
      await client.ask(path, { method: 'PUT', body: { behaviour } });
    },
  };
}

/** A team's page has the priority, the ticket's code and a claim link; other messages have no such link. */
function pageOf({ kind, to, body }: Heard): Page | null {
  if (kind !== 'sms') return null;
  const token = /\/c\/([\w.-]+)/.exec(body)?.[1];
  const code = /\b[A-Z]{2,4}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/.exec(body)?.[0];
  const priority = /\bP[1-5]\b/.exec(body)?.[0];
  return token && code && priority ? { to, code, token, priority } : null;
}
