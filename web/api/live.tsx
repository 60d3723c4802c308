import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { StreamEvent } from './event-parser';
import { followStream } from './event-stream';
import type { Ticket, TicketChange } from './operations.gen';

/** How fresh the screen is. `silent` since then: what it shows may be old. */
export interface Liveness {
  readonly state: 'connecting' | 'live' | 'silent';
  readonly since: Date;
}

const LivenessContext = createContext<Liveness>({ state: 'connecting', since: new Date() });
export const useLiveness = (): Liveness => useContext(LivenessContext);

/** Later than a sign of life could be. */
const silentMs = 15_000;
/** Which lists an event makes stale, by the first word of their query's name. */
const listsOf: Readonly<Record<string, readonly string[]>> = {
  ticket: ['tickets', 'board'],
  call: ['calls', 'callFigures'],
  callBack: ['callBacks', 'callFigures'],
  commandOrder: ['commandOrders'],
  surge: ['surges'],
};
/** A burst of changes reads a list once; where readings take long, the next one waits as much longer. */
const gatherMs = { least: 100, most: 2_000, ofLastReading: 0.5 };

/**
 * Keeps what the screens have read in step with `GET /stream`: a change of a ticket makes its own query
 * (`['ticket', id]`) and everything under `['tickets']` and `['board']` stale, a call `['calls']`, a call-back
 * `['callBacks']`, both `['callFigures']`, a command order `['commandOrders']`, a surge
 * `['surges']`; after an interruption everything.
 *
 * @param round changes with every sign-in
 */
export function LiveChanges({ round, children }: { readonly round: number; readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>({ state: 'connecting', since: new Date() });
  useEffect(() => {
    let lastSign = Date.now();
    let hasEnded = false;
    const say = (state: Liveness['state']): void => {
      setLiveness((was) => (was.state === state ? was : { state, since: new Date(lastSign) }));
    };
    const lists = new Map<string, () => void>();
    const refresh = (name: string): void => {
      let read = lists.get(name);
      if (!read) {
        read = inTurn(() => queries.invalidateQueries({ queryKey: [name] }));
        lists.set(name, read);
      }
      if (!hasEnded) read();
    };
    const end = followStream('/api/v1/stream', {
      onAlive() {
        lastSign = Date.now();
        say('live');
      },
      onOpen(again) {
        if (again) void queries.invalidateQueries();
      },
      onLost() {
        say('silent');
      },
      onRefused() {
        say('silent');
        // Whatever is asked next finds out why, and asks the person to sign in again.
        void queries.invalidateQueries();
      },
      onEvent(event) {
        if (event.name === 'reset') void queries.invalidateQueries();
        const change = changeIn(event);
        if (change) void refreshTicket(queries, change);
        for (const name of listsOf[event.name] ?? []) refresh(name);
      },
    });
    const onOffline = (): void => {
      say('silent');
    };
    window.addEventListener('offline', onOffline);
    const watch = window.setInterval(() => {
      if (Date.now() - lastSign > silentMs) say('silent');
    }, 1_000);
    return () => {
      hasEnded = true;
      end();
      window.removeEventListener('offline', onOffline);
      window.clearInterval(watch);
    };
    // Another session, another cookie: the stream begins anew.
  }, [queries, round]);
  return <LivenessContext value={liveness}>{children}</LivenessContext>;
}

/**
 * Reads once for a burst of calls, and never twice at a time. A reading that is under way is let finish: begun anew at
 * every change, it would end at none of a busy hour's. What was called meanwhile is read after it.
 */
function inTurn(read: () => Promise<unknown>): () => void {
  let state: 'idle' | 'gathering' | 'reading' | 'readingAndCalled' = 'idle';
  let lastMs = 0;
  const gather = (): void => {
    state = 'gathering';
    window.setTimeout(
      () => {
        state = 'reading';
        const begunMs = performance.now();
        const next = (): void => {
          lastMs = performance.now() - begunMs;
          if (state === 'readingAndCalled') gather();
          else state = 'idle';
        };
        read().then(next, next);
      },
      Math.min(gatherMs.most, Math.max(gatherMs.least, lastMs * gatherMs.ofLastReading)),
    );
  };
  return () => {
    if (state === 'idle') gather();
    else if (state === 'reading') state = 'readingAndCalled';
  };
}

const changeIn = ({ name, data }: StreamEvent): TicketChange | null =>
  name === 'ticket' ? (JSON.parse(data) as TicketChange) : null;

/** A first reading that was under way may be older than the change, and is not begun anew: so look again after it. */
async function refreshTicket(queries: QueryClient, change: TicketChange): Promise<void> {
  const key = ['ticket', change.ticketId];
  const isBehind = (): boolean => (queries.getQueryData<Ticket>(key)?.revision ?? -1) < change.revision;
  if (isBehind()) await queries.invalidateQueries({ queryKey: key });
  if (queries.getQueryData(key) !== undefined && isBehind())
    await queries.invalidateQueries({ queryKey: key });
}
