import { resolve } from 'node:path';
import { z } from 'zod';
import { must, parseEnvironment, port, processVariables } from './environment';

/** What `npm start` and `npm run servers` read: where to keep data, and which servers are somebody else's. */
export interface StartSettings {
  readonly port: number;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly ports: {
    readonly mongodb: number;
    readonly temporal: number;
    readonly temporalUi: number;
    readonly redis: number;
  };
  /** Null: embedded. */
  readonly mongodbUrl: string | null;
  readonly temporalAddress: string | null;
  readonly redisUrl: string | null;
  /** Null: generated into the data folder. */
  readonly secretKey: string | null;
}

const startEnvironment = z.object({
  ...processVariables,
  MONGODB_PORT: port.default(27_822),
  TEMPORAL_PORT: port.default(7822),
  TEMPORAL_UI_PORT: port.default(8823),
  REDIS_PORT: port.default(6822),
  MONGODB_URL: z.string().optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  REDIS_URL: z.string().optional(),
  SECRET_KEY: z.string().min(32, must('at least 32 random characters')).optional(),
});

/** Settings of the starter; the servers' own addresses are checked once they are all known. */
export function loadStartSettings(env: NodeJS.ProcessEnv): StartSettings {
  const values = parseEnvironment(startEnvironment, env);
  return Object.freeze({
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${String(values.PORT)}`,
    dataDir: resolve(values.DATA_DIR),
    ports: Object.freeze({
      mongodb: values.MONGODB_PORT,
      temporal: values.TEMPORAL_PORT,
      temporalUi: values.TEMPORAL_UI_PORT,
      redis: values.REDIS_PORT,
    }),
    mongodbUrl: values.MONGODB_URL ?? null,
    temporalAddress: values.TEMPORAL_ADDRESS ?? null,
    redisUrl: values.REDIS_URL ?? null,
    secretKey: values.SECRET_KEY ?? null,
  });
}
