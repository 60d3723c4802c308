import { optionsByWords } from '../../parts/list-search';
import { Select } from '@mantine/core';
import { IconCalendarWeek } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ask } from '../../api/ask';
import { useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { useArea } from '../../parts/area';
import { EmptyState } from '../../parts/empty-state';
import { ErrorLine } from '../../parts/error-line';
import { useNames } from '../../parts/names';
import { Page } from '../../parts/page';
import { useTeams } from '../../parts/teams';
import { LoadingList } from '../../parts/list-parts';
import { Workspace } from './workspace';
import { rosterWords } from './words';

/** Rosters of the area, one team at a time. */
export function Screen() {
  const words = useWords(rosterWords);
  const me = useMe();
  const names = useNames();
  const area = useArea();
  const teams = useTeams();
  const navigate = useNavigate();
  const place: { readonly team?: string } = useSearch({ strict: false });
  const order = new Map(area.map(({ code }, index) => [code, index]));
  const near = teams.all
    .filter(({ active, unitCode }) => active && order.has(unitCode))
    .sort((a, b) => (order.get(a.unitCode) ?? 0) - (order.get(b.unitCode) ?? 0));
  const teamId = place.team ?? me.teamId ?? (near.length === 1 ? near[0]?.id : undefined);
  const { data, error } = useQuery({
    queryKey: ['roster', teamId],
    queryFn: () => ask('GET /teams/{id}/roster', { params: { id: teamId ?? '' } }),
    enabled: teamId !== undefined,
  });
  return (
    <Page title={words.title} lead={words.lead}>
      <Select
        label={words.team}
        placeholder={words.pickTeam}
        searchable
        selectFirstOptionOnChange
        allowDeselect={false}
        limit={50}
        maw="40rem"
        data={near.map(({ id, name, unitCode }) => ({
          value: id,
          label: `${name}, ${names.unit(unitCode)}`,
        }))}
        value={teamId ?? null}
        onChange={(team) => {
          if (team !== null) void navigate({ to: '/admin/rosters', search: { team } });
        }}
        filter={optionsByWords}
      />
      <ErrorLine error={error} />
      {teamId === undefined && (
        <EmptyState icon={<IconCalendarWeek size={64} stroke={1.25} aria-hidden />} {...words.pickFirst} />
      )}
      {teamId !== undefined && !data && !error && <LoadingList />}
      {data && <Workspace key={data.team.id} roster={data} />}
    </Page>
  );
}
