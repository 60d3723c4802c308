import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withoutPhones } from '../logger';
import { forgetProcess, rememberProcess } from './run-files';
import { firstLineOf, ServerProblem } from './server-problem';

export interface ProcessSpec {
  /** Short name of the run and log files. */
  readonly name: string;
  /** What a person calls it. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the supervisor's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Everything it prints goes to the end of this file. */
  readonly logFile: string;
  /** Resolves once it does its work. Aborted when the process ends first. */
  readonly ready: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  /** How long a stop may take before it is killed. */
  readonly stopWithinMs: number;
  /** With a channel for `announceReady`. */
  readonly ipc?: boolean;
  /** How often it is started before its end while starting counts; once unless said. */
  readonly startAttempts?: number;
}

export interface SupervisorOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Aborted when everything is to stop before it has started. */
  readonly signal?: AbortSignal;
  /** Called when a process has died too often to go on. */
  readonly onGivenUp: (problem: ServerProblem) => void;
  /** First wait before a restart; doubles each time. */
  readonly backoffMs?: number;
  readonly maxRestarts?: number;
}

export interface Supervised {
  readonly title: string;
  /** The process that runs now; undefined between a death and its restart. */
  readonly pid: () => number | undefined;
  /** Ends it for good. Safe to repeat. */
  readonly stop: () => Promise<void>;
  /** Ends it without asking. */
  readonly kill: () => void;
}

/** Not one that hangs: another wait as long would not tell more. */
class EndedWhileStarting extends ServerProblem {}

/** A process that ran this long was healthy: its earlier deaths no longer count. */
const HEALTHY_AFTER_MS = 60_000;
const LOG_KEPT_BYTES = 20 * 1024 * 1024;

/**
 * Starts a process, waits until it is ready, and from then on starts it again when it dies, with growing
 * pauses, five times in a row at most. The process gets a session of its own, so that Ctrl-C in the terminal
 * reaches only us and the order of stopping stays ours.
 *
 * @throws ServerProblem when it cannot be started in as many attempts as it has: with its exit code and last line.
 */
export async function supervise(spec: ProcessSpec, options: SupervisorOptions): Promise<Supervised> {
  const { backoffMs = 250, maxRestarts = 5 } = options;
  let child: ChildProcess | undefined;
  let stopping = false;
  let deaths = 0;
  let startedAt = 0;

  const launch = async (): Promise<void> => {
    const launched = await spawnLogged(spec, options.env);
    child = launched;
    if (stopping) launched.kill('SIGKILL');
    startedAt = Date.now();
    try {
      if (launched.pid !== undefined) await rememberProcess(options.dataDir, spec.name, launched.pid);
      await readyOrEnded(spec, launched, options.signal);
    } catch (problem) {
      await end(launched, spec.stopWithinMs);
      await forgetProcess(options.dataDir, spec.name);
      throw problem;
    }
    const onExit = (): void => {
      child = undefined;
      if (!stopping) void revive(`${spec.title} ended unexpectedly (${endOf(launched)})`);
    };
    // It may have died between its first answer and this line.
    if (hasEnded(launched)) onExit();
    else launched.once('exit', onExit);
  };

  const revive = async (what: string): Promise<void> => {
    if (Date.now() - startedAt > HEALTHY_AFTER_MS) deaths = 0;
    deaths += 1;
    if (deaths > maxRestarts) {
      options.onGivenUp(
        new ServerProblem(`${what}, and so did ${String(maxRestarts)} restarts; see ${spec.logFile}`),
      );
      return;
    }
    options.say(`${what}; starting it again (${String(deaths)} of ${String(maxRestarts)})`);
    await delay(backoffMs * 2 ** (deaths - 1));
    if (stopping) return;
    try {
      await launch();
      options.say(`${spec.title} is back`);
    } catch (problem) {
      if (!stopping) await revive(firstLineOf(problem));
    }
  };

  const firstLaunch = async (attemptsLeft: number): Promise<void> => {
    try {
      await launch();
    } catch (problem) {
      const isOver = stopping || options.signal?.aborted === true;
      if (isOver || attemptsLeft <= 1 || !(problem instanceof EndedWhileStarting)) throw problem;
      options.say(`${problem.message}; starting it again`);
      await delay(backoffMs);
      await firstLaunch(attemptsLeft - 1);
    }
  };

  await firstLaunch(spec.startAttempts ?? 1);
  return {
    title: spec.title,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      if (child) await end(child, spec.stopWithinMs);
      await forgetProcess(options.dataDir, spec.name);
    },
    kill: () => {
      stopping = true;
      child?.kill('SIGKILL');
    },
  };
}

async function spawnLogged(spec: ProcessSpec, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  await mkdir(dirname(spec.logFile), { recursive: true });
  const grown = await stat(spec.logFile).catch(() => null);
  if (grown && grown.size > LOG_KEPT_BYTES) await rename(spec.logFile, `${spec.logFile}.1`);
  const log = await open(spec.logFile, 'a', 0o600);
  try {
    const child = spawn(spec.command, [...spec.args], {
      detached: true,
      stdio: spec.ipc ? ['ignore', log.fd, log.fd, 'ipc'] : ['ignore', log.fd, log.fd],
      env: { ...env, ...spec.env },
    });
    child.on('error', () => undefined);
    return child;
  } finally {
    await log.close();
  }
}

async function readyOrEnded(spec: ProcessSpec, child: ChildProcess, stop?: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const signal = stop ? AbortSignal.any([waiting.signal, stop]) : waiting.signal;
  // Without delay between the look and the listener: it may have ended already.
  const ended = (hasEnded(child) ? Promise.resolve() : once(child, 'exit', { signal })).then(async () => {
    const last = await lastLineOf(spec.logFile);
    throw new EndedWhileStarting(
      `${spec.title} ended while starting (${endOf(child)})${last === '' ? '' : `: ${last}`}; see ${spec.logFile}`,
    );
  });
  ended.catch(() => undefined);
  try {
    await Promise.race([spec.ready(child, signal), ended]);
  } finally {
    waiting.abort();
  }
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

const endOf = ({ signalCode, exitCode, pid }: ChildProcess): string => {
  if (pid === undefined) return 'the program could not be run';
  return signalCode ?? `code ${String(exitCode)}`;
};

async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(timer);
}

async function lastLineOf(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n');
  return withoutPhones(lines.at(-1) ?? '').slice(0, 300);
}
