import { Router, type RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { openCallMetrics, type TelephoneFigures } from './call-metrics';
import { openMessageMetrics, type MessageMetricSources } from './message-metrics';
import { openOrderMetrics } from './order-metrics';
import type { CommandOrderRepository } from '../models/command-orders/command-order-repository';
import { hotlineStates, type HotlineFigures } from '../domain/hotline';
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
  telephone?: TelephoneFigures & { readonly hotlines?: () => Promise<HotlineFigures> },
  sending?: MessageMetricSources,
  commandOrders?: Pick<CommandOrderRepository, 'standing'>,
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
  const hotlines = new Gauge({
    name: 'truc_hotline_numbers',
    help: 'Published duty numbers by what the roll-calls know of them',
    labelNames: ['state'] as const,
    registers: [registry],
  });
  const refreshCalls = telephone && openCallMetrics(registry, telephone);
  const refreshHotlines = async (): Promise<void> => {
    const numbers = await telephone?.hotlines?.();
    if (numbers) for (const state of hotlineStates) hotlines.set({ state }, numbers[state]);
  };
  const refreshMessages = sending && openMessageMetrics(registry, sending);
  const refreshOrders = commandOrders && openOrderMetrics(registry, commandOrders);
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
      await refreshCalls?.();
      await refreshHotlines();
      await refreshMessages?.();
      await refreshOrders?.();
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
