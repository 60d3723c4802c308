import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';

/**
 * A database of the shared test replica set under a fresh name, with the write concern of production. Call
 * `drop` when done: it removes the database and closes the connection.
 */
export async function openTestDatabase(): Promise<{
  url: string;
  connection: mongoose.Connection;
  drop(): Promise<void>;
}> {
  const base = process.env.TEST_MONGODB_URL;
  if (base === undefined)
    throw new Error('TEST_MONGODB_URL is unset: run through jest, whose global setup starts MongoDB');
  const address = new URL(base);
  address.pathname = `/test_${randomBytes(8).toString('hex')}`;
  address.searchParams.set('w', 'majority');
  address.searchParams.set('journal', 'true');
  const url = address.toString();
  const connection = await mongoose.createConnection(url).asPromise();
  return {
    url,
    connection,
    drop: async () => {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
