import { wordsOf } from '../../parts/list-search';
import { Select } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import type { Team } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { placesOf, useArea } from '../../parts/area';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import { FilterBar, Page } from '../../parts/page';
import { useReadiness } from '../../parts/readiness';
import rows from '../../parts/rows.module.css';
import { useTeams } from '../../parts/teams';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { UnitPicker } from '../../parts/unit-picker';
import { AddButton, ClearFilters, LoadingList, SearchField } from '../../parts/list-parts';
import { TeamDetail } from './team-detail';
import { TeamForm } from './team-form';
import { teamsWords } from './words';

const columns = {
  '--columns': 'minmax(0, 3fr) minmax(0, 2fr) minmax(0, 2fr) minmax(0, 3fr)',
} as CSSProperties;
const fieldNames = ['medical', 'relief', 'security'] as const;

/** Every team of the area, in the order of the units. */
export function Screen() {
  const words = useWords(teamsWords);
  const shared = useWords(sharedWords);
  const mayChange = useMe().role === 'admin';
  const area = useArea();
  const { all } = useTeams();
  const { error } = useReadiness();
  const names = useNames();
  const navigate = useNavigate();
  const place: { readonly id?: string; readonly unit?: string } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const [field, setField] = useState<string | null>(null);
  const [state, setState] = useState<'active' | 'inactive' | 'all'>('active');
  const [done, setDone] = useState<Done | null>(null);
  const go = (next: { id?: string | undefined; unit?: string | undefined }): void => {
    void navigate({ to: '/admin/teams', search: { ...place, ...next } });
  };
  const fits = wordsOf(search);
  const { has, rankOf, isWithin } = placesOf(area);
  const near = all.filter(({ unitCode }) => has(unitCode));
  const found = near
    .filter(({ active }) => state === 'all' || active === (state === 'active'))
    .filter((team) => field === null || (team.fields as readonly string[]).includes(field))
    .filter(({ unitCode }) => isWithin(unitCode, place.unit))
    .filter(({ name, unitCode }) => fits(`${name} ${names.unit(unitCode)}`))
    .sort((a, b) => rankOf(a.unitCode) - rankOf(b.unitCode) || a.name.localeCompare(b.name, 'vi'));
  const team = all.find(({ id }) => id === place.id);
  const close = (): void => {
    go({ id: undefined });
  };
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
          label={words.field}
          placeholder={shared.all}
          clearable
          data={fieldNames.map((value) => ({ value, label: shared.fields[value] }))}
          value={field}
          onChange={setField}
        />
        <Select
          label={words.state}
          allowDeselect={false}
          data={(['active', 'inactive', 'all'] as const).map((value) => ({
            value,
            label: value === 'all' ? shared.all : words[value],
          }))}
          value={state}
          onChange={(next) => {
            setState(next ?? 'active');
          }}
        />
        {(search !== '' || field !== null || place.unit !== undefined) && (
          <ClearFilters
            onClick={() => {
              setSearch('');
              setField(null);
              go({ unit: undefined });
            }}
          />
        )}
      </FilterBar>
      <ErrorLine error={error} />
      {area.length === 0 && !error && <LoadingList />}
      {near.length > 0 && found.length === 0 && (
        <EmptyState icon={<IconUsersGroup size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {found.length > 0 && (
        <>
          <span className={rows.count}>{words.count(found.length, near.length)}</span>
          <div>
            <div className={rows.labels} style={columns} aria-hidden>
              <span>{words.name}</span>
              <span>{words.unit}</span>
              <span>{words.field}</span>
              <span>{words.onDuty}</span>
            </div>
            <ul className={rows.list} aria-label={words.title}>
              {found.map((one) => (
                <TeamRow
                  key={one.id}
                  team={one}
                  onOpen={() => {
                    go({ id: one.id });
                  }}
                />
              ))}
            </ul>
          </div>
        </>
      )}
      <SideDrawer
        title={place.id === 'new' ? words.add : (team?.name ?? '')}
        isOpen={place.id === 'new' ? mayChange : team !== undefined}
        onClose={close}
      >
        {place.id === 'new' && (
          <TeamForm
            {...(place.unit !== undefined && { unitCode: place.unit })}
            onSaved={(saved) => {
              setDone({ text: words.created(saved.name) });
              go({ id: saved.id });
            }}
          />
        )}
        {team && <TeamDetail key={team.id} team={team} mayChange={mayChange} onDone={setDone} />}
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

function TeamRow({ team, onOpen }: { readonly team: Team; readonly onOpen: () => void }) {
  const words = useWords(teamsWords);
  const shared = useWords(sharedWords);
  const names = useNames();
  const duty = useReadiness().ofTeam(team.id);
  return (
    <li>
      <button type="button" className={rows.row} style={columns} data-off={!team.active} onClick={onOpen}>
        <b className={rows.cell}>{team.name}</b>
        <span className={rows.cell}>{names.unit(team.unitCode)}</span>
        <span className={rows.cell}>{team.fields.map((one) => shared.fields[one]).join(', ')}</span>
        <span className={rows.cell}>
          {team.active ? (
            duty && (
              <>
                {duty.onDuty > 0 ? (
                  <Mark standing="ok">{words.people(duty.onDuty)}</Mark>
                ) : (
                  <Mark standing="breached">{words.nobody}</Mark>
                )}
                {duty.unreachable > 0 && <small>{words.unreachable(duty.unreachable)}</small>}
                {duty.gaps > 0 && <small>{words.gaps(duty.gaps)}</small>}
              </>
            )
          ) : (
            <Mark standing="quiet">{words.inactive}</Mark>
          )}
        </span>
      </button>
    </li>
  );
}
