import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { failureConverterPath } from '../src/platform/crypto/payload-codec';
import { WORKFLOW_BUNDLE } from '../src/platform/workflow-code';

/** `npm run build`: bundles the workflows once, so that production workers start without webpack. */
async function main(): Promise<void> {
  const root = join(__dirname, '..');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'src', 'workflows', 'index.ts'),
    failureConverterPath,
  });
  const target = join(root, WORKFLOW_BUNDLE);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
  process.stdout.write(`${WORKFLOW_BUNDLE}: ${String(Math.round(code.length / 1024))} kB\n`);
}

void main();
