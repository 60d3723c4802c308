import { Button, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/ask';
import type { TeamRoster } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { useMe } from '../../app/session';
import { ErrorLine } from '../../parts/error-line';
import { dayAndTime } from '../../parts/local-time';
import { Mark } from '../../parts/mark';
import type { Done } from '../../parts/undo-bar';
import { fieldErrors, isSaidBesideFields, useSend } from '../../parts/use-send';
import styles from './rosters.module.css';
import { rosterWords } from './words';

interface Decision {
  readonly what: 'permit' | 'cancelSwap' | 'cancelStandIn';
  readonly id: string;
}

/** Swaps that were asked for, who stands in for whom, and one more stand-in. */
export function StandIns(props: { readonly roster: TeamRoster; readonly onDone: (done: Done) => void }) {
  const { overrides, swaps, people, mayChange, team } = props.roster;
  const words = useWords(rosterWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const mayDecide = mayChange && ['supervisor', 'admin'].includes(useMe().role);
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? id;
  const when = ({ from, until }: { readonly from: string; readonly until: string }): string =>
    `${dayAndTime(from, language)} – ${dayAndTime(until, language)}`;
  const decide = useMutation({
    mutationFn: async ({ what, id }: Decision): Promise<void> => {
      const params = { id };
      if (what === 'permit') await ask('POST /shift-swaps/{id}/permit', { params });
      else if (what === 'cancelSwap') await ask('POST /shift-swaps/{id}/cancel', { params });
      else await ask('POST /duty-overrides/{id}/cancel', { params });
      await queries.invalidateQueries({ queryKey: ['roster', team.id] });
    },
  });
  const button = (decision: Decision, text: string, of: string) => (
    <Button
      variant="default"
      mih={40}
      aria-label={`${text}: ${of}`}
      loading={decide.isPending}
      onClick={() => {
        decide.mutate(decision);
      }}
    >
      {text}
    </Button>
  );
  const now = new Date().toISOString();
  return (
    <section className={styles.panel} aria-label={words.standIns}>
      <h2 className={styles.heading}>{words.standIns}</h2>
      <ErrorLine error={decide.error} />
      {overrides.length + swaps.length === 0 && <Text c="var(--truc-quiet)">{words.noStandIns}</Text>}
      <ul className={styles.plain}>
        {swaps.map((swap) => {
          const { id, fromUserId, toUserId, state, needsPermission, permittedBy, reason } = swap;
          const text = words.swap(nameOf(fromUserId), nameOf(toUserId), when(swap));
          const isWaiting = state === 'asked' && needsPermission && permittedBy === null;
          return (
            <li key={id} className={styles.turn}>
              <span>
                {text} <small>({words.swapStates[state]})</small>
                <small className={styles.reason}>{reason}</small>
                {isWaiting && <Mark standing="warning">{words.needsPermission}</Mark>}
                {needsPermission && permittedBy !== null && <Mark standing="ok">{words.permitted}</Mark>}
              </span>
              {mayDecide && (
                <span className={styles.turnButtons}>
                  {isWaiting && button({ what: 'permit', id }, words.permit, text)}
                  {(state === 'asked' || state === 'accepted') &&
                    button({ what: 'cancelSwap', id }, words.cancelSwap, text)}
                </span>
              )}
            </li>
          );
        })}
        {overrides.map((one) => {
          const { id, userId, replacesUserId, cancelledAt, swapId, until, reason } = one;
          const text =
            replacesUserId === null
              ? words.extra(nameOf(userId), when(one))
              : words.standIn(nameOf(userId), nameOf(replacesUserId), when(one));
          return (
            <li key={id} className={styles.turn}>
              <span>
                {text} {cancelledAt !== null && <small>({words.cancelledStandIn})</small>}
                <small className={styles.reason}>{reason}</small>
              </span>
              {mayDecide && cancelledAt === null && swapId === null && until > now && (
                <span className={styles.turnButtons}>
                  {button({ what: 'cancelStandIn', id }, words.cancelStandIn, text)}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {mayDecide && (
        <details className={styles.more}>
          <summary>{words.addStandIn}</summary>
          <StandInForm {...props} />
        </details>
      )}
    </section>
  );
}

const pointers = ['/userId', '/replacesUserId', '/from', '/until', '/reason'];

function StandInForm({
  roster,
  onDone,
}: {
  readonly roster: TeamRoster;
  readonly onDone: (done: Done) => void;
}) {
  const { team, people, shifts } = roster;
  const words = useWords(rosterWords);
  const queries = useQueryClient();
  const empty = { userId: null, replacesUserId: null, from: '', until: '', reason: '' };
  const [values, setValues] = useState<{
    readonly userId: string | null;
    readonly replacesUserId: string | null;
    readonly from: string;
    readonly until: string;
    readonly reason: string;
  }>(empty);
  const set = (change: Partial<typeof values>): void => {
    setValues({ ...values, ...change });
  };
  const { mutate, error, isPending } = useSend(
    ({ userId, from, until, ...rest }: typeof values, idempotencyKey) =>
      ask('POST /teams/{id}/overrides', {
        params: { id: team.id },
        body: { ...rest, userId: userId ?? '', from: isoOf(from), until: isoOf(until) },
        idempotencyKey,
      }),
    ({ id }) => {
      setValues(empty);
      const refresh = () => queries.invalidateQueries({ queryKey: ['roster', team.id] });
      void refresh();
      onDone({
        text: words.standInSaved,
        undo: async () => {
          await ask('POST /duty-overrides/{id}/cancel', { params: { id } });
          await refresh();
          onDone({ text: words.cancelledStandIn });
        },
      });
    },
  );
  const errors = fieldErrors(error);
  const onRoster = new Set(shifts.map(({ userId }) => userId));
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        mutate(values);
      }}
    >
      <Select
        label={words.person}
        withAsterisk
        searchable
        data={people
          .filter(({ active, hasPhone }) => active && hasPhone)
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={values.userId}
        error={errors.get('/userId')}
        onChange={(userId) => {
          set({ userId });
        }}
      />
      <Select
        label={words.standInFor}
        placeholder={words.besides}
        clearable
        data={people.filter(({ id }) => onRoster.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        value={values.replacesUserId}
        error={errors.get('/replacesUserId')}
        onChange={(replacesUserId) => {
          set({ replacesUserId });
        }}
      />
      <div className={styles.times}>
        {(['from', 'until'] as const).map((end) => (
          <TextInput
            key={end}
            type="datetime-local"
            label={words[end]}
            withAsterisk
            value={values[end]}
            error={errors.get(`/${end}`)}
            onChange={({ currentTarget }) => {
              set({ [end]: currentTarget.value });
            }}
          />
        ))}
      </div>
      <TextInput
        label={words.reason}
        withAsterisk
        value={values.reason}
        error={errors.get('/reason')}
        onChange={({ currentTarget }) => {
          set({ reason: currentTarget.value });
        }}
      />
      {!isSaidBesideFields(error, pointers) && <ErrorLine error={error} />}
      <Button type="submit" variant="default" mih={44} loading={isPending}>
        {words.addStandIn}
      </Button>
    </form>
  );
}

/** What a field for date and time holds is local to where the work is. */
const isoOf = (local: string): string => (local === '' ? '' : `${local}:00+07:00`);
