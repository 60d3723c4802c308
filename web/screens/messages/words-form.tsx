import { Button } from '@mantine/core';
import { IconLetterCase } from '@tabler/icons-react';
import { useRef } from 'react';
import type { MessageProvider } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { usePeople } from '../../parts/people';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors } from '../../parts/use-send';
import { VariantChanges } from './difference';
import styles from './editor.module.css';
import { measured } from './measured';
import { Meanwhile } from './meanwhile';
import { SmsOutcome, SpokenOutcome } from './outcome';
import { variantDifferences } from './texts-difference';
import type { Drafts } from './use-drafts';
import { isConflict, useSaveTexts, type KnownTexts } from './use-texts';
import { VariantFields } from './variant-fields';
import { messageWords } from './words';
import {
  changeTo,
  draftedWords,
  draftOf,
  isUnchanged,
  problemsOf,
  variantsOf,
  withPlainFromVi,
  wordsNamed,
  type WordsDraft,
} from './words-draft';

/** The words of one template while somebody changes them; what is wrong is said before it is sent. */
export function WordsForm(props: {
  readonly known: KnownTexts;
  readonly name: string;
  readonly prices: readonly MessageProvider[];
  readonly drafts: Drafts;
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
}) {
  const { known, name, prices, drafts, onDone, onClose } = props;
  const { texts, versions } = known;
  const words = useWords(messageWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const people = usePeople();
  const form = useRef<HTMLFormElement>(null);
  const { mutate, error, isPending, isSuccess, reset } = useSaveTexts(onDone, () => {
    drafts.forget(name);
    onClose();
  });
  const draft = drafts.of(name) ?? draftOf(texts, name);
  const { isSpoken } = draft;
  const change = (next: WordsDraft): void => {
    reset();
    if (isUnchanged(next)) drafts.forget(name);
    else drafts.keep(next);
  };
  const now = wordsNamed(texts, name);
  const isOvertaken = !isSuccess && variantDifferences(draft.before, now, String).length > 0;
  const problems = problemsOf(draft, texts.brand);
  const start = isSpoken ? `/voice/${name}` : `/sms/${name}`;
  const refused = new Map(
    [...fieldErrors(error)].map(([pointer, message]) => [pointer.slice(start.length), message] as const),
  );
  const isSaid =
    [...refused.keys()].every((pointer) => /^\/\w+(\/\d+\/(text|drop))?$/.test(pointer)) && refused.size > 0;
  const outcomes = measured({ ...texts, sms: { ...texts.sms, [name]: draftedWords(draft) } }, name);
  const save = (): void => {
    const [, variant, at] = problems[0]?.pointer.split('/') ?? [];
    if (variant !== undefined) {
      const place = at === undefined ? '[data-part]' : `[data-part="${at}"]`;
      form.current?.querySelector<HTMLElement>(`[data-variant=${variant}] ${place} textarea`)?.focus();
      return;
    }
    mutate({
      change: changeTo(name, isSpoken, draftedWords(draft)),
      before: changeTo(name, isSpoken, draft.before),
      basedOn: draft.basedOn,
    });
  };
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className={styles.quiet}>{isSpoken ? words.spokenHint : words.smsHint}</p>
      {variantsOf(isSpoken).map((variant, at) => {
        const outcome = outcomes.find((one) => one.variant === variant);
        return (
          <VariantFields
            key={variant}
            draft={draft}
            variant={variant}
            problems={problems}
            refused={refused}
            isFirst={at === 0}
            onChange={change}
            actions={
              variant === 'plain' && (
                <Button
                  variant="default"
                  mih={44}
                  leftSection={<IconLetterCase size={18} aria-hidden />}
                  onClick={() => {
                    change(withPlainFromVi(draft));
                  }}
                >
                  {words.plainFromVi}
                </Button>
              )
            }
          >
            {isSpoken && <SpokenOutcome draft={draft} variant={variant} />}
            {outcome && <SmsOutcome sms={outcome} prices={prices} />}
            {!isSpoken && !outcome && <p className={styles.quiet}>{words.neverSent}</p>}
          </VariantFields>
        );
      })}
      {!isSaid && !(isOvertaken && isConflict(error)) && <ErrorLine error={error} />}
      {isOvertaken && versions[0] && (
        <Meanwhile
          title={words.meanwhile(
            versions[0].version,
            people.find(versions[0].createdBy ?? '')?.name ?? words.somebody,
            dayAndTime(versions[0].createdAt, language),
          )}
          onKeepMine={() => {
            reset();
            drafts.keep({ ...draft, basedOn: texts.version, before: now });
          }}
          onTakeTheirs={() => {
            reset();
            drafts.forget(name);
          }}
        >
          <p>{words.meanwhileHint}</p>
          <VariantChanges variants={variantDifferences(draft.before, now, words.dropMark)} />
        </Meanwhile>
      )}
      <div className={styles.actions}>
        <Button type="submit" mih={48} loading={isPending} disabled={isUnchanged(draft) || isOvertaken}>
          {shared.save}
        </Button>
        <Button
          variant="default"
          mih={48}
          disabled={isUnchanged(draft) || isPending}
          onClick={() => {
            reset();
            drafts.forget(name);
          }}
        >
          {words.discard}
        </Button>
        <span role="status">{problems.length > 0 && words.mistakes(problems.length)}</span>
      </div>
    </form>
  );
}
