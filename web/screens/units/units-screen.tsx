import { wordsOf } from '../../parts/list-search';
import { Button, Switch } from '@mantine/core';
import { IconFileImport, IconMapPinOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import type { Unit } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { sharedWords } from '../../locales/shared-words';
import { treeOf, useIsAtWork } from '../../parts/area';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { LinkTo } from '../../parts/link-to';
import { Mark } from '../../parts/mark';
import { FilterBar, Page } from '../../parts/page';
import { useReadiness } from '../../parts/readiness';
import rows from '../../parts/rows.module.css';
import { LoadingList, SearchField } from '../../parts/list-parts';
import { UnitDetail } from './unit-detail';
import { unitsWords } from './words';

const columns = { '--columns': 'minmax(0, 3fr) minmax(0, 2fr) minmax(0, 3fr)' } as CSSProperties;

/** The tree of the area, and what each unit of it lacks to go live. */
export function Screen() {
  const words = useWords(unitsWords);
  const shared = useWords(sharedWords);
  const me = useMe();
  const navigate = useNavigate();
  const place: { readonly code?: string } = useSearch({ strict: false });
  const [search, setSearch] = useState('');
  const [isLacking, setLacking] = useState(false);
  const [withPast, setWithPast] = useState(false);
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  const { all: readiness, error, ofUnit } = useReadiness();
  const today = new Date().toISOString().slice(0, 10);
  const isAtWork = useIsAtWork();
  const tree = treeOf(data?.items ?? [], me.areaCode, (unit) => withPast || isAtWork(unit));
  const fits = wordsOf(search);
  const found = tree
    .filter(({ name, code }) => fits(`${name} ${code}`))
    .filter(({ code }) => !isLacking || ofUnit(code)?.ready === false);
  const open = (code: string | undefined): void => {
    void navigate({ to: '/admin/units', search: code === undefined ? {} : { code } });
  };
  const chosen = data?.items.find(({ code }) => code === place.code);
  return (
    <Page
      title={words.title}
      lead={
        readiness
          ? `${words.lead} ${words.summary(readiness.filter(({ ready }) => ready).length, readiness.length)}.`
          : words.lead
      }
      actions={
        me.role === 'admin' && (
          <Button
            component={LinkTo}
            to="/admin/import"
            variant="default"
            mih={44}
            leftSection={<IconFileImport size={18} aria-hidden />}
          >
            {words.import}
          </Button>
        )
      }
    >
      <FilterBar label={shared.filters}>
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <Switch
          label={words.onlyLacking}
          checked={isLacking}
          onChange={({ currentTarget }) => {
            setLacking(currentTarget.checked);
          }}
        />
        <Switch
          label={words.withPast}
          checked={withPast}
          onChange={({ currentTarget }) => {
            setWithPast(currentTarget.checked);
          }}
        />
      </FilterBar>
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && found.length === 0 && (
        <EmptyState icon={<IconMapPinOff size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      <ul className={rows.list} aria-label={words.title}>
        {found.map((unit) => (
          <UnitRow
            key={unit.code}
            unit={unit}
            depth={search.trim() !== '' || isLacking ? 0 : unit.depth}
            isPast={unit.validTo !== null && unit.validTo <= today && !isAtWork(unit)}
            onOpen={() => {
              open(unit.code);
            }}
          />
        ))}
      </ul>
      <SideDrawer
        title={chosen ? `${chosen.type} ${chosen.name}` : ''}
        isOpen={chosen !== undefined}
        onClose={() => {
          open(undefined);
        }}
      >
        {chosen && <UnitDetail key={chosen.code} unit={chosen} />}
      </SideDrawer>
    </Page>
  );
}

function UnitRow(props: {
  readonly unit: Unit;
  readonly depth: number;
  readonly isPast: boolean;
  readonly onOpen: () => void;
}) {
  const { unit, depth, isPast } = props;
  const words = useWords(unitsWords);
  const readiness = useReadiness().ofUnit(unit.code);
  const missing = readiness?.missing ?? [];
  return (
    <li style={{ paddingInlineStart: `${String(Math.min(depth, 3) * 1.25)}rem` }}>
      <button type="button" className={rows.row} style={columns} data-off={isPast} onClick={props.onOpen}>
        <span className={rows.cell}>
          <b>{unit.name}</b>
          <small>
            {unit.type}, {unit.code}
          </small>
        </span>
        <span className={rows.cell}>
          {isPast ? (
            <Mark standing="quiet">{words.past(unit.validTo ?? '')}</Mark>
          ) : (
            readiness && (
              <Mark standing={readiness.ready ? 'ok' : 'warning'}>
                {readiness.ready ? words.ready : words.lacks(missing.length)}
              </Mark>
            )
          )}
        </span>
        <span className={rows.cell}>
          <small>{missing.map((one) => words.lack[one]).join('; ')}</small>
        </span>
      </button>
    </li>
  );
}
