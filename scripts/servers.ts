import { ConfigProblem } from '../src/platform/environment';
import { startEmbeddedServers } from '../src/platform/servers/embedded-servers';
import { ServerProblem } from '../src/platform/servers/server-problem';
import { loadStartSettings } from '../src/platform/start-settings';

/** `npm run servers`: the embedded servers alone, and the lines that tell another terminal where they are. */
async function main(): Promise<void> {
  const say = (line: string): void => console.log(line);
  const settings = loadStartSettings(process.env);
  const servers = await startEmbeddedServers(settings, {
    env: process.env,
    root: process.cwd(),
    say,
    onGivenUp: (problem) => console.error(problem.message),
  });
  for (const [name, address] of Object.entries(servers.addresses)) say(`export ${name}='${address}'`);
  if (servers.temporalUiUrl !== null) say(`Temporal's web pages: ${servers.temporalUiUrl}`);
  say('Ctrl-C stops them.');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
  say('stopping …');
  await servers.stop();
}

main().catch((problem: unknown) => {
  console.error(
    problem instanceof ServerProblem || problem instanceof ConfigProblem ? problem.message : problem,
  );
  process.exitCode = 1;
});
