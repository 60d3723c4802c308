import { join } from 'node:path';
import { buildWeb } from './web/build-web';

/** `npm run web`: the consoles in `dist/web`, built anew only when their sources have changed. */
async function main(): Promise<void> {
  const begun = Date.now();
  // Tests call this too, and React would take them for a reason to build for development.
  process.env.NODE_ENV = 'production';
  const done = await buildWeb(join(__dirname, '..'));
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
  process.stdout.write(done === 'built' ? `consoles built in ${seconds} s\n` : `consoles: ${done}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `the consoles were not built: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
