import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../src/platform/config';
import { ConfigProblem } from '../src/platform/environment';
import { startEmbeddedServers } from '../src/platform/servers/embedded-servers';
import { serverProcess, workerProcess } from '../src/platform/servers/own-process';
import { assertDataDirUsable, assertPortFree } from '../src/platform/servers/preflight';
import { claimDataDir, stopLeftover } from '../src/platform/servers/run-files';
import { ServerProblem } from '../src/platform/servers/server-problem';
import { supervise, type ProcessSpec } from '../src/platform/servers/supervise';
import { loadStartSettings, type StartSettings } from '../src/platform/start-settings';
import { welcome } from './start/welcome';

const root = process.cwd();
const begun = Date.now();
const say = (line: string): void => {
  console.log(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** What must be ended, newest first; `kill` is for the second Ctrl-C. */
interface Part {
  readonly stop: () => Promise<void>;
  readonly kill?: () => void;
}

/** `npm start`: servers, data, then `server.ts` and `worker.ts`, until Ctrl-C. Returns the exit code. */
async function start(parts: Part[], stopping: AbortController): Promise<void> {
  const settings = loadStartSettings(process.env);
  const { dataDir, port } = settings;
  await assertDataDirUsable(dataDir);
  const claim = await claimDataDir(dataDir);
  parts.push({ stop: claim.release });
  await stopLeftover(dataDir, 'server', 'server.ts', say);
  await stopLeftover(dataDir, 'worker', 'worker.ts', say);
  await assertPortFree({ title: 'HTTP', port, variable: 'PORT' }, undefined);

  const supervision = {
    env: process.env,
    dataDir,
    say,
    signal: stopping.signal,
    onGivenUp: (problem: ServerProblem) => {
      stopping.abort(problem);
    },
  };
  const consoles = build('build-web.ts');
  const workflows = build('build.ts');
  const servers = await startEmbeddedServers(settings, { ...supervision, root });
  parts.push(servers);

  const env = {
    ...servers.addresses,
    SECRET_KEY: await secretKey(settings),
    DATA_DIR: dataDir,
    PORT: String(port),
  };
  const { telephony } = loadConfig({ ...process.env, ...env });
  const own = { root, dataDir, env };
  const worker = workerProcess({ ...own, name: 'worker', file: 'worker.ts', stopWithinMs: 6_000 });
  const server = serverProcess(
    { ...own, name: 'server', file: 'server.ts', stopWithinMs: 4_000 },
    `http://127.0.0.1:${String(port)}/readyz`,
  );
  const launch = async (spec: ProcessSpec): Promise<void> => {
    say(`starting ${spec.title} …`);
    parts.push(await supervise(spec, supervision));
  };
  // The worker needs no data to start; the server looks for its home province.
  const worked = workflows.then(() => launch(worker));
  const served = Promise.all([loadData(env, telephony.simulated), consoles]).then(() => launch(server));
  await Promise.allSettled([worked, served]);
  await Promise.all([worked, served]);
  say('ready');
  console.log(await welcome(settings, servers.temporalUiUrl));
}

/** The key that signs sessions and wraps field keys: given, or made once and kept with the data it protects. */
async function secretKey({ dataDir, secretKey: given }: StartSettings): Promise<string> {
  if (given !== null) return given;
  const file = join(dataDir, 'secret-key');
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem;
  }
  return (await readFile(file, 'utf8')).trim();
}

async function loadData(env: Readonly<Record<string, string>>, simulated: boolean): Promise<void> {
  if (!simulated) {
    say('a Twilio account is set: the demo data stay out, their numbers are invented (see npm run import)');
    return;
  }
  const file = join(root, 'scripts', 'seed.ts');
  if (!existsSync(file)) return;
  say('loading units, teams, rosters and policies …');
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new ServerProblem(`loading the data failed (scripts/seed.ts ended with ${String(code)})`);
}

/**
 * Beside the servers' start, and only when the sources have changed. What cannot be built is told: without consoles
 * the API still works, and a worker bundles for itself.
 */
async function build(script: string): Promise<void> {
  const file = join(root, 'scripts', script);
  if (!existsSync(file)) return;
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  await once(child, 'exit');
  for (const line of said.trim().split('\n')) say(line);
}

async function main(): Promise<number> {
  const parts: Part[] = [];
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) {
        for (const part of parts) part.kill?.();
        process.exit(130);
      }
      stopping.abort();
    });
  }
  try {
    await start(parts, stopping);
    if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
  } catch (problem) {
    if (!stopping.signal.aborted) stopping.abort(problem);
  }
  const { reason } = stopping.signal as { reason: unknown };
  const asked = reason instanceof DOMException && reason.name === 'AbortError';
  if (!asked) report(reason);
  if (parts.length > 1) say('stopping …');
  for (const part of parts.reverse()) await part.stop();
  if (parts.length > 1) say('stopped; the data are kept');
  return asked ? 0 : 1;
}

function report(problem: unknown): void {
  const plain = problem instanceof ServerProblem || problem instanceof ConfigProblem;
  console.error(plain ? problem.message : problem);
}

void main().then((code) => {
  process.exit(code);
});
