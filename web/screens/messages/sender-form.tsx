import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isBrand, smsProblems } from '../../../src/domain/template-rules';
import type { MessageProvider } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { Mark } from '../../parts/mark';
import { templateName } from '../../parts/template-names';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors } from '../../parts/use-send';
import styles from './editor.module.css';
import { measured } from './measured';
import { Meanwhile } from './meanwhile';
import { isConflict, useSaveTexts, type KnownTexts } from './use-texts';
import { messageWords } from './words';

/** Who every SMS comes from, and whether citizens are written to with accents, which has its price. */
export function SenderForm(props: {
  readonly known: KnownTexts;
  readonly prices: readonly MessageProvider[];
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
}) {
  const { known, prices, onDone, onClose } = props;
  const { texts } = known;
  const words = useWords(messageWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const [base, setBase] = useState(texts);
  const [brand, setBrand] = useState(texts.brand);
  const [accented, setAccented] = useState(texts.accented);
  const { mutate, error, isPending, isSuccess } = useSaveTexts(onDone, onClose);
  const isOvertaken = !isSuccess && (texts.brand !== base.brand || texts.accented !== base.accented);
  const isSame = brand === base.brand && accented === base.accented;
  // With another sender every SMS is measured again.
  const unfit = Object.entries(brand === base.brand ? {} : texts.sms).flatMap(([name, sms]) =>
    smsProblems(name, sms, brand).map((problem) => ({ ...problem, name })),
  );
  const citizens = Object.keys(texts.sms).filter((name) => name.startsWith('citizen.'));
  const mostParts = (variant: 'plain' | 'vi'): number =>
    Math.max(
      ...citizens.flatMap((name) =>
        measured({ ...texts, brand }, name)
          .filter((one) => one.variant === variant)
          .map(({ segments }) => segments),
      ),
    );
  const [plainParts, accentedParts] = [mostParts('plain'), mostParts('vi')];
  const brandError = isBrand(brand) ? fieldErrors(error).get('/brand') : words.brandRule;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBrand(brand) || unfit.length > 0) return;
        const isOtherBrand = brand !== base.brand;
        const isOtherAccent = accented !== base.accented;
        mutate({
          change: { ...(isOtherBrand && { brand }), ...(isOtherAccent && { accented }) },
          before: {
            ...(isOtherBrand && { brand: base.brand }),
            ...(isOtherAccent && { accented: base.accented }),
          },
          basedOn: base.version,
        });
      }}
    >
      <TextInput
        label={words.brandLabel}
        description={words.brandHint}
        data-autofocus
        value={brand}
        error={brandError}
        onChange={({ currentTarget }) => {
          setBrand(currentTarget.value);
        }}
      />
      <div role="status" className={styles.mistakes}>
        {unfit.map(({ name, pointer, rule, found = '' }) => (
          <Mark key={`${name}${pointer}${rule}`} standing="breached">
            {templateName(name, language)}: {words.rules[rule](found)}
          </Mark>
        ))}
      </div>
      <Switch
        size="md"
        label={words.accentedLabel}
        description={words.accentedHint}
        checked={accented}
        onChange={({ currentTarget }) => {
          setAccented(currentTarget.checked);
        }}
      />
      <ul className={styles.quiet} aria-label={words.cost}>
        {prices.map(({ provider, smsPartVnd }) => (
          <li key={provider}>
            {words.accentedPrice(
              provider,
              (smsPartVnd * plainParts).toLocaleString(language),
              (smsPartVnd * accentedParts).toLocaleString(language),
            )}
          </li>
        ))}
      </ul>
      {!fieldErrors(error).has('/brand') && !(isOvertaken && isConflict(error)) && (
        <ErrorLine error={error} />
      )}
      {isOvertaken && (
        <Meanwhile
          title={words.senderMeanwhile(texts.brand, texts.accented)}
          onKeepMine={() => {
            setBase(texts);
          }}
          onTakeTheirs={() => {
            setBase(texts);
            setBrand(texts.brand);
            setAccented(texts.accented);
          }}
        />
      )}
      <div className={styles.actions}>
        <Button type="submit" mih={48} loading={isPending} disabled={isSame || isOvertaken}>
          {shared.save}
        </Button>
      </div>
    </form>
  );
}
