import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOfSources } from './source-hash';

/** Made by `npm run build` and by `npm start`; a worker that finds it fresh starts without bundling. */
export const WORKFLOW_BUNDLE = join('dist', 'workflow-bundle.js');
/** The hash of what the bundle was made from lies beside it. */
export const WORKFLOW_BUNDLE_SOURCES = `${WORKFLOW_BUNDLE}.sources`;

/** Everything that a bundle is made of. */
export const workflowSourcesHash = (root: string): Promise<string> =>
  hashOfSources(root, [
    'src/workflows',
    'src/domain',
    'src/platform/crypto/failure-converter.ts',
    'package-lock.json',
  ]);

/** Whether the bundle of `root` was made from exactly the sources that lie there. */
export async function isBundleFresh(root: string): Promise<boolean> {
  const [known, hash] = await Promise.all([
    readFile(join(root, WORKFLOW_BUNDLE_SOURCES), 'utf8').catch(() => null),
    workflowSourcesHash(root),
  ]);
  return known === hash;
}

/** The workflows of a worker: the bundle when it is fresh, else the sources, which are bundled at every start. */
export async function workflowCode(
  root: string,
): Promise<{ workflowBundle: { codePath: string } } | { workflowsPath: string }> {
  return (await isBundleFresh(root))
    ? { workflowBundle: { codePath: join(root, WORKFLOW_BUNDLE) } }
    : { workflowsPath: join(root, 'src', 'workflows', 'index.ts') };
}
