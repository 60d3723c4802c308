import { setTimeout as delay } from 'node:timers/promises';

/** Asks until there is an answer other than `false`; fails, saying what was awaited, after `withinMs`. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | false | null | undefined>,
  withinMs = 20_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() >= until) throw new Error(`it never came about that ${what}`);
    await delay(30);
  }
}
