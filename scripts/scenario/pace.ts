import { setTimeout as delay } from 'node:timers/promises';

/** How many minutes of the morning pass in a minute, or as fast as the machine can. */
export type Speed = number | 'max';

export interface Pace {
  readonly speed: Speed;
  /** Real milliseconds that this many minutes of the morning take. */
  realMs(minutes: number): number;
  /** Minutes of the morning since it began; of no meaning at full speed. */
  minute(): number;
  /** Waits, or returns at once when the morning is broken off. */
  wait(minutes: number): Promise<void>;
  until(minute: number): Promise<void>;
}

export function createPace(speed: Speed, stop: AbortSignal): Pace {
  const begunAt = Date.now();
  const realMs = (minutes: number): number => (speed === 'max' ? 0 : (minutes * 60_000) / speed);
  const pause = async (ms: number): Promise<void> => {
    if (ms > 0) await delay(ms, undefined, { signal: stop }).catch(() => undefined);
  };
  return {
    speed,
    realMs,
    minute: () => (speed === 'max' ? 0 : ((Date.now() - begunAt) * speed) / 60_000),
    wait: (minutes) => pause(realMs(minutes)),
    until: (minute) => pause(begunAt + realMs(minute) - Date.now()),
  };
}
