import { setMaxListeners } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { createApiClient, SystemProblem } from './client/api-client';
import { openStaff } from './client/staff';
import { createChance } from './scenario/chance';
import { openWorld } from './scenario/open-world';
import { createPace, type Speed } from './scenario/pace';
import { planMorning } from './scenario/plan';
import { play } from './scenario/play';
import { showProgress } from './scenario/progress';
import { readBack } from './scenario/read-back';
import { report } from './scenario/report';
import { shortenClocks } from './scenario/shorten-clocks';
import { loadStartSettings } from '../src/platform/start-settings';

interface Options {
  readonly calls: number;
  readonly minutes: number;
  readonly speed: Speed;
  readonly seed: string;
  readonly url: string;
  readonly dataDir: string;
  readonly patience?: number;
  readonly shortClocks?: boolean;
}

/** `npm run scenario`: a morning of August 2021 against the running system. The exit code says whether a promise was broken. */
async function scenario(options: Options): Promise<number> {
  const stopping = new AbortController();
  // Everybody who waits for something listens.
  setMaxListeners(0, stopping.signal);
  process.on('SIGINT', () => {
    if (stopping.signal.aborted) process.exit(130);
    console.log('\nbroken off: counting what there is (Ctrl-C again to leave at once)');
    stopping.abort();
  });
  const since = new Date();
  const chance = createChance(options.seed);
  const client = createApiClient(options.url);
  const staff = openStaff(client, options.dataDir);
  const pace = createPace(options.speed, stopping.signal);
  const { world, places } = await openWorld({ client, staff, pace, chance, since, stop: stopping.signal });
  const plan = planMorning({ seed: options.seed, calls: options.calls, minutes: options.minutes, places });
  console.log(introduction(options));

  const restoreClocks =
    options.shortClocks === true && options.speed !== 'max'
      ? await shortenClocks(world, options.speed)
      : () => Promise.resolve();
  const endProgress = await showProgress(world, { sent: () => world.cases.size, all: plan.length });
  const patienceMs = (options.patience ?? defaultPatience(options.speed)) * 60_000;
  const taken = await play(world, plan, { patienceMs }).finally(endProgress).finally(restoreClocks);
  const playedMs = Date.now() - since.getTime();
  console.log('reading everything back from the API …');
  const seen = await readBack(world, taken);
  const { text, broken } = report({ plan, taken, seen, places, playedMs, refusals: client.refusals });
  console.log(text);
  return broken === 0 ? 0 : 1;
}

/** Minutes after the last call until whoever is left is no longer waited for: five hours of the morning, at least ten minutes. */
const defaultPatience = (speed: Speed): number => (speed === 'max' ? 10 : Math.max(10, 300 / speed));

function introduction({ calls, minutes, speed, seed, url, shortClocks }: Options): string {
  const span = `${String(calls)} calls of a morning of August 2021 in Bình Dương, ${String(minutes)} minutes from 07:00, seed ${seed}`;
  const meaning =
    speed === 'max'
      ? 'As fast as it goes: people need no time at all, while the system’s clocks are real, so its time limits say nothing here but that nothing got stuck.'
      : speed === 1
        ? 'In real time: what the clocks say is what they would have said.'
        : `An hour of the morning takes ${(60 / speed).toFixed(1)} minutes: people act ${String(speed)} times as fast, ${
            shortClocks === true
              ? 'and so do the clocks, by a policy version for this run; the machine’s own delays count that many times more.'
              : 'the system’s clocks are real, so they are met more easily than on the day.'
          }`;
  return `${span}\nagainst ${url}. ${meaning}\n`;
}

const whole =
  (from: number, to: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`must be a whole number from ${String(from)} to ${String(to)}`);
  };

function speedOf(text: string): Speed {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (value >= 1 && value <= 600) return value;
  throw new InvalidArgumentError('must be max, or a number from 1 (real time) to 600');
}

const settings = loadStartSettings(process.env);
new Command('scenario')
  .description('Plays a morning of calls against the running system and shows what became of each.')
  .option('--calls <number>', 'how many calls', whole(1, 10_000), 500)
  .option('--minutes <number>', 'length of the morning, from 07:00', whole(1, 720), 240)
  .option('--speed <times>', 'times as fast as real life, or max', speedOf, 60)
  .option('--seed <text>', 'the same seed gives the same calls', '2021')
  .option('--url <url>', 'where the system answers', `http://127.0.0.1:${String(settings.port)}`)
  .option('--data-dir <folder>', 'its data folder, for the sign-ins', settings.dataDir)
  .option(
    '--patience <minutes>',
    'real minutes to wait for the last tickets after the last call',
    whole(0, 600),
  )
  .option('--short-clocks', "run the policy's clocks as fast as the people, by a policy version for this run")
  .action(async (options: Options) => {
    let code = 2;
    try {
      if (options.shortClocks === true && options.speed === 'max') {
        throw new SystemProblem('--short-clocks needs a --speed in numbers');
      }
      code = await scenario(options);
    } catch (problem) {
      console.error(problem instanceof SystemProblem ? problem.message : problem);
    }
    // People who are still on their way must not keep the scenario open.
    process.exit(code);
  })
  .parse();
