import { Connection } from '@temporalio/client';
import { firstLineOf, ServerProblem } from './server-problem';
import { until, type Waiting } from './until';

/** Keyword attributes of every ticket's workflow, for Temporal's own screens. Opaque codes, nothing personal. */
export const searchAttributes = ['category', 'priority', 'status', 'tier', 'unit', 'sla'] as const;

/** Where Temporal is, and how to come in. */
export interface TemporalAddress {
  readonly address: string;
  readonly namespace: string;
  readonly tls?: boolean;
  readonly apiKey?: string;
}

/** What the client's and the worker's connection share. */
export const connectionOptions = ({ address, tls, apiKey }: TemporalAddress) => ({
  address,
  ...(tls === true && { tls: true as const }),
  ...(apiKey !== undefined && { apiKey }),
});

/**
 * See `assertServers`.
 *
 * @param options.addMissing registers search attributes that are missing, instead of refusing.
 */
export async function assertTemporal(
  temporal: TemporalAddress,
  { withinMs = 15_000, signal, addMissing = false }: Waiting & { readonly addMissing?: boolean } = {},
): Promise<void> {
  const { namespace } = temporal;
  const connection = Connection.lazy(connectionOptions(temporal));
  const waiting = { withinMs, ...(signal && { signal }) };
  try {
    await until(
      'Temporal (TEMPORAL_ADDRESS)',
      () =>
        connection.withDeadline(Date.now() + 2_000, () =>
          connection.workflowService.describeNamespace({ namespace }),
        ),
      waiting,
    );
    const missing = await missingAttributes(connection, namespace);
    if (missing.length === 0) return;
    if (!addMissing) {
      throw new ServerProblem(
        `Temporal's namespace ${namespace} lacks search attributes: run temporal operator search-attribute create ` +
          `--namespace ${namespace} --type Keyword ${missing.map((name) => `--name ${name}`).join(' ')}`,
      );
    }
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
    });
    await until(
      `Temporal's search attributes`,
      async () => {
        const still = await missingAttributes(connection, namespace);
        if (still.length > 0) throw new Error(`${still.join(', ')} not there yet`);
      },
      waiting,
    );
  } finally {
    await connection.close();
  }
}

/** Of Temporal's `IndexedValueType`. */
const INDEXED_VALUE_TYPE_KEYWORD = 2;

const UNIMPLEMENTED = 12;
const PERMISSION_DENIED = 7;

async function missingAttributes(connection: Connection, namespace: string): Promise<readonly string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return searchAttributes.filter((name) => !(name in customAttributes));
  } catch (problem) {
    // Temporal Cloud keeps its operator service to itself; attributes are made in its console.
    const { code } = problem as { code?: number };
    if (code === UNIMPLEMENTED || code === PERMISSION_DENIED) return [];
    throw new ServerProblem(`Temporal does not tell its search attributes: ${firstLineOf(problem)}`);
  }
}
