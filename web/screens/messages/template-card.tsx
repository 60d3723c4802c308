import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { fullText } from '../../../src/domain/sms-text';
import { sampleValuesOf } from '../../../src/domain/template-rules';
import type { MessageProvider, MessageTexts } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { Mark } from '../../parts/mark';
import { measured } from './measured';
import styles from './messages.module.css';
import { messageWords } from './words';

/** The words of one template as they go out, and what an SMS costs. */
export function TemplateCard(props: {
  readonly texts: MessageTexts;
  readonly name: string;
  readonly title: string;
  readonly prices: readonly MessageProvider[];
  readonly isDrafted: boolean;
  readonly onEdit: (() => void) | undefined;
}) {
  const { texts, name, title, prices, isDrafted, onEdit } = props;
  const words = useWords(messageWords);
  return (
    <section className={styles.template} data-template={name} aria-label={title}>
      <div className={styles.head}>
        <h2>
          {title} <small>{name}</small>
        </h2>
        {isDrafted && <Mark standing="warning">{words.drafted}</Mark>}
        {onEdit && (
          <Button
            variant="default"
            mih={44}
            aria-label={words.editOf(title)}
            leftSection={<IconPencil size={18} aria-hidden />}
            onClick={onEdit}
          >
            {words.edit}
          </Button>
        )}
      </div>
      {name in texts.sms ? (
        <SmsTable texts={texts} name={name} prices={prices} />
      ) : (
        <SpokenTable texts={texts} name={name} />
      )}
    </section>
  );
}

function SmsTable(props: {
  readonly texts: MessageTexts;
  readonly name: string;
  readonly prices: readonly MessageProvider[];
}) {
  const { texts, name, prices } = props;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.language}</th>
          <th scope="col">{words.text}</th>
          <th scope="col">{words.length}</th>
          <th scope="col">{words.parts}</th>
          <th scope="col">{words.cost}</th>
        </tr>
      </thead>
      <tbody>
        {measured(texts, name).map(({ variant, text, isSent, units, limit, segments, encoding }) => (
          <tr key={variant} data-sent={isSent}>
            <th scope="row">
              {words.variants[variant]}
              {!isSent && <small>{words.unsent}</small>}
            </th>
            <td data-label={words.text}>{text}</td>
            <td data-label={words.length}>
              {units}/{limit} <small>{encoding}</small>
              {units > limit && <b className={styles.over}>{words.over(units - limit)}</b>}
            </td>
            <td data-label={words.parts}>{segments}</td>
            <td data-label={words.cost}>
              {prices.map(({ provider, smsPartVnd }) => (
                <span key={provider} className={styles.price}>
                  {(smsPartVnd * segments).toLocaleString(language)} đ <small>{provider}</small>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SpokenTable({ texts, name }: { readonly texts: MessageTexts; readonly name: string }) {
  const words = useWords(messageWords);
  const values = sampleValuesOf(name);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.language}</th>
          <th scope="col">{words.spokenText}</th>
        </tr>
      </thead>
      <tbody>
        {(['vi', 'en'] as const).map((variant) => (
          <tr key={variant}>
            <th scope="row">{words.variants[variant]}</th>
            <td data-label={words.spokenText}>{fullText(texts.voice[name]?.[variant] ?? [], values)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
