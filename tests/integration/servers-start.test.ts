import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { anEmptyMachine, eventually } from '../support/embedded';

jest.setTimeout(180_000);

const project = process.cwd();

/**
 * `npm start` in a folder of its own, with the real servers and small stand-ins for our two processes: this
 * file is about what keeps them running, not about what they do.
 */
async function aProject() {
  const machine = await anEmptyMachine();
  const root = machine.dataDir;
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  const head = `import { announceReady } from '${project}/src/platform/ready';
    import { loadConfig } from '${project}/src/platform/config';
    const { port } = loadConfig(process.env);
    process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0); });`;
  await writeFile(
    join(root, 'server.ts'),
    `import { createServer } from 'node:http';\n${head}
    createServer((_request, answer) => answer.end('ok')).listen(port, announceReady);`,
  );
  await writeFile(join(root, 'worker.ts'), `${head}\nsetInterval(() => port, 1_000); announceReady();`);
  const dataDir = join(root, 'data');
  const lines: string[] = [];
  const children: ChildProcess[] = [];

  return {
    dataDir,
    lines,
    port: machine.env.PORT,
    start(change: Readonly<Record<string, string>> = {}) {
      const child = spawn(process.execPath, ['--import', 'tsx', join(project, 'scripts', 'start.ts')], {
        cwd: root,
        env: { ...machine.env, DATA_DIR: dataDir, ...change },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) =>
          lines.push(line.replace(/^\s*[\d.]+ s {2}/, '')),
        );
      }
      return child;
    },
    said: (line: string | RegExp) =>
      eventually(
        `npm start says ${String(line)}; it said ${lines.join(' | ')}`,
        () => lines.some((said) => (typeof line === 'string' ? said === line : line.test(said))),
        90_000,
      ),
    pidOf: async (name: string): Promise<number> =>
      (JSON.parse(await readFile(join(dataDir, 'run', `${name}.json`), 'utf8')) as { pid: number }).pid,
    clear: async () => {
      for (const child of children) {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGTERM');
          await once(child, 'exit');
        }
      }
      await machine.clear();
    },
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('npm start brings everything up, keeps it up, refuses a twin, and takes it down in order on Ctrl-C', async () => {
  const home = await aProject();
  try {
    const first = home.start();
    await home.said('ready');
    expect(await (await fetch(`http://127.0.0.1:${home.port}/readyz`)).text()).toBe('ok');
    expect((await stat(join(home.dataDir, 'secret-key'))).mode & 0o777).toBe(0o600);

    const twin = home.start();
    const [code] = (await once(twin, 'exit')) as [number];
    expect(code).toBe(1);
    await home.said(
      `DATA_DIR ${home.dataDir} is in use by another npm start or npm run servers (pid ${String(first.pid)}): ` +
        'stop that one first, or set DATA_DIR to another folder',
    );

    process.kill(await home.pidOf('worker'), 'SIGKILL');
    await home.said('worker.ts ended unexpectedly (SIGKILL); starting it again (1 of 5)');
    await home.said('worker.ts is back');

    const pids = await Promise.all(['server', 'worker', 'mongodb', 'valkey', 'temporal'].map(home.pidOf));
    expect(pids.every(isAlive)).toBe(true);
    const asked = Date.now();
    first.kill('SIGINT');
    expect(await once(first, 'exit')).toEqual([0, null]);
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await readdir(join(home.dataDir, 'run'))).toEqual([]);
    for (const name of ['server', 'worker']) {
      expect(await readFile(join(home.dataDir, 'logs', `${name}.log`), 'utf8')).toContain('asked to stop');
    }
  } finally {
    await home.clear();
  }
});

test('after kill -9 of npm start itself, our processes end, and the next start clears up and goes on', async () => {
  const home = await aProject();
  try {
    const first = home.start();
    await home.said('ready');
    const secret = await readFile(join(home.dataDir, 'secret-key'), 'utf8');
    const [server, worker, mongodb] = await Promise.all(['server', 'worker', 'mongodb'].map(home.pidOf));
    first.kill('SIGKILL');
    await once(first, 'exit');
    await eventually(
      'server.ts and worker.ts end with their parent',
      () => ![server, worker].some((pid) => isAlive(pid ?? 0)),
    );

    home.lines.length = 0;
    home.start();
    await home.said('ready');
    expect(home.lines).toContain(
      `MongoDB: stopping the one left running by an earlier start (pid ${String(mongodb)})`,
    );
    expect(await readFile(join(home.dataDir, 'secret-key'), 'utf8')).toBe(secret);
  } finally {
    await home.clear();
  }
});

test('Ctrl-C while the servers are still starting leaves nothing behind', async () => {
  const home = await aProject();
  try {
    const child = home.start();
    await home.said(/^Temporal: \S+ \(from /);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readdir(join(home.dataDir, 'run'))).toEqual([]);
  } finally {
    await home.clear();
  }
});

test('a wrong variable stops npm start before anything has started', async () => {
  const home = await aProject();
  try {
    const child = home.start({ PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    await home.said('PORT must be a port number from 1 to 65535');
    await home.said('LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent');
    expect(await readdir(home.dataDir).catch(() => 'nothing')).toBe('nothing');
  } finally {
    await home.clear();
  }
});
