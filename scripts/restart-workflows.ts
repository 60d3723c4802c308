import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { createTemporalDesk } from '../src/api/temporal-desk';
import { createTicketRepository } from '../src/models/tickets/ticket.model';
import { loadConfig } from '../src/platform/config';
import { openFieldCrypto } from '../src/platform/crypto/field-crypto';
import { createDataConverter } from '../src/platform/crypto/payload-codec';
import { connectionOptions } from '../src/platform/servers/assert-temporal';

const batch = 200;

/**
 * `npm run restart-workflows`: gives every open ticket back to a Temporal that has lost it, each with the state
 * it was last written with. A ticket that Temporal still knows is left alone, so it may be run at any time.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const database = await mongoose.createConnection(config.mongodbUrl, { autoIndex: false }).asPromise();
  const connection = await Connection.connect(connectionOptions(config.temporal));
  try {
    const tickets = createTicketRepository(database, await openFieldCrypto(database, config.secretKey));
    const { namespace } = config.temporal;
    const dataConverter = createDataConverter(config.secretKey);
    const desk = createTemporalDesk({
      client: new Client({ connection, namespace, dataConverter }),
      tickets,
    });
    let after = '';
    let count = 0;
    for (;;) {
      const open = await tickets.listOpen(after, batch);
      for (const ticket of open) await desk.start(ticket);
      count += open.length;
      process.stdout.write(`\r${String(count)} open tickets looked at`);
      const last = open.at(-1);
      if (!last) break;
      after = last.id;
    }
    process.stdout.write('\n');
  } finally {
    await connection.close();
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
