import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { must, parseEnvironment, required } from '../../src/platform/environment';
import { strengthenMongodbUrl } from '../../src/platform/mongodb-url';
import { embeddedMongodbUrl } from '../../src/platform/servers/mongodb-server';
import { loadStartSettings } from '../../src/platform/start-settings';

export interface DatabaseSettings {
  readonly mongodbUrl: string;
  readonly secretKey: string;
}

const environment = z.object({
  MONGODB_URL: required('the MongoDB address of the system').transform((url, context) => {
    const strong = strengthenMongodbUrl(url);
    if ('problem' in strong) context.issues.push({ code: 'custom', message: strong.problem, input: '' });
    return 'problem' in strong ? z.NEVER : strong.url;
  }),
  SECRET_KEY: required('the SECRET_KEY of the system').min(32, must('at least 32 characters')),
});

/** What the environment names; for what it leaves out, the embedded servers of `npm start` on this machine. */
export function databaseSettingsFrom(env: NodeJS.ProcessEnv): DatabaseSettings {
  const { dataDir, ports } = loadStartSettings({ DATA_DIR: env.DATA_DIR, MONGODB_PORT: env.MONGODB_PORT });
  const keyFile = join(dataDir, 'secret-key');
  const embedded =
    !env.MONGODB_URL && existsSync(keyFile)
      ? { MONGODB_URL: embeddedMongodbUrl(ports.mongodb), SECRET_KEY: readFileSync(keyFile, 'utf8').trim() }
      : {};
  const { MONGODB_URL, SECRET_KEY } = { ...embedded, ...present(env) };
  const settings = parseEnvironment(environment, { MONGODB_URL, SECRET_KEY });
  return { mongodbUrl: settings.MONGODB_URL, secretKey: settings.SECRET_KEY };
}

const present = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
