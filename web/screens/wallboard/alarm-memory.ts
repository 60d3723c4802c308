/** What this screen has been told about breaches, kept on the device: a reload sounds for nothing twice. */
export interface AlarmMemory {
  /** Breaches up to here (ISO) are known to whoever sits here. */
  readonly acknowledgedAt: string;
  /** ISO; silent until then. */
  readonly mutedUntil: string;
}

const key = (personId: string): string => `truc.alarm.${personId}`;

export function readAlarmMemory(personId: string): AlarmMemory | null {
  try {
    return JSON.parse(localStorage.getItem(key(personId)) ?? 'null') as AlarmMemory | null;
  } catch {
    return null;
  }
}

export const keepAlarmMemory = (personId: string, memory: AlarmMemory): void => {
  localStorage.setItem(key(personId), JSON.stringify(memory));
};

/** Never more than this at once: ten breaches of one minute are one alarm, not a concert. */
const mostBeeps = 3;

/** How often to sound: once for each breach that was not there at the last look and is not acknowledged. */
export function beepsFor(
  breaches: readonly { readonly ticketId: string; readonly clock: string; readonly breachedAt: string }[],
  heard: ReadonlySet<string>,
  acknowledgedAt: string,
): number {
  const fresh = breaches.filter((one) => one.breachedAt > acknowledgedAt && !heard.has(breachKey(one)));
  return Math.min(mostBeeps, fresh.length);
}

export const breachKey = (one: {
  readonly ticketId: string;
  readonly clock: string;
  readonly breachedAt: string;
}) => `${one.ticketId}/${one.clock}/${one.breachedAt}`;
