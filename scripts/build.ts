import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { failureConverterPath } from '../src/platform/crypto/payload-codec';
import {
  isBundleFresh,
  WORKFLOW_BUNDLE,
  WORKFLOW_BUNDLE_SOURCES,
  workflowSourcesHash,
} from '../src/platform/workflow-code';

/** The first part of `npm run build`: bundles the workflows once, so that workers start without webpack. */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  if (await isBundleFresh(root)) {
    process.stdout.write(`${WORKFLOW_BUNDLE}: fresh\n`);
    return;
  }
  const hash = await workflowSourcesHash(root);
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'src', 'workflows', 'index.ts'),
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(dirname(join(root, WORKFLOW_BUNDLE)), { recursive: true });
  await replace(join(root, WORKFLOW_BUNDLE), code);
  await replace(join(root, WORKFLOW_BUNDLE_SOURCES), hash);
  process.stdout.write(`${WORKFLOW_BUNDLE}: ${String(Math.round(code.length / 1024))} kB\n`);
}

/** At once: a worker that starts meanwhile reads the old one or the new one. */
async function replace(file: string, content: string): Promise<void> {
  const draft = `${file}.${String(process.pid)}`;
  await writeFile(draft, content);
  await rename(draft, file);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `the workflows were not bundled: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
