import { wordsOf } from '../../parts/list-search';
import { IconMessageOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { MessageProvider, MessageTexts } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList, SearchField } from '../../parts/list-parts';
import { FilterBar, Page } from '../../parts/page';
import { templateName } from '../../parts/template-names';
import { measured } from './measured';
import styles from './messages.module.css';
import { messageWords } from './words';

async function readTexts(): Promise<MessageTexts> {
  const { items } = await ask('GET /message-templates');
  return ask('GET /message-templates/{version}', { params: { version: items[0]?.version ?? 1 } });
}

/** Every SMS in force, as long as it gets, and what one costs. */
export function Screen() {
  const words = useWords(messageWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const [search, setSearch] = useState('');
  const texts = useQuery({ queryKey: ['messageTexts'], queryFn: readTexts });
  const providers = useQuery({
    queryKey: ['messageProviders'],
    queryFn: () => ask('GET /message-providers'),
  });
  const { data } = texts;
  const fits = wordsOf(search);
  const found = Object.entries(data?.sms ?? {})
    .map(([name, { vi, en }]) => ({
      name,
      title: templateName(name, language),
      text: [name, templateName(name, language), ...[...vi, ...en].map(({ text }) => text)].join(' '),
    }))
    .filter(({ text }) => fits(text));
  return (
    <Page title={words.title} lead={words.lead}>
      {data && (
        <p className={styles.about}>
          {words.version(data.version, data.effectiveFrom)}. {words.brand(data.brand)}.{' '}
          {data.accented ? words.accented : words.plain}
        </p>
      )}
      <FilterBar label={shared.filters}>
        <SearchField label={words.search} value={search} onChange={setSearch} />
      </FilterBar>
      <ErrorLine error={texts.error ?? providers.error} />
      {!data && !texts.error && <LoadingList />}
      {data && found.length === 0 && (
        <EmptyState icon={<IconMessageOff size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {data &&
        found.map(({ name, title }) => (
          <Template key={name} texts={data} name={name} title={title} prices={providers.data?.items ?? []} />
        ))}
    </Page>
  );
}

function Template(props: {
  readonly texts: MessageTexts;
  readonly name: string;
  readonly title: string;
  readonly prices: readonly MessageProvider[];
}) {
  const { texts, name, title, prices } = props;
  const words = useWords(messageWords);
  const { language } = useLanguage();
  return (
    <section className={styles.template} data-template={name} aria-label={title}>
      <h2>
        {title} <small>{name}</small>
      </h2>
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
    </section>
  );
}
