import { Client, Connection } from '@temporalio/client';
import type { BenchSystem } from './system';

/** What one finished ticket left in Temporal: mean number of history events, and mean bytes. */
export async function measureHistories(
  { temporalAddress }: Pick<BenchSystem, 'temporalAddress'>,
  ticketIds: readonly string[],
): Promise<{ readonly events: number; readonly bytes: number }> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection });
    const found = await Promise.all(
      ticketIds.map((id) => client.workflow.getHandle(`ticket/${id}`).describe()),
    );
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      events: mean(found.map(({ historyLength }) => historyLength)),
      bytes: mean(found.map(({ historySize }) => historySize ?? 0)),
    };
  } finally {
    await connection.close();
  }
}
