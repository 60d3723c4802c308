import mongoose from 'mongoose';
import { z } from 'zod';
import { openFieldKeyStore } from '../src/platform/crypto/field-keys';
import { rotateFieldKeys } from '../src/platform/crypto/rotate-field-keys';
import { must, parseEnvironment, required } from '../src/platform/environment';
import { strengthenMongodbUrl } from '../src/platform/mongodb-url';

const secret = 'at least 32 random characters';
const environment = z.object({
  MONGODB_URL: required('the address of the database whose keys are to be changed'),
  SECRET_KEY: required(secret).min(32, must(secret)),
  SECRET_KEY_PREVIOUS: z.string().min(32, must(secret)).optional(),
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `npm run rotate-keys`: a new key for everything that is encrypted, while the system runs. With `--rewrap` only
 * what SECRET_KEY_PREVIOUS still locks is locked with SECRET_KEY: the step after changing SECRET_KEY.
 */
async function main(): Promise<void> {
  const values = parseEnvironment(environment, process.env, (given) =>
    process.argv.includes('--rewrap') && given.SECRET_KEY_PREVIOUS === undefined
      ? ['SECRET_KEY_PREVIOUS is missing: --rewrap needs the SECRET_KEY that was used until now']
      : [],
  );
  const address = strengthenMongodbUrl(values.MONGODB_URL);
  if ('problem' in address) throw new Error(`MONGODB_URL ${address.problem}`);
  const connection = await mongoose.createConnection(address.url).asPromise();
  try {
    if (values.SECRET_KEY_PREVIOUS !== undefined) {
      const store = openFieldKeyStore(connection, values.SECRET_KEY, values.SECRET_KEY_PREVIOUS);
      say(`${await store.rewrap()} keys are locked with SECRET_KEY now`);
    }
    if (process.argv.includes('--rewrap')) return;
    say('Making a new key and waiting until every process has taken it up …');
    const {
      keyId,
      retired,
      values: count,
    } = await rotateFieldKeys(connection, values.SECRET_KEY, {
      onProgress: ({ collection, values: done }) => say(`${collection}: ${done} values re-encrypted so far`),
    });
    say(`${count} values are under ${keyId} now; retired: ${retired.join(', ') || 'none'}`);
  } finally {
    await connection.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
