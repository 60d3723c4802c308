import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { CallBackRepository } from '../models/calls/call-back-repository';
import type { CallRepository } from '../models/calls/call-repository';

const dayMs = 24 * 3_600_000;

export interface TelephoneFigures {
  readonly calls: Pick<CallRepository, 'figures'>;
  readonly callBacks: Pick<CallBackRepository, 'figures'>;
}

/** The telephone's part of `/metrics`; resolves to what reads the figures anew. */
export function openCallMetrics(
  registry: Registry,
  { calls, callBacks }: TelephoneFigures,
): () => Promise<void> {
  const registers = [registry];
  const byOutcome = new Gauge({
    name: 'truc_calls_24h',
    help: 'Calls that began in the last 24 hours, by what became of them (received: all)',
    labelNames: ['outcome'] as const,
    registers,
  });
  const answeredInTime = new Gauge({
    name: 'truc_calls_answered_within_15s_ratio',
    help: 'Share of the last 24 hours’ answered and abandoned calls that were answered within 15 s; NaN without any',
    registers,
  });
  const waiting = new Gauge({
    name: 'truc_calls_waiting',
    help: 'Callers in the queue now',
    registers,
  });
  const longestWait = new Gauge({
    name: 'truc_calls_longest_wait_seconds',
    help: 'How long the caller who has waited longest has waited; 0 when nobody waits',
    registers,
  });
  const owed = new Gauge({
    name: 'truc_call_backs',
    help: 'Call-backs: open now, open and breached, and of the last 24 hours opened, rescued and breached',
    labelNames: ['state'] as const,
    registers,
  });
  return async () => {
    const [until, since] = [new Date(), new Date(Date.now() - dayMs)];
    const figures = await calls.figures(null, since, until);
    const { received, answered, answeredWithin15s, blocked, abandoned, voicemail, callBackAsked } = figures;
    const outcomes = {
      received,
      answered,
      answeredWithin15s,
      blocked,
      abandoned,
      voicemail,
      callBackAsked,
    };
    for (const [outcome, count] of Object.entries(outcomes)) byOutcome.set({ outcome }, count);
    answeredInTime.set(figures.answeredWithin15sShare ?? Number.NaN);
    waiting.set(figures.waitingNow);
    longestWait.set((figures.longestWaitMs ?? 0) / 1_000);
    const states = await callBacks.figures(null, since, until);
    for (const [state, count] of Object.entries<number>({ ...states })) owed.set({ state }, count);
  };
}
