import { Select } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { FilterBar, Page } from '../../parts/page';
import { usePeople } from '../../parts/people';
import { useTeams } from '../../parts/teams';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { UnitPicker } from '../../parts/unit-picker';
import { AddButton, ClearFilters, LoadingList, MoreButton, SearchField } from '../../parts/list-parts';
import { matching, noFilter, roleOrder, usePeopleFilter } from './people-filter';
import { PersonDetail } from './person-detail';
import { PersonForm } from './person-form';
import { PersonRow } from './person-row';
import rows from '../../parts/rows.module.css';
import { peopleWords } from './words';

const pageSize = 100;

/** Every account of the area. */
export function Screen() {
  const words = useWords(peopleWords);
  const shared = useWords(sharedWords);
  const mayChange = useMe().role === 'admin';
  const { all, error, find } = usePeople();
  const [filter, change] = usePeopleFilter();
  const [limit, setLimit] = useState(pageSize);
  const [done, setDone] = useState<Done | null>(null);
  const teams = useTeams();
  const navigate = useNavigate();
  const place: { readonly id?: string; readonly unit?: string; readonly team?: string } = useSearch({
    strict: false,
  });
  const { id } = place;
  const open = (person: string | undefined): void => {
    void navigate({ to: '/admin/people', search: person === undefined ? {} : { id: person } });
  };
  const found = matching(all ?? [], filter);
  const person = id === undefined ? undefined : find(id);
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        mayChange && (
          <AddButton
            text={words.add}
            onClick={() => {
              open('new');
            }}
          />
        )
      }
    >
      <FilterBar label={shared.filters}>
        <SearchField
          label={words.search}
          value={filter.search}
          onChange={(search) => {
            change({ search });
          }}
        />
        <Select
          label={words.role}
          placeholder={shared.all}
          clearable
          data={roleOrder.map((role) => ({ value: role, label: shared.roles[role] }))}
          value={filter.role}
          onChange={(role) => {
            change({ role });
          }}
        />
        <UnitPicker
          label={words.unit}
          value={filter.unit}
          onChange={(unit) => {
            change({ unit, team: null });
          }}
        />
        <Select
          label={words.team}
          placeholder={shared.all}
          clearable
          searchable
          limit={50}
          data={teams.all
            .filter(({ unitCode }) => filter.unit === null || unitCode === filter.unit)
            .map((team) => ({ value: team.id, label: team.name }))}
          value={filter.team}
          onChange={(team) => {
            change({ team });
          }}
        />
        <Select
          label={words.state}
          data={(['active', 'inactive', 'all'] as const).map((state) => ({
            value: state,
            label: state === 'all' ? shared.all : words[state],
          }))}
          allowDeselect={false}
          value={filter.state}
          onChange={(state) => {
            change({ state: state ?? 'active' });
          }}
        />
        {JSON.stringify(filter) !== JSON.stringify(noFilter) && (
          <ClearFilters
            onClick={() => {
              change(noFilter);
            }}
          />
        )}
      </FilterBar>
      <ErrorLine error={error} />
      {!all && !error && <LoadingList />}
      {all && found.length === 0 && (
        <EmptyState icon={<IconUserOff size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {all && found.length > 0 && (
        <>
          <span className={rows.count}>{words.count(found.length, all.length)}</span>
          <div>
            <div className={rows.labels} style={PersonRow.columns} aria-hidden>
              <span>{words.person}</span>
              <span>{words.role}</span>
              <span>{words.unit}</span>
              <span>{words.phone}</span>
            </div>
            <ul className={rows.list} aria-label={words.title}>
              {found.slice(0, limit).map((one) => (
                <PersonRow
                  key={one.id}
                  person={one}
                  onOpen={() => {
                    open(one.id);
                  }}
                />
              ))}
            </ul>
          </div>
          {found.length > limit && (
            <MoreButton
              text={words.more(Math.min(pageSize, found.length - limit))}
              onClick={() => {
                setLimit(limit + pageSize);
              }}
            />
          )}
        </>
      )}
      <SideDrawer
        title={id === 'new' ? words.add : (person?.name ?? '')}
        isOpen={id === 'new' ? mayChange : person !== undefined}
        onClose={() => {
          open(undefined);
        }}
      >
        {id === 'new' && (
          <PersonForm
            {...(place.unit !== undefined && { unitCode: place.unit })}
            {...(place.team !== undefined && { teamId: place.team })}
            onSaved={(saved) => {
              setDone({ text: words.created(saved.name) });
              open(saved.id);
            }}
          />
        )}
        {person && <PersonDetail key={person.id} person={person} mayChange={mayChange} onDone={setDone} />}
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
