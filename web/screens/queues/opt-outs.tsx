import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { dayAndTime } from '../../parts/local-time';
import type { Done } from '../../parts/undo-bar';
import { NumberList } from './number-list';
import { queuesWords } from './words';

/** Who is not written to. */
export function OptOuts({ onDone }: { readonly onDone: (done: Done) => void }) {
  const words = useWords(queuesWords);
  const { language } = useLanguage();
  return (
    <NumberList
      name="optOuts"
      words={words.optingOut}
      fields={[{ name: 'phone', label: words.phone, type: 'tel' }]}
      blank={() => ({})}
      bodyOf={({ phone = '' }) => ({ phone })}
      again={({ phone }) => ({ phone })}
      read={() => ask('GET /opt-outs')}
      add={(body, idempotencyKey) => ask('POST /opt-outs', { body, idempotencyKey })}
      remove={(id) => ask('DELETE /opt-outs/{id}', { params: { id } })}
      about={({ because, createdAt }) => (
        <>
          {words.because[because]} · {dayAndTime(createdAt, language)}
        </>
      )}
      onDone={onDone}
    />
  );
}
