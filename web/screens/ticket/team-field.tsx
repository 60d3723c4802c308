import { optionsByWords } from '../../parts/list-search';
import { Select } from '@mantine/core';
import { useWords } from '../../app/language';
import { useNames } from '../../parts/names';
import { useTeams } from '../../parts/teams';
import type { Directory, Whole } from './ticket-data';
import { ticketWords } from './words';

/** Type-ahead over every team that goes out: those on duty at the place first, the nearest before the others. */
export function TeamField(props: {
  readonly ticket: Whole;
  readonly duty: readonly Directory[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | null;
}) {
  const { field: words } = useWords(ticketWords).actions;
  const names = useNames();
  const { all } = useTeams();
  const { ticket, duty } = props;
  const near = duty
    .flatMap(({ teams }) => teams)
    .filter(({ id, fields }) => fields.length > 0 && id !== ticket.ownerTeamId)
    .map((team) => ({
      value: team.id,
      label: `${team.name} (${team.onDuty.length === 0 ? words.nobodyOnDuty : words.onDuty(team.onDuty.length)})`,
      rank: (team.onDuty.length === 0 ? 2 : 0) + (team.fields.includes(ticket.field) ? 0 : 1),
    }))
    .sort((a, b) => a.rank - b.rank);
  const nearIds = new Set(near.map(({ value }) => value));
  const far = all
    .filter(
      ({ id, active, fields }) =>
        active && fields.length > 0 && !nearIds.has(id) && id !== ticket.ownerTeamId,
    )
    .map(({ id, name, unitCode }) => ({ value: id, label: `${name}, ${names.unit(unitCode)}` }));
  return (
    <Select
      label={words.teamId}
      description={words.teamHint}
      withAsterisk
      searchable
      selectFirstOptionOnChange
      data-autofocus
      limit={40}
      nothingFoundMessage={words.noTeam}
      data={[...near.map(({ value, label }) => ({ value, label })), ...far]}
      value={props.value === '' ? null : props.value}
      onChange={(id) => {
        props.onChange(id ?? '');
      }}
      error={props.error}
      filter={optionsByWords}
    />
  );
}
