import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Loaded by path, in the worker and inside the workflow sandbox. Messages and stack traces of failures become a
 * payload, so the codec encrypts them too: an error text may quote what a person wrote.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
