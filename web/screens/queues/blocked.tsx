import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { fromLocalField, toLocalField } from '../../parts/local-field';
import { dayAndTime } from '../../parts/local-time';
import type { Done } from '../../parts/undo-bar';
import { NumberList } from './number-list';
import { queuesWords } from './words';

const usuallyMs = 7 * 24 * 60 * 60_000;

/** Numbers whose nuisance calls are not taken for a while. */
export function Blocked({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  return (
    <NumberList
      name="blocked"
      words={words.blocking}
      fields={[
        { name: 'phone', label: words.phone, type: 'tel' },
        { name: 'reason', label: words.reason, type: 'text' },
        { name: 'expiresAt', label: words.until, type: 'datetime-local' },
      ]}
      blank={() => ({ expiresAt: toLocalField(new Date(Date.now() + usuallyMs)) })}
      bodyOf={({ phone = '', reason = '', expiresAt = '' }) => ({
        ...{ phone, reason },
        expiresAt: fromLocalField(expiresAt) ?? '',
      })}
      again={({ phone, reason, expiresAt }) => ({ phone, reason, expiresAt })}
      read={() => ask('GET /blocked-numbers')}
      add={(body, idempotencyKey) => ask('POST /blocked-numbers', { body, idempotencyKey })}
      remove={(id) => ask('DELETE /blocked-numbers/{id}', { params: { id } })}
      about={({ reason, expiresAt }) => (
        <>
          {reason} · {words.untilTime(dayAndTime(expiresAt, language))}
        </>
      )}
      onDone={onDone}
    />
  );
}
