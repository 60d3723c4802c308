import { ApplicationFailure } from '@temporalio/workflow';
import { DomainError } from '../../domain/refusal';

/**
 * A refusal leaves a handler as a typed failure the API can translate; anything else is a bug and fails the
 * workflow task, which is retried until a mended worker arrives, so that no ticket is lost to it.
 */
export function refusing<A extends unknown[], R>(rule: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    try {
      return rule(...args);
    } catch (error) {
      if (error instanceof DomainError) {
        throw ApplicationFailure.nonRetryable(error.message, error.code, error.facts);
      }
      throw error;
    }
  };
}
