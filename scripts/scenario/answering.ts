import type { Page, Ringing } from './carrier';
import { answerOf, meansOf, minutes, type Answer } from './people';
import { act, pageKey, type Case, type Member, type World } from './world';
import { reasons } from './words';

/** A page may arrive before the agent's own request has been answered: so long it waits for its call. */
const strangersKeptMs = 30_000;

/**
 * The teams' phones: looks at what rang since the last round and lets their people answer. Returns the
 * answers that are under way. Pages of tickets that are not the scenario's are left alone; a call does not say
 * which ticket it is about, so people with a keypad answer every one.
 */
export function createAnswering(world: World): { round(): Promise<readonly Promise<void>[]> } {
  let strangers: { readonly page: Page; readonly untilMs: number }[] = [];
  return {
    async round() {
      const { pages, ringing } = await world.carrier.look();
      const now = Date.now();
      const waiting = [...strangers, ...pages.map((page) => ({ page, untilMs: now + strangersKeptMs }))];
      strangers = waiting.filter(({ page, untilMs }) => !world.casesByCode.has(page.code) && untilMs > now);
      const ours = waiting.flatMap(({ page }) => {
        const found = world.casesByCode.get(page.code);
        return found ? [answerSms(world, found, page)] : [];
      });
      return [...ours, ...ringing.map((call) => answerCall(world, call))];
    },
  };
}

function answerFor(world: World, member: Member, priority: string | null, byHand: boolean): Answer {
  const nth = (world.pagesHad.get(member.phone) ?? 0) + 1;
  world.pagesHad.set(member.phone, nth);
  return answerOf(member, { priority, nth, byHand }, world.load.get(member.teamId) ?? 0, world.chance);
}

async function answerSms(world: World, about: Case, page: Page): Promise<void> {
  const member = world.members.get(page.to);
  if (!member) return;
  world.pages.set(pageKey(page.code, member.teamId), page);
  const isCalledToo = page.priority < 'P4';
  if (meansOf(member, world.chance) === 'keypad' && isCalledToo) return;
  const byHand = about.sentByHand.at(-1) === member.teamId;
  const answer = answerFor(world, member, page.priority, byHand);
  if (answer === 'sleeps') return;
  const chance = world.chance.of('reading', page.to, page.code);
  await world.pace.wait(minutes.readSms(chance));
  if (member.account) {
    const body = answer === 'claims' ? {} : { reason: chance.one(reasons.decline) };
    await act(world, member.account, about.id, answer === 'claims' ? 'claim' : 'decline', body);
    return;
  }
  // As a phone does it: the page is opened first, and only then a button pressed.
  await world.client.ask(`/c/${page.token}`);
  const form = answer === 'claims' ? { action: 'claim' } : { action: 'decline', reason: 'busy' };
  await world.client.ask(`/c/${page.token}`, { method: 'POST', form });
}

async function answerCall(world: World, { to, sid }: Ringing): Promise<void> {
  const member = world.members.get(to);
  if (!member || meansOf(member, world.chance) !== 'keypad') return;
  const byHand = [...world.cases.values()].some(
    ({ sentByHand, works }) => works === 0 && sentByHand.at(-1) === member.teamId,
  );
  const answer = answerFor(world, member, null, byHand);
  if (answer === 'sleeps') return;
  await world.pace.wait(minutes.pickUp(world.chance.of('pickUp', sid)));
  await world.carrier.press(sid, answer === 'claims' ? '1' : '2');
}
