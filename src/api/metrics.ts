import { Router, type RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { CallBackRepository } from '../models/calls/call-back-repository';
import type { CallRepository } from '../models/calls/call-repository';
import type { StoredTicket, TicketRepository } from '../models/tickets/ticket-repository';

const unstartedAfterMs = 15_000;
const refreshMs = 5_000;

export interface Metrics {
  /** Times every answer by route, never by address: an address may hold a phone number. */
  readonly timing: RequestHandler;
  readonly page: Router;
  readonly countIntake: (ticket: StoredTicket) => void;
}

/** Prometheus metrics of one HTTP process. Counts from the database are at most 5 s old. */
export function createMetrics(
  tickets: Pick<TicketRepository, 'board' | 'listUnstarted'>,
  telephone?: {
    readonly calls: Pick<CallRepository, 'figures'>;
    readonly callBacks: Pick<CallBackRepository, 'figures'>;
  },
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'truc_http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const intakes = new Counter({
    name: 'truc_intake_total',
    help: 'Accepted tickets',
    labelNames: ['category', 'channel', 'priority'] as const,
    registers: [registry],
  });
  const byStatus = new Gauge({
    name: 'truc_tickets',
    help: 'Tickets by status',
    labelNames: ['status'] as const,
    registers: [registry],
  });
  const bySla = new Gauge({
    name: 'truc_tickets_open_by_sla',
    help: 'Open tickets by service state',
    labelNames: ['sla'] as const,
    registers: [registry],
  });
  const unstarted = new Gauge({
    name: 'truc_tickets_unstarted',
    help: 'Stored tickets whose workflow has not begun after 15 s (1,000 means at least that many)',
    registers: [registry],
  });
  const databaseUp = new Gauge({
    name: 'truc_metrics_database_up',
    help: '0 when the counts could not be read',
    registers: [registry],
  });
  const calls = new Gauge({
    name: 'truc_calls_24h',
    help: 'Calls that began in the last 24 hours, by what became of them (received: all)',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const waiting = new Gauge({
    name: 'truc_calls_waiting',
    help: 'Callers in the queue now',
    registers: [registry],
  });
  const callBacks = new Gauge({
    name: 'truc_call_backs',
    help: 'Call-backs: open now, open and breached, and of the last 24 hours opened and rescued',
    labelNames: ['state'] as const,
    registers: [registry],
  });
  const refreshTelephone = async (): Promise<void> => {
    if (!telephone) return;
    const [until, since] = [new Date(), new Date(Date.now() - 24 * 3_600_000)];
    const figures = await telephone.calls.figures(null, since, until);
    const owed = await telephone.callBacks.figures(null, since, until);
    const { received, answered, answeredWithin15s, abandoned, voicemail, callBackAsked } = figures;
    const outcomes = { received, answered, answeredWithin15s, abandoned, voicemail, callBackAsked };
    for (const [outcome, count] of Object.entries(outcomes)) calls.set({ outcome }, count);
    waiting.set(figures.waitingNow);
    for (const [state, count] of Object.entries<number>({ ...owed })) callBacks.set({ state }, count);
  };
  let readAt = 0;
  const refresh = async (): Promise<void> => {
    if (Date.now() - readAt < refreshMs) return;
    try {
      const [board, unbegun] = await Promise.all([
        tickets.board({}),
        tickets.listUnstarted(new Date(Date.now() - unstartedAfterMs), 1_000),
      ]);
      byStatus.reset();
      for (const [status, count] of Object.entries(board.byStatus)) byStatus.set({ status }, count);
      bySla.reset();
      for (const [sla, count] of Object.entries(board.bySla)) bySla.set({ sla }, count);
      unstarted.set(unbegun.length);
      await refreshTelephone();
      databaseUp.set(1);
      readAt = Date.now();
    } catch {
      databaseUp.set(0);
    }
  };
  const page = Router();
  page.get('/metrics', async (_request, response) => {
    await refresh();
    response
      .set('Cache-Control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
  return {
    page,
    timing: (request, response, next) => {
      const end = duration.startTimer({ method: request.method });
      response.on('finish', () => {
        const { route } = response.locals as { route?: string };
        end({ route: route ?? 'other', status: String(response.statusCode) });
      });
      next();
    },
    countIntake: ({ state }) => {
      intakes.inc({ category: state.category, channel: state.channel, priority: state.priority });
    },
  };
}
