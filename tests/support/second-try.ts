/**
 * Tests on real servers share two cores with those servers: one that fails is tried once more, its first error stays in
 * the output, and `.ci/run` names it at the end as unsteady, so that it is mended. One that fails twice has failed.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true, waitBeforeRetry: 1_000 });
