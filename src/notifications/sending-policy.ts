import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { MessageChannel } from '../domain/message';

const vnd = z.number().min(0);
const schema = z.strictObject({
  version: z.number().int().positive(),
  effectiveFrom: z.iso.date(),
  note: z.string().optional(),
  providers: z.record(
    z.string().regex(/^[a-z]+$/),
    z.strictObject({
      /** What the contract allows, over all our processes. */
      messagesPerSecond: z.number().int().min(2),
      /** Share of it that only urgent messages may use. */
      urgentReserve: z.number().gt(0).lt(1),
      smsPartVnd: vnd,
      callVnd: vnd,
    }),
  ),
  capsPerHour: z.strictObject({ citizen: z.number().int().positive(), user: z.number().int().positive() }),
  breaker: z.strictObject({
    afterFailures: z.number().int().positive(),
    openMs: z.number().int().positive(),
  }),
});

/** Rates, prices, caps and the breaker's patience: data, so that a contract can change without a release. */
export type SendingPolicy = z.output<typeof schema>;

/** Throws with the file's name and the field that is wrong. */
export function loadSendingPolicy(file: string): SendingPolicy {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What one message costs in đồng by the price list; null for a provider that is not in it. */
export function costOf(
  policy: Pick<SendingPolicy, 'providers'>,
  provider: string,
  message: { readonly channel: MessageChannel; readonly segments: number | null },
): number | null {
  const prices = policy.providers[provider];
  if (!prices) return null;
  return message.channel === 'voice' ? prices.callVnd : prices.smsPartVnd * (message.segments ?? 1);
}
