import { z } from 'zod';

/** One line for each variable that is missing or wrong. Never holds the value of a secret. */
export class ConfigProblem extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigProblem';
  }
}

export const must = (text: string) => ({ error: `must be ${text}` });
export const port = z
  .string()
  .regex(/^\d{1,5}$/, must('a port number from 1 to 65535'))
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, must('a port number from 1 to 65535'));
const webUrl = z
  .url({ protocol: /^https?$/, ...must('an http:// or https:// address without a path') })
  .refine((url) => /^https?:\/\/[^/?#]+\/?$/.test(url), must('an http:// or https:// address without a path'))
  .transform((url) => url.replace(/\/$/, ''));
export const apiUrl = z
  .url({ protocol: /^https?$/, ...must('an http:// or https:// address') })
  .transform((url) => url.replace(/\/+$/, ''));
export const required = (text: string) => z.string({ error: `is missing: it must be ${text}` });

/** What every process of ours reads. */
export const processVariables = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'], must('development, test or production'))
    .default('development'),
  PORT: port.default(8022),
  PUBLIC_URL: webUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      must('fatal, error, warn, info, debug, trace or silent'),
    )
    .default('info'),
};

/**
 * Reads `schema`'s variables from `env`; an empty value counts as unset. Throws `ConfigProblem` with every
 * problem at once, `further` ones (rules across variables) included.
 */
export function parseEnvironment<S extends z.ZodType>(
  schema: S,
  env: NodeJS.ProcessEnv,
  further: (given: Readonly<Record<string, string | undefined>>) => readonly string[] = () => [],
): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''));
  const parsed = schema.safeParse(given);
  const lines = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
  lines.push(...further(given));
  if (!parsed.success || lines.length > 0) throw new ConfigProblem([...new Set(lines)]);
  return parsed.data;
}
