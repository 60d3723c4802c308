import type { Category } from './august-2021';
import { minutes, mishaps } from './people';
import { act, pageKey, type Case, type World } from './world';
import { proofOf, reasons } from './words';

/** A ticket as the list shows it. */
export interface Listed {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly category: string;
  readonly field: string;
  readonly priority: string;
  readonly ownerTeamId: string | null;
  readonly ownerUserId: string | null;
}

/** How the owner acts: in the app, by the claim link, or through the operations centre. */
interface Hands {
  /** What a team does itself. */
  readonly does: (action: 'enRoute' | 'onScene' | 'resolve', body?: object) => Promise<boolean>;
  /** What the link's page has no button for: the centre does it for teams without an account. */
  readonly asks: (action: string, body?: object) => Promise<boolean>;
}

/** Answered by calling back rather than by going there. */
const byPhone: ReadonlySet<Category> = new Set(['f0Consult', 'other']);

/** An owner's work from wherever the ticket stands to "resolved", or to a hand-back. Stops when refused. */
export async function workOn(world: World, about: Case, ticket: Listed): Promise<void> {
  const { pace } = world;
  const chance = world.chance.of('work', about.call.index, about.works);
  about.works += 1;
  const hands = handsOf(world, about, ticket);
  const callsBack = byPhone.has(about.call.category);
  let { status } = ticket;
  if (status === 'onHold') {
    if (!(await hands.asks('resume'))) return;
    status = 'onScene';
  }
  if (status === 'claimed' && !callsBack) {
    if (!(await hands.does('enRoute'))) return;
    const travel = minutes.travel(ticket.priority, chance);
    if (ticket.priority !== 'P1' && chance.happens(mishaps.handsBack)) {
      await pace.wait(travel / 2);
      await hands.asks('handBack', { reason: chance.one(reasons.handBack) });
      return;
    }
    await pace.wait(travel);
    status = 'enRoute';
  }
  if (status === 'claimed' || status === 'enRoute') {
    if (ticket.priority === 'P3' && chance.happens(mishaps.citizenUnreachable)) {
      await holdUnreachable(world, hands, minutes.hold(chance));
    }
    if (!(await hands.does('onScene', callsBack ? { byPhone: true } : {}))) return;
  }
  if (
    ticket.priority === 'P2' &&
    ticket.category === 'hospitalTransfer' &&
    chance.happens(mishaps.waitsForBed)
  ) {
    await hands.asks('hold', { reason: 'waitingForBed' });
    await pace.wait(minutes.hold(chance));
    await hands.asks('resume');
  }
  await pace.wait(minutes.work(ticket.priority, chance));
  const kinds = world.evidence.get(ticket.category) ?? [];
  const asked = kinds.length > 0 ? kinds : ['outcome'];
  await hands.does('resolve', {
    evidence: Object.fromEntries(
      asked.map((kind) => [kind, proofOf(kind, about.call.isFalse, chance.of('proof', kind))]),
    ),
  });
}

/** The class lets nobody wait for a citizen before three tries are written down. */
async function holdUnreachable(world: World, hands: Hands, holdMinutes: number): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await hands.asks('note', { kind: 'contactAttempt', text: 'gọi không nghe máy' });
    await world.pace.wait(2);
  }
  if (!(await hands.asks('hold', { reason: 'citizenUnreachable' }))) return;
  await world.pace.wait(holdMinutes);
  await hands.asks('resume');
}

function handsOf(world: World, about: Case, { ownerTeamId }: Listed): Hands {
  const { dispatcher } = world.desk;
  const centre = (action: string, body = {}): Promise<boolean> =>
    act(world, dispatcher, about.id, action, body);
  const page = ownerTeamId === null ? undefined : world.pages.get(pageKey(about.code, ownerTeamId));
  const account = page && world.members.get(page.to)?.account;
  if (!page) return { does: centre, asks: centre };
  if (account) {
    const inApp = (action: string, body = {}): Promise<boolean> =>
      act(world, account, about.id, action, body);
    return { does: inApp, asks: inApp };
  }
  return {
    does: async (action, body) => {
      const evidence = (body as { evidence?: Record<string, string> } | undefined)?.evidence ?? {};
      const form = { action, ...evidence };
      return (await world.client.ask(`/c/${page.token}`, { method: 'POST', form })).ok;
    },
    asks: centre,
  };
}
