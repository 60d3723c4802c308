import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { createOrderDesk } from '../src/api/command-orders/temporal-order-desk';
import { createTemporalDesk } from '../src/api/temporal-desk';
import { createCommandOrderRepository } from '../src/models/command-orders/mongo-command-order-repository';
import { createTicketRepository } from '../src/models/tickets/ticket.model';
import { loadConfig } from '../src/platform/config';
import { openFieldCrypto } from '../src/platform/crypto/field-crypto';
import { createDataConverter } from '../src/platform/crypto/payload-codec';
import { connectionOptions } from '../src/platform/servers/assert-temporal';

const batch = 200;

/**
 * `npm run restart-workflows`: gives every open ticket and command order back to a Temporal that has lost it, each
 * with the state it was last written with. What Temporal still knows is left alone, so it may be run at any time.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const database = await mongoose.createConnection(config.mongodbUrl, { autoIndex: false }).asPromise();
  const connection = await Connection.connect(connectionOptions(config.temporal));
  try {
    const crypto = await openFieldCrypto(database, config.secretKey);
    const tickets = createTicketRepository(database, crypto);
    const commandOrders = createCommandOrderRepository(database, crypto);
    const { namespace } = config.temporal;
    const client = new Client({
      ...{ connection, namespace, dataConverter: createDataConverter(config.secretKey) },
    });
    await giveBack('tickets', tickets, createTemporalDesk({ client, tickets }));
    await giveBack('command orders', commandOrders, createOrderDesk({ client, commandOrders }));
  } finally {
    await connection.close();
    await database.close();
  }
}

/** Batch by batch, so that a province's worth of open work fits into memory. */
async function giveBack<T extends { readonly id: string }>(
  what: string,
  from: { listOpen(afterId: string, limit: number): Promise<readonly T[]> },
  desk: { start(one: T): Promise<void> },
): Promise<void> {
  let after = '';
  let count = 0;
  for (;;) {
    const open = await from.listOpen(after, batch);
    for (const one of open) await desk.start(one);
    count += open.length;
    process.stdout.write(`\r${String(count)} open ${what} looked at`);
    const last = open.at(-1);
    if (!last) break;
    after = last.id;
  }
  process.stdout.write('\n');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
