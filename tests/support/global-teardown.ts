import { rm } from 'node:fs/promises';

export default async function globalTeardown(): Promise<void> {
  const servers = globalThis.__testServers;
  if (!servers) return;
  await servers.stop();
  await rm(servers.folder, { recursive: true, force: true });
}
