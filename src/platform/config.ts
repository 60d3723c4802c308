import { createHmac } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { apiUrl, must, parseEnvironment, processVariables, required } from './environment';
import { strengthenMongodbUrl } from './mongodb-url';
import type { TemporalAddress } from './servers/assert-temporal';

/** What the processes need to know of their surroundings; parsed once at the start, frozen. */
export interface Config {
  readonly nodeEnv: 'development' | 'test' | 'production';
  readonly port: number;
  /** What citizens and Twilio see; no slash at the end. */
  readonly publicUrl: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** With `w=majority&journal=true` and a database name. */
  readonly mongodbUrl: string;
  /** With an API key (Temporal Cloud) or `tls` the connection is encrypted. */
  readonly temporal: TemporalAddress;
  readonly redisUrl: string;
  readonly telephony: {
    readonly accountSid: string;
    readonly authToken: string;
    readonly from: string;
    /** Where the Twilio SDK sends its requests; null is Twilio itself. */
    readonly apiUrl: string | null;
    /** No Twilio account: the built-in simulator answers at `apiUrl`. */
    readonly simulated: boolean;
  };
  /** The second provider of SMS; null: there is none. */
  readonly smsHttp: { readonly url: string; readonly token: string; readonly from: string } | null;
  readonly secretKey: string;
  /** Signs what a telephone exchange tells; derived from the secret key when it was not given. */
  readonly ctiSecret: string;
  /** The key before the last change, or none: still opens what it sealed, seals nothing. */
  readonly previousSecretKey: string | undefined;
  readonly logLevel: string;
}

const serverVariables = {
  MONGODB_URL: required('a MongoDB address, e.g. mongodb://127.0.0.1:27017/truc?replicaSet=rs0').transform(
    (url, context) => {
      const strong = strengthenMongodbUrl(url);
      if ('problem' in strong) context.issues.push({ code: 'custom', message: strong.problem, input: '' });
      return 'problem' in strong ? z.NEVER : strong.url;
    },
  ),
  TEMPORAL_ADDRESS: required('a host and port, e.g. 127.0.0.1:7233').regex(
    /^[\w.-]+:\d{1,5}$|^\[[\da-fA-F:]+\]:\d{1,5}$/,
    must('a host and port, e.g. 127.0.0.1:7233'),
  ),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TLS: z.enum(['true', 'false'], must('true or false')).optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  REDIS_URL: required('a Redis address, e.g. redis://127.0.0.1:6379').regex(
    /^rediss?:\/\/\S+$/,
    must('a Redis address, e.g. redis://127.0.0.1:6379'),
  ),
  SECRET_KEY: required('at least 32 random characters').min(32, must('at least 32 random characters')),
  SECRET_KEY_PREVIOUS: z.string().min(32, must('at least 32 random characters')).optional(),
  CTI_SECRET: z.string().min(32, must('at least 32 random characters')).optional(),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[\da-f]{32}$/, must('AC and 32 hexadecimal digits'))
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^\+\d{8,15}$|^[A-Za-z\d ]{1,11}$/, must('a number such as +84274… or a registered sender name'))
    .optional(),
  TWILIO_API_URL: apiUrl.optional(),
  SIMULATOR_URL: apiUrl.optional(),
  SMS_HTTP_URL: apiUrl.optional(),
  SMS_HTTP_TOKEN: z.string().min(16, must('at least 16 random characters')).optional(),
  SMS_HTTP_FROM: z
    .string()
    .regex(/^\+\d{8,15}$|^[A-Za-z\d ]{1,11}$/, must('a number or a registered sender name'))
    .optional(),
};

/** Every variable that `npm run server` and `npm run worker` read. */
export const configVariables: readonly string[] = Object.keys({ ...processVariables, ...serverVariables });

const twilioVariables = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;

const smsHttpVariables = ['SMS_HTTP_URL', 'SMS_HTTP_TOKEN', 'SMS_HTTP_FROM'] as const;

const environment = z.object({ ...processVariables, ...serverVariables });

type Given = Readonly<Record<string, string | undefined>>;

/** What is missing of an account that is set in part. */
function missingVariables(given: Given): readonly string[] {
  const missing = smsHttpVariables.filter((name) => given[name] === undefined);
  const all = smsHttpVariables.join(', ');
  return [
    ...missingTwilioVariables(given),
    ...(missing.length === smsHttpVariables.length
      ? []
      : missing.map((name) => `${name} is missing: ${all} are set together or not at all`)),
  ];
}

/** Half an account would page nobody: all of it, or none of it. */
function missingTwilioVariables(given: Given): readonly string[] {
  const missing = twilioVariables.filter((name) => given[name] === undefined);
  const wanted = missing.length < twilioVariables.length || given.TWILIO_API_URL !== undefined;
  return wanted
    ? missing.map(
        (name) => `${name} is missing: ${twilioVariables.join(', ')} are set together or not at all`,
      )
    : [];
}

/**
 * The configuration of one process alone (`server.ts`, `worker.ts`). An empty value counts as unset. Throws
 * `ConfigProblem` with every problem at once; nothing has been started by then.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const values = parseEnvironment(environment, env, missingVariables);
  const config: Config = {
    nodeEnv: values.NODE_ENV,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${String(values.PORT)}`,
    dataDir: resolve(values.DATA_DIR),
    mongodbUrl: values.MONGODB_URL,
    temporal: Object.freeze({
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      tls: values.TEMPORAL_TLS === 'true' || values.TEMPORAL_API_KEY !== undefined,
      ...(values.TEMPORAL_API_KEY !== undefined && { apiKey: values.TEMPORAL_API_KEY }),
    }),
    redisUrl: values.REDIS_URL,
    telephony: Object.freeze(telephonyOf(values)),
    smsHttp: smsHttpOf(values),
    secretKey: values.SECRET_KEY,
    ctiSecret: values.CTI_SECRET ?? derivedCtiSecret(values.SECRET_KEY),
    previousSecretKey: values.SECRET_KEY_PREVIOUS,
    logLevel: values.LOG_LEVEL,
  };
  return Object.freeze(config);
}

function smsHttpOf(values: z.output<typeof environment>): Config['smsHttp'] {
  const { SMS_HTTP_URL: url, SMS_HTTP_TOKEN: token, SMS_HTTP_FROM: from } = values;
  return url === undefined || token === undefined || from === undefined
    ? null
    : Object.freeze({ url, token, from });
}

const derivedCtiSecret = (secretKey: string): string =>
  createHmac('sha256', secretKey).update('cti webhook').digest('hex');

function telephonyOf(values: z.output<typeof environment>): Config['telephony'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = values;
  if (accountSid !== undefined && authToken !== undefined && from !== undefined) {
    return { accountSid, authToken, from, apiUrl: values.TWILIO_API_URL ?? null, simulated: false };
  }
  // Derived, so that server and worker agree on the simulator's account without being told.
  const derived = (purpose: string): string =>
    createHmac('sha256', values.SECRET_KEY)
      .update(`telephony simulator ${purpose}`)
      .digest('hex')
      .slice(0, 32);
  return {
    accountSid: `AC${derived('account')}`,
    authToken: derived('token'),
    from: '+842743822222',
    // server.ts and worker.ts share a machine unless the worker is told otherwise.
    apiUrl: values.SIMULATOR_URL ?? `http://127.0.0.1:${String(values.PORT)}/simulator/twilio`,
    simulated: true,
  };
}
