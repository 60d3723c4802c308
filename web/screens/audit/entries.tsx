import { PeriodFields } from './period-fields';
import { Select } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type CSSProperties } from 'react';
import { ask } from '../../api/ask';
import type { AuditEntry } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { SideDrawer } from '../../parts/drawer';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { Mark } from '../../parts/mark';
import { useNames } from '../../parts/names';
import { FilterBar } from '../../parts/page';
import rows from '../../parts/rows.module.css';
import { UnitPicker } from '../../parts/unit-picker';
import { ClearFilters, LoadingList, MoreButton } from '../../parts/list-parts';
import { EntryDetail } from './entry-detail';
import { fieldText, kindWords, operationWords } from './operation-words';
import { PersonPicker } from './person-picker';
import { periodOf } from './period';
import { auditWords } from './words';

const columns = {
  '--columns': '11rem minmax(0, 2fr) minmax(0, 3fr) minmax(0, 3fr)',
} as CSSProperties;
const outcomes = ['done', 'refused', 'unclear'] as const;

/** Acts of management, newest first. */
export function Entries({ subject }: { readonly subject: string | null }) {
  const words = useWords(auditWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const navigate = useNavigate();
  const [actor, setActor] = useState<string | null>(null);
  const [kind, setKind] = useState<string | null>(null);
  const [unit, setUnit] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<AuditEntry['outcome'] | null>(null);
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const [open, setOpen] = useState<number | null>(null);
  const filter = { actor, kind, unit, outcome, since, until, subject };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      ask('GET /audit/entries', {
        query: {
          ...periodOf(since, until),
          ...(actor !== null && { actor }),
          ...(kind !== null && { kind }),
          ...(unit !== null && { unit }),
          ...(outcome !== null && { outcome }),
          ...(subject !== null && { subject }),
          ...(pageParam !== null && { cursor: pageParam }),
        },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  });
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <FilterBar label={shared.filters}>
        <PersonPicker label={words.person} value={actor} onChange={setActor} />
        <Select
          label={words.kind}
          placeholder={shared.all}
          clearable
          searchable
          data={Object.entries(kindWords).map(([value, label]) => ({ value, label: label[language] }))}
          value={kind}
          onChange={setKind}
        />
        <UnitPicker label={words.unit} value={unit} onChange={setUnit} />
        <PeriodFields {...{ since, until }} onSince={setSince} onUntil={setUntil} />
        <Select
          label={words.outcome}
          placeholder={shared.all}
          clearable
          data={outcomes.map((value) => ({ value, label: words.outcomes[value] }))}
          value={outcome}
          onChange={setOutcome}
        />
        {Object.values(filter).some((value) => value !== null && value !== '') && (
          <ClearFilters
            {...(subject !== null && { text: `${words.subject} ✕` })}
            onClick={() => {
              for (const clear of [setActor, setKind, setUnit]) clear(null);
              setOutcome(null);
              for (const clear of [setSince, setUntil]) clear('');
              if (subject !== null) void navigate({ to: '/admin/audit', search: {} });
            }}
          />
        )}
      </FilterBar>
      <ErrorLine error={error} />
      {!data && !error && <LoadingList />}
      {data && entries.length === 0 && (
        <EmptyState icon={<IconListSearch size={64} stroke={1.25} aria-hidden />} {...words.nothing} />
      )}
      {entries.length > 0 && (
        <div>
          <div className={rows.labels} style={columns} aria-hidden>
            <span>{words.when}</span>
            <span>{words.person}</span>
            <span>{words.what}</span>
            <span>{words.on}</span>
          </div>
          <ul className={rows.list} aria-label={words.acts}>
            {entries.map((entry) => (
              <EntryRow
                key={entry.seq}
                entry={entry}
                onOpen={() => {
                  setOpen(entry.seq);
                }}
              />
            ))}
          </ul>
        </div>
      )}
      {hasNextPage && (
        <MoreButton text={words.more} isLoading={isFetchingNextPage} onClick={() => void fetchNextPage()} />
      )}
      <SideDrawer
        wide
        title={open === null ? '' : words.entry(open)}
        isOpen={open !== null}
        onClose={() => {
          setOpen(null);
        }}
      >
        {open !== null && <EntryDetail key={open} seq={open} />}
      </SideDrawer>
    </div>
  );
}

function EntryRow({ entry, onOpen }: { readonly entry: AuditEntry; readonly onOpen: () => void }) {
  const words = useWords(auditWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const names = useNames();
  const { at, actor, via, operation, subject, unitCode, fields, outcome } = entry;
  return (
    <li>
      <button type="button" className={rows.row} style={columns} onClick={onOpen}>
        <span className={rows.cell}>{dayAndTime(at, language)}</span>
        <span className={rows.cell}>
          {actor ? (actor.name ?? actor.id) : via === 'commandLine' ? words.commandLine : words.somebody}
          {actor && <small>{shared.roles[actor.role]}</small>}
        </span>
        <span className={rows.cell}>
          <b>{operationWords[operation]?.[language] ?? operation}</b>
          {outcome !== 'done' && (
            <>
              {' '}
              <Mark standing={outcome === 'refused' ? 'breached' : 'warning'}>{words.outcomes[outcome]}</Mark>
            </>
          )}
          {fields.length > 0 && (
            <small>
              {words.fields(
                [...new Set(fields.map((field) => fieldText(field, language)))].slice(0, 6).join(', '),
              )}
            </small>
          )}
        </span>
        <span className={rows.cell}>
          {subject ? (subject.name ?? subject.id) : '–'}
          {unitCode !== null && <small>{names.unit(unitCode)}</small>}
        </span>
      </button>
    </li>
  );
}
