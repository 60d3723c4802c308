import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** Keys whose values are somebody's personal data or a secret, wherever they appear in a line. */
const privateKeys = [
  'phone',
  'from',
  'to',
  'name',
  'username',
  'address',
  'point',
  'birthYear',
  'sex',
  'caller',
  'subject',
  'description',
  'text',
  'body',
  'answers',
  'details',
  'evidence',
  'password',
  'token',
  'accessToken',
  'authToken',
  'secret',
  'secretKey',
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-twilio-signature"]',
];

const at = (prefix: string, key: string): string =>
  key.startsWith('[') ? `${prefix}${key}` : `${prefix}.${key}`;

/** Redaction has no "at any depth": a line of ours is never nested deeper than this. */
const redactedPaths = privateKeys.flatMap((key) => [key, at('*', key), at('*.*', key), at('*.*.*', key)]);

/** Blanks Vietnamese telephone numbers in free text that we do not control: messages of errors, paths. */
export const withoutPhones = (text: string): string =>
  text.replace(/(?:\+|%2[Bb])?(?<!\d)(?:84|0)(?:[ .-]?\d){8,10}(?!\d)/g, '[phone]');

interface SerializedError {
  readonly type?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly code?: unknown;
}

/** Libraries hang requests, documents and queries on their errors; only these four fields reach the log. */
function serializeError(thrown: Error): SerializedError | Error {
  const { type, message, stack, code } = stdSerializers.err(thrown) as SerializedError;
  if (message === undefined) return thrown;
  return {
    ...(type === undefined ? {} : { type }),
    message: withoutPhones(message),
    stack: withoutPhones(stack ?? ''),
    ...(code === undefined ? {} : { code }),
  };
}

/**
 * The logger of one process: JSON lines on standard output (or `destination`), times in ISO 8601, personal
 * data and secrets blanked by key, errors by `{ err }`.
 *
 * @param options.process `server` or `worker`; marks every line.
 */
export function createLogger(
  options: { level: string; process: string },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    base: { process: options.process, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[private]' },
    serializers: { err: serializeError },
  };
  return destination ? pino(settings, destination) : pino(settings);
}
