import { differencesOf } from './differences';
import type { SmsWords, SpokenWords } from './template-rules';

/** What of the words of messages somebody may change. */
export interface ChangeableTexts {
  readonly brand: string;
  readonly accented?: boolean | undefined;
  readonly sms: Readonly<Record<string, SmsWords>>;
  readonly voice: Readonly<Record<string, SpokenWords>>;
}
type TextsChange = { readonly [K in keyof ChangeableTexts]?: ChangeableTexts[K] | undefined };

/**
 * What somebody wants to change and somebody else has changed since it was read, as JSON pointers. Empty: both changes
 * fit together, for each template is changed as a whole.
 */
export function changedSince(
  wanted: TextsChange,
  read: ChangeableTexts,
  now: ChangeableTexts,
): readonly string[] {
  const isOther = (before: unknown, after: unknown): boolean => differencesOf(before, after).length > 0;
  const templates = (['sms', 'voice'] as const).flatMap((kind) =>
    Object.keys(wanted[kind] ?? {})
      .filter((name) => isOther(read[kind][name], now[kind][name]))
      .map((name) => `/${kind}/${name}`),
  );
  const isBrandOther = wanted.brand !== undefined && read.brand !== now.brand;
  const isAccentOther = wanted.accented !== undefined && (read.accented ?? false) !== (now.accented ?? false);
  return [...(isBrandOther ? ['/brand'] : []), ...(isAccentOther ? ['/accented'] : []), ...templates];
}
