import { Button, Text } from '@mantine/core';
import { IconCalendarWeek, IconHistory, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/ask';
import type { Team } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import { DangerButton } from '../../parts/danger-button';
import { ErrorLine } from '../../parts/error-line';
import { Mark } from '../../parts/mark';
import { LinkTo } from '../../parts/link-to';
import { Part } from '../../parts/part';
import { usePeople } from '../../parts/people';
import type { Done } from '../../parts/undo-bar';
import { TeamForm } from './team-form';
import styles from './teams.module.css';
import { teamsWords } from './words';

/** One team: what it is, who is on duty, who belongs to it, its numbers, and its end. */
export function TeamDetail(props: {
  readonly team: Team;
  readonly mayChange: boolean;
  readonly onDone: (done: Done) => void;
}) {
  const { team, mayChange, onDone } = props;
  const words = useWords(teamsWords);
  const { data, error } = useQuery({
    queryKey: ['directory', team.unitCode],
    queryFn: () => ask('GET /units/{code}/directory', { params: { code: team.unitCode } }),
    staleTime: 0,
  });
  const people = usePeople();
  const onDuty = data?.teams.find(({ id }) => id === team.id)?.onDuty ?? [];
  const members = (people.all ?? []).filter(({ teamId, active }) => active && teamId === team.id);
  const numbers = data?.hotlineNumbers.filter(({ teamId }) => teamId === team.id) ?? [];
  return (
    <>
      {mayChange && (
        <TeamForm
          team={team}
          onSaved={() => {
            onDone({ text: words.saved });
          }}
        />
      )}
      <ErrorLine error={error ?? people.error} />
      <Part title={words.onDuty}>
        {data && onDuty.length === 0 && <Mark standing="breached">{words.nobody}</Mark>}
        <ul className={styles.people}>
          {onDuty.map(({ userId, name, reachable }) => (
            <li key={userId}>
              <Mark standing={reachable ? 'ok' : 'warning'}>
                {name}
                {!reachable && ` (${words.unreachable(1)})`}
              </Mark>
            </li>
          ))}
        </ul>
        <Button
          component={LinkTo}
          to="/admin/rosters"
          search={{ team: team.id }}
          variant="default"
          mih={44}
          leftSection={<IconCalendarWeek size={18} aria-hidden />}
        >
          {words.roster}
        </Button>
      </Part>
      <Part title={`${words.members} (${String(members.length)})`}>
        {members.length === 0 && <Text>{words.noMembers}</Text>}
        <ul className={styles.people}>
          {members.map(({ id, name, username }) => (
            <li key={id}>
              <LinkTo to="/admin/people" search={{ id }} className={styles.link}>
                {name}
              </LinkTo>{' '}
              <small>{username}</small>
            </li>
          ))}
        </ul>
        {mayChange && (
          <Button
            component={LinkTo}
            to="/admin/people"
            search={{ id: 'new', unit: team.unitCode, team: team.id }}
            variant="default"
            mih={44}
            leftSection={<IconPlus size={18} aria-hidden />}
          >
            {words.addMember}
          </Button>
        )}
      </Part>
      <Part title={words.numbers}>
        {numbers.length === 0 ? (
          <Text size="sm" c="var(--truc-quiet)">
            {words.noNumbers}
          </Text>
        ) : (
          <ul className={styles.people}>
            {numbers.map(({ id, number, label }) => (
              <li key={id}>
                <LinkTo to="/admin/hotlines" search={{ id }} className={styles.link}>
                  {number}
                </LinkTo>{' '}
                <small>{label}</small>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {mayChange && (
        <>
          <Ending team={team} onDone={onDone} />
          <Button
            component={LinkTo}
            to="/admin/audit"
            search={{ subject: team.id }}
            variant="subtle"
            justify="flex-start"
            leftSection={<IconHistory size={18} aria-hidden />}
          >
            {words.history}
          </Button>
        </>
      )}
    </>
  );
}

function Ending({ team, onDone }: { readonly team: Team; readonly onDone: (done: Done) => void }) {
  const words = useWords(teamsWords);
  const queries = useQueryClient();
  const save = async (active: boolean): Promise<void> => {
    const { id, name, unitCode, fields } = team;
    await ask('PUT /teams/{id}', { params: { id }, body: { name, unitCode, fields, active } });
    for (const key of ['teams', 'readiness', 'directory'])
      void queries.invalidateQueries({ queryKey: [key] });
    onDone(active ? { text: words.isBack(name) } : { text: words.left(name), undo: () => save(true) });
  };
  const { mutate, error, isPending } = useMutation({ mutationFn: save });
  return (
    <Part title={team.active ? words.leave : words.inactive}>
      {team.active && (
        <Text size="sm" c="var(--truc-quiet)">
          {words.leaveLead}
        </Text>
      )}
      <ErrorLine error={error} />
      {team.active ? (
        <DangerButton
          leftSection={<IconUsersGroup size={18} aria-hidden />}
          loading={isPending}
          onClick={() => {
            mutate(false);
          }}
        >
          {words.leave}
        </DangerButton>
      ) : (
        <Button
          variant="default"
          mih={44}
          loading={isPending}
          onClick={() => {
            mutate(true);
          }}
        >
          {words.back}
        </Button>
      )}
    </Part>
  );
}
