import { Gauge, type Registry } from 'prom-client';
import type { Figures } from '../models/messages/message-figures';
import type { MessageRepository } from '../models/messages/message-repository';
import type { BreakerBoard } from '../notifications/breaker-board';
import type { QueueBoard } from '../notifications/queue-board';

export interface MessageMetricSources {
  readonly figures: Pick<Figures, 'messages'>;
  readonly messages: Pick<MessageRepository, 'countDead'>;
  readonly queues: Pick<QueueBoard, 'read'>;
  readonly breakers: Pick<BreakerBoard, 'open'>;
  /** Names of the providers in the price list. */
  readonly providers: readonly string[];
}

const dayMs = 24 * 60 * 60_000;
/** A day's ledger is more to read than the other counts. */
const ledgerEveryMs = 30_000;

/**
 * The gauges of sending. Every label has few values: provider, template, purpose and lane are lists in the code.
 * The function returned reads them anew; it rejects when the database does not answer.
 */
export function openMessageMetrics(registry: Registry, sources: MessageMetricSources): () => Promise<void> {
  const registers = [registry];
  const kind = ['provider', 'template', 'purpose'] as const;
  const messages = new Gauge({
    name: 'truc_messages_24h',
    help: 'Messages written in the last 24 hours, by what became of them (provider none: nobody was asked)',
    labelNames: [...kind, 'outcome'] as const,
    registers,
  });
  const parts = new Gauge({
    name: 'truc_message_parts_24h',
    help: 'SMS parts written in the last 24 hours',
    labelNames: kind,
    registers,
  });
  const cost = new Gauge({
    name: 'truc_message_cost_vnd_24h',
    help: 'Cost of the messages of the last 24 hours by the price list, in dong',
    labelNames: kind,
    registers,
  });
  const dead = new Gauge({
    name: 'truc_message_dead_letters',
    help: 'Messages that failed for good and that nobody has dealt with',
    registers,
  });
  const jobs = new Gauge({
    name: 'truc_message_queue_jobs',
    help: 'Messages in the queues now',
    labelNames: ['lane', 'state'] as const,
    registers,
  });
  const oldest = new Gauge({
    name: 'truc_message_queue_oldest_seconds',
    help: 'How long the oldest waiting message has waited; 0 when none waits',
    labelNames: ['lane'] as const,
    registers,
  });
  const breaker = new Gauge({
    name: 'truc_message_provider_breaker_open',
    help: '1 while some worker leaves the provider alone',
    labelNames: ['provider'] as const,
    registers,
  });
  const queueUp = new Gauge({
    name: 'truc_metrics_queue_up',
    help: '0 when the queues could not be read',
    registers,
  });

  const readLedger = async (): Promise<void> => {
    const until = new Date();
    const figures = await sources.figures.messages(null, new Date(until.getTime() - dayMs), until);
    for (const gauge of [messages, parts, cost]) gauge.reset();
    for (const figure of figures) {
      const { template, purpose } = figure;
      const labels = { provider: figure.provider ?? 'none', template, purpose };
      const { written, sent, delivered, undelivered, failed, unknown, waiting, possibleDuplicates } = figure;
      const outcomes = {
        written,
        sent,
        delivered,
        undelivered,
        failed,
        unknown,
        waiting,
        possibleDuplicates,
      };
      for (const [outcome, count] of Object.entries(outcomes)) messages.set({ ...labels, outcome }, count);
      parts.set(labels, figure.parts);
      cost.set(labels, figure.costVnd);
    }
  };
  const readQueues = async (): Promise<void> => {
    for (const { lane, waiting, active, delayed, failed, oldestWaitMs } of await sources.queues.read()) {
      for (const [state, count] of Object.entries({ waiting, active, delayed, failed })) {
        jobs.set({ lane, state }, count);
      }
      oldest.set({ lane }, oldestWaitMs / 1_000);
    }
    const open = await sources.breakers.open(sources.providers);
    for (const provider of sources.providers) breaker.set({ provider }, open.has(provider) ? 1 : 0);
  };

  let ledgerReadAt = 0;
  return async () => {
    try {
      await readQueues();
      queueUp.set(1);
    } catch {
      // Yesterday's depth would look like a healthy queue.
      for (const gauge of [jobs, oldest, breaker]) gauge.reset();
      queueUp.set(0);
    }
    dead.set(await sources.messages.countDead());
    if (Date.now() - ledgerReadAt < ledgerEveryMs) return;
    await readLedger();
    ledgerReadAt = Date.now();
  };
}
