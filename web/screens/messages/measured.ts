import { smsSize, type SmsSize } from '../../../src/domain/sms-size';
import { accentedSmsText, maxAccentedUnits, maxSeptets, smsText } from '../../../src/domain/sms-text';
import { sampleValuesOf } from '../../../src/domain/template-rules';
import type { MessageTexts } from '../../api/operations.gen';

export interface MeasuredSms extends SmsSize {
  readonly variant: 'plain' | 'vi' | 'en';
  /** With the longest values there are. */
  readonly text: string;
  readonly limit: number;
  /** The variant that goes out to whoever speaks this language. */
  readonly isSent: boolean;
}

/** An SMS of the current words in every variant that may go out: only citizens are written to with accents. */
export function measured(
  texts: Pick<MessageTexts, 'brand' | 'accented' | 'sms'>,
  name: string,
): readonly MeasuredSms[] {
  const words = texts.sms[name];
  if (!words) return [];
  const values = sampleValuesOf(name);
  const isCitizen = name.startsWith('citizen.');
  const variants = isCitizen ? (['plain', 'vi', 'en'] as const) : (['plain', 'en'] as const);
  return variants.map((variant) => {
    const isAccented = variant === 'vi';
    const text = isAccented
      ? accentedSmsText(texts.brand, words.vi, values)
      : smsText(texts.brand, words[variant], values);
    const isSent = variant === 'en' || isAccented === (isCitizen && texts.accented);
    return { variant, text, isSent, limit: isAccented ? maxAccentedUnits : maxSeptets, ...smsSize(text) };
  });
}
