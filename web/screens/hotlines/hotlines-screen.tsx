import { wordsOf } from '../../parts/list-search';
import { Select } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { placesOf, useArea } from '../../parts/area';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { useNames } from '../../parts/names';
import { FilterBar, Page } from '../../parts/page';
import rows from '../../parts/rows.module.css';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { UnitPicker } from '../../parts/unit-picker';
import { AddButton, ClearFilters, LoadingList, SearchField } from '../../parts/list-parts';
import { HotlineDetail } from './hotline-detail';
import { HotlineForm } from './hotline-form';
import { HotlineMark, hotlineStandings, standingOf } from './hotline-standing';
import { RollCalls } from './roll-calls';
import { hotlineWords } from './words';

const columns = {
  '--columns': 'minmax(0, 2fr) minmax(0, 3fr) minmax(0, 3fr) minmax(0, 2fr)',
} as CSSProperties;

/** Every duty number of the area with what the roll-calls know of it. */
export function Screen() {
  const words = useWords(hotlineWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const mayChange = useMe().role === 'admin';
  const area = useArea();
  const names = useNames();
  const navigate = useNavigate();
  const place: { readonly id?: string; readonly unit?: string } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const [standing, setStanding] = useState<string | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const { data, error } = useQuery({
    queryKey: ['hotlines'],
    queryFn: () => ask('GET /hotline-standings'),
    refetchInterval: 60_000,
  });
  const go = (next: { id?: string | undefined; unit?: string | undefined }): void => {
    void navigate({ to: '/admin/hotlines', search: { ...place, ...next } });
  };
  const all = data?.items ?? [];
  const { rankOf, isWithin } = placesOf(area);
  const fits = wordsOf(search);
  const found = all
    .filter((number) => standing === null || standingOf(number) === standing)
    .filter(({ unitCode }) => isWithin(unitCode, place.unit))
    .filter(({ number, label, unitCode }) =>
      fits(`${number} ${number.replace(/^\+84/, '0')} ${label} ${names.unit(unitCode)}`),
    )
    .sort((a, b) => rankOf(a.unitCode) - rankOf(b.unitCode));
  const chosen = all.find(({ id }) => id === place.id);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        mayChange && (
          <AddButton
            text={words.add}
            onClick={() => {
              go({ id: 'new' });
            }}
          />
        )
      }
    >
      <FilterBar label={shared.filters}>
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <UnitPicker
          label={words.unit}
          value={place.unit ?? null}
          onChange={(unit) => {
            go({ unit: unit ?? undefined });
          }}
        />
        <Select
          label={words.standing}
          placeholder={shared.all}
          clearable
          data={hotlineStandings.map((value) => ({ value, label: words.standingNames[value] }))}
          value={standing}
          onChange={setStanding}
        />
        {(search !== '' || standing !== null || place.unit !== undefined) && (
          <ClearFilters
            onClick={() => {
              setSearch('');
              setStanding(null);
              go({ unit: undefined });
            }}
          />
        )}
      </FilterBar>
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && found.length === 0 && (
        <EmptyState icon={<IconPhoneOff size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {found.length > 0 && (
        <>
          <span className={rows.count}>{words.count(found.length, all.length)}</span>
          <div>
            <div className={rows.labels} style={columns} aria-hidden>
              <span>{words.number}</span>
              <span>{words.unit}</span>
              <span>{words.standing}</span>
              <span>{words.lastHeard}</span>
            </div>
            <ul className={rows.list} aria-label={words.title}>
              {found.map((number) => (
                <li key={number.id}>
                  <button
                    type="button"
                    className={rows.row}
                    style={columns}
                    data-off={!number.published || number.listing !== 'listed'}
                    onClick={() => {
                      go({ id: number.id });
                    }}
                  >
                    <b className={rows.cell}>{number.number}</b>
                    <span className={rows.cell}>
                      {names.unit(number.unitCode)}
                      <small>{number.label}</small>
                    </span>
                    <span className={rows.cell}>
                      <HotlineMark number={number} />
                    </span>
                    <span className={rows.cell}>
                      {number.lastVerifiedAt === null
                        ? words.never
                        : dayAndTime(number.lastVerifiedAt, language)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
      <RollCalls mayStart={mayChange} numbers={all} />
      <SideDrawer
        title={place.id === 'new' ? words.add : (chosen?.number ?? '')}
        isOpen={place.id === 'new' ? mayChange : chosen !== undefined}
        onClose={() => {
          go({ id: undefined });
        }}
      >
        {place.id === 'new' && (
          <HotlineForm
            {...(place.unit !== undefined && { unitCode: place.unit })}
            onSaved={(saved) => {
              setDone({ text: words.created(saved.number) });
              go({ id: saved.id });
            }}
          />
        )}
        {chosen && (
          <HotlineDetail key={chosen.id} number={chosen} all={all} mayChange={mayChange} onDone={setDone} />
        )}
      </SideDrawer>
      <UndoBar
        done={done}
        onGone={() => {
          setDone(null);
        }}
      />
    </Page>
  );
}
