import { Button } from '@mantine/core';
import { IconHistory, IconMessageOff, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LoadingList, SearchField } from '../../parts/list-parts';
import { wordsOf } from '../../parts/list-search';
import { FilterBar, Page } from '../../parts/page';
import { templateName } from '../../parts/template-names';
import { UndoBar, type Done } from '../../parts/undo-bar';
import styles from './messages.module.css';
import { SenderForm } from './sender-form';
import { TemplateCard } from './template-card';
import { useDrafts } from './use-drafts';
import { useKnownTexts } from './use-texts';
import { Versions } from './versions';
import { messageWords } from './words';
import { wordsNamed } from './words-draft';
import { WordsForm } from './words-form';

/** Stands in the address where the name of a template would. */
const sender = 'sender';

/** The words of every message in force, as long as they get and what they cost, and how they are changed. */
export function Screen() {
  const words = useWords(messageWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const mayChange = useMe().role === 'admin';
  const navigate = useNavigate();
  const place: { readonly edit?: string; readonly version?: string } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const [done, setDone] = useState<Done | null>(null);
  const forgetDone = useCallback(() => {
    setDone(null);
  }, []);
  const drafts = useDrafts();
  const { data, error } = useKnownTexts();
  const providers = useQuery({
    queryKey: ['messageProviders'],
    queryFn: () => ask('GET /message-providers'),
  });
  const prices = providers.data?.items ?? [];
  const go = (to: { readonly edit?: string; readonly version?: string }): void => {
    void navigate({ to: '/admin/messages', search: to });
  };
  const close = (): void => {
    go({});
  };
  const fits = wordsOf(search);
  const names = data ? [...Object.keys(data.texts.sms), ...Object.keys(data.texts.voice)] : [];
  const found = names.filter((name) => {
    const { vi = [], en = [] } = data ? wordsNamed(data.texts, name) : {};
    return fits([name, templateName(name, language), ...[...vi, ...en].map(({ text }) => text)].join(' '));
  });
  const edited = mayChange ? names.find((name) => name === place.edit) : undefined;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        data && (
          <>
            {mayChange && (
              <Button
                variant="default"
                mih={44}
                leftSection={<IconSettings size={18} aria-hidden />}
                onClick={() => {
                  go({ edit: sender });
                }}
              >
                {words.sender}
              </Button>
            )}
            <Button
              variant="default"
              mih={44}
              leftSection={<IconHistory size={18} aria-hidden />}
              onClick={() => {
                go({ version: String(data.texts.version) });
              }}
            >
              {words.versions}
            </Button>
          </>
        )
      }
    >
      {data && (
        <p className={styles.about}>
          {words.version(data.texts.version, data.texts.effectiveFrom)}. {words.brand(data.texts.brand)}.{' '}
          {data.texts.accented ? words.accented : words.plain}
        </p>
      )}
      <FilterBar label={shared.filters}>
        <SearchField label={words.search} value={search} onChange={setSearch} />
      </FilterBar>
      <ErrorLine error={error ?? providers.error} />
      {!data && !error && <LoadingList />}
      {data && found.length === 0 && (
        <EmptyState icon={<IconMessageOff size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {data &&
        found.map((name) => (
          <TemplateCard
            key={name}
            texts={data.texts}
            name={name}
            title={templateName(name, language)}
            prices={prices}
            isDrafted={drafts.of(name) !== undefined}
            onEdit={
              mayChange
                ? () => {
                    go({ edit: name });
                  }
                : undefined
            }
          />
        ))}
      <SideDrawer
        wide
        title={edited === undefined ? '' : templateName(edited, language)}
        isOpen={edited !== undefined}
        onClose={close}
      >
        {data && edited !== undefined && (
          <WordsForm
            key={edited}
            known={data}
            name={edited}
            prices={prices}
            drafts={drafts}
            onDone={setDone}
            onClose={close}
          />
        )}
      </SideDrawer>
      <SideDrawer title={words.sender} isOpen={mayChange && place.edit === sender} onClose={close}>
        {data && <SenderForm known={data} prices={prices} onDone={setDone} onClose={close} />}
      </SideDrawer>
      <SideDrawer wide title={words.versions} isOpen={place.version !== undefined} onClose={close}>
        {data && (
          <Versions
            versions={data.versions}
            open={Number(place.version)}
            onOpen={(version) => {
              go({ version: String(version) });
            }}
          />
        )}
      </SideDrawer>
      <UndoBar done={done} onGone={forgetDone} />
    </Page>
  );
}
