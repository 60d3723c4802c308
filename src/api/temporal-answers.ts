import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { RefusalFacts } from '../domain/refusal';
import { DomainError, isRefusalCode } from '../domain/refusal';
import { TemporalUnavailable } from './ticket-desk';

/**
 * Refusals become the `DomainError` they were; a workflow that is gone becomes `whenEnded`; silence becomes
 * `TemporalUnavailable`; bugs stay bugs.
 */
export async function translated<T>(call: () => Promise<T>, whenEnded: () => DomainError): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
    if (cause instanceof ApplicationFailure && isRefusalCode(cause.type)) {
      throw new DomainError(cause.type, cause.message, (cause.details?.[0] ?? {}) as RefusalFacts);
    }
    if (error instanceof WorkflowNotFoundError) throw whenEnded();
    if (isGrpcServiceError(error) || isServiceFailure(error)) throw new TemporalUnavailable(error);
    throw error;
  }
}

const isServiceFailure = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  (error instanceof Error && error.name === 'ServiceError');
