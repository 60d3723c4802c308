import { MongoClient } from 'mongodb';

/**
 * Runs `work` on a connection of its own. One client an attempt: a client whose first connection failed
 * answers "Topology is closed" for ever after, also when the server has come up meanwhile.
 */
export async function withMongoClient<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 1_000 });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.close();
  }
}
