import { fullText } from '../../../src/domain/sms-text';
import { sampleValuesOf } from '../../../src/domain/template-rules';
import type { MessageProvider } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Mark } from '../../parts/mark';
import styles from './editor.module.css';
import type { MeasuredSms } from './measured';
import { messageWords } from './words';
import { draftedWords, type Variant, type WordsDraft } from './words-draft';

/** What comes of an SMS while it is written: its text with the longest values, its length, its price. */
export function SmsOutcome(props: {
  readonly sms: MeasuredSms;
  readonly prices: readonly MessageProvider[];
}) {
  const { text, units, limit, encoding, segments, isSent } = props.sms;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  return (
    <div className={styles.outcome} data-outcome>
      <p className={styles.sent}>{text}</p>
      <p className={styles.size}>
        {units > limit ? (
          <Mark standing="breached">
            {units}/{limit}: {words.over(units - limit)}
          </Mark>
        ) : (
          <Mark standing="ok">
            {units}/{limit} {words.characters}
          </Mark>
        )}
        <span>{encoding}</span>
        <span data-segments={segments}>{words.segments(segments)}</span>
        {props.prices.map(({ provider, smsPartVnd }) => (
          <span key={provider}>
            {(smsPartVnd * segments).toLocaleString(language)} đ <small>{provider}</small>
          </span>
        ))}
        {!isSent && <small>{words.unsent}</small>}
      </p>
    </div>
  );
}

/** What is spoken; nobody counts its letters. */
export function SpokenOutcome({ draft, variant }: { readonly draft: WordsDraft; readonly variant: Variant }) {
  return (
    <div className={styles.outcome} data-outcome>
      <p className={styles.sent}>{fullText(draftedWords(draft)[variant], sampleValuesOf(draft.name))}</p>
    </div>
  );
}
