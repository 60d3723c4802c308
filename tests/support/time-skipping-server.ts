import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

const KEYWORD = 2;
const searchAttributes = ['category', 'priority', 'status', 'tier', 'unit', 'sla'];

let installed = false;

/** Temporal's time-skipping test server with the product's search attributes; its time stands still until told. */
export async function openTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  quietTemporal();
  const path = process.env.TEMPORAL_TEST_SERVER_PATH;
  const env = await TestWorkflowEnvironment.createTimeSkipping(
    path ? { server: { executable: { type: 'existing-path', path } } } : undefined,
  );
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, KEYWORD])),
  });
  return env;
}

/** A real Temporal server that asks runs to begin anew after `events` of history; its time is the real one. */
export async function openForgetfulServer(events: number): Promise<TestWorkflowEnvironment> {
  quietTemporal();
  const path = process.env.TEMPORAL_PATH;
  return TestWorkflowEnvironment.createLocal({
    server: {
      ...(path && { executable: { type: 'existing-path', path } }),
      log: { level: 'never', format: 'pretty' },
      extraArgs: [
        ...['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${String(events)}`],
        ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ],
    },
  });
}

/** Only what needs a person's eye reaches the test output. */
export function quietTemporal(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
}
