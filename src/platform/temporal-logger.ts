import { DefaultLogger } from '@temporalio/worker';
import type { Logger } from './logger';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Temporal's lines, its SDK's and those of workflows and activities, in our log. What the SDK finds worth an
 * `info` (a worker changed its state) is of interest to developers only.
 */
export const createTemporalLogger = (logger: Logger): DefaultLogger =>
  new DefaultLogger('INFO', ({ level, message, meta }) => {
    const { error, ...facts } = meta ?? {};
    logger[levels[level]]({ ...facts, ...(error !== undefined && { err: error as unknown }) }, message);
  });
