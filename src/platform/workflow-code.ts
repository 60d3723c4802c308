import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Made by `npm run build`; a worker that finds it starts without bundling. */
export const WORKFLOW_BUNDLE = join('dist', 'workflow-bundle.js');

/** The workflows of a worker: the prebuilt bundle in production, else the sources. */
export function workflowCode(
  nodeEnv: string,
  root: string,
): { workflowBundle: { codePath: string } } | { workflowsPath: string } {
  const codePath = join(root, WORKFLOW_BUNDLE);
  return nodeEnv === 'production' && existsSync(codePath)
    ? { workflowBundle: { codePath } }
    : { workflowsPath: join(root, 'src', 'workflows', 'index.ts') };
}
