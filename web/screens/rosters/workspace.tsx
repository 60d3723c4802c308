import { Button, SegmentedControl, Select, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconRepeat,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { localDate } from '../../../src/domain/roster';
import { ask, Problem } from '../../api/ask';
import type { TeamRoster } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { ErrorLine } from '../../parts/error-line';
import { UndoBar, type Done } from '../../parts/undo-bar';
import { useSend } from '../../parts/use-send';
import { DayList } from './day-list';
import { LacksPanel } from './lacks-panel';
import { RosterGrid } from './roster-grid';
import type { Reach } from './roster-edit';
import { StandIns } from './stand-ins';
import { lacksOf, useDraft } from './use-draft';
import styles from './rosters.module.css';
import { addDays, mondayOf } from './week';
import { rosterWords } from './words';

const repeatChoices = ['forever', '1', '2', '4', '8', '12'] as const;

/** One team's roster: a week of it, what it lacks, and who stands in. */
export function Workspace({ roster }: { readonly roster: TeamRoster }) {
  const words = useWords(rosterWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const draft = useDraft(roster);
  const isNarrow = useMediaQuery('(max-width: 60rem)', undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<'grid' | 'list' | null>(null);
  const [monday, setMonday] = useState(() => mondayOf(localDate(new Date())));
  const [reach, setReach] = useState<Reach>('fromThisWeek');
  const [repeat, setRepeat] = useState<(typeof repeatChoices)[number]>('forever');
  const [done, setDone] = useState<Done | null>(null);
  const shown = view ?? (isNarrow ? 'list' : 'grid');
  const { mayChange, people, team } = roster;
  const lacks = lacksOf(draft.shifts, people, monday);
  const { mutate, error, isPending, reset } = useSend(
    (body: { revision: string; shifts: TeamRoster['shifts'] }) =>
      ask('PUT /teams/{id}/roster', {
        params: { id: team.id },
        body: { ...body, shifts: body.shifts.map(({ teamId: _team, ...shift }) => shift) },
      }),
    (saved) => {
      queries.setQueryData(['roster', team.id], saved);
      draft.restart(saved.shifts);
      for (const name of ['readiness', 'directory']) void queries.invalidateQueries({ queryKey: [name] });
      const lacking = saved.warnings.length;
      setDone({ text: lacking > 0 ? words.savedLacking(lacking) : words.saved });
    },
  );
  const isStale = error instanceof Problem && error.code === 'stale-version';
  const save = (): void => {
    // After a refusal what others saved has been read again, and its revision with it.
    mutate({
      revision: roster.revision,
      shifts: draft.shifts.map((shift) => ({ ...shift, weekdays: [...shift.weekdays] })),
    });
  };
  const day = (date: string): string =>
    new Date(`${date}T00:00:00Z`).toLocaleDateString(language === 'vi' ? 'vi-VN' : 'en-GB', {
      ...{ timeZone: 'UTC', day: '2-digit', month: '2-digit' },
    });
  const editing = { monday, reach, mayChange, people, draft, lacks, overrides: roster.overrides };
  return (
    <div className={styles.workspace}>
      <div className={styles.tools}>
        <div className={styles.week}>
          <Button
            variant="default"
            px={10}
            mih={44}
            aria-label={words.previousWeek}
            onClick={() => {
              setMonday(addDays(monday, -7));
            }}
          >
            <IconChevronLeft size={20} aria-hidden />
          </Button>
          <b aria-live="polite">{words.week(day(monday), day(addDays(monday, 6)))}</b>
          <Button
            variant="default"
            px={10}
            mih={44}
            aria-label={words.nextWeek}
            onClick={() => {
              setMonday(addDays(monday, 7));
            }}
          >
            <IconChevronRight size={20} aria-hidden />
          </Button>
          <Button
            variant="subtle"
            mih={44}
            onClick={() => {
              setMonday(mondayOf(localDate(new Date())));
            }}
          >
            {words.thisWeek}
          </Button>
        </div>
        <SegmentedControl
          aria-label={words.view}
          value={shown}
          onChange={(next) => {
            setView(next);
          }}
          data={[
            { value: 'grid', label: words.grid },
            { value: 'list', label: words.list },
          ]}
        />
      </div>
      {mayChange ? (
        <div className={styles.tools}>
          <Select
            label={words.reach}
            allowDeselect={false}
            data={(['fromThisWeek', 'thisWeek'] as const).map((value) => ({
              value,
              label: words.reaches[value],
            }))}
            value={reach}
            onChange={(next) => {
              setReach(next ?? 'fromThisWeek');
            }}
          />
          <div className={styles.buttons}>
            <Button
              variant="default"
              mih={44}
              leftSection={<IconArrowBackUp size={18} aria-hidden />}
              disabled={draft.steps === 0}
              onClick={draft.undo}
            >
              {words.undo}
            </Button>
            <Button
              variant="default"
              mih={44}
              leftSection={<IconArrowForwardUp size={18} aria-hidden />}
              disabled={!draft.canRedo}
              onClick={draft.redo}
            >
              {words.redo}
            </Button>
            <Button
              variant="default"
              mih={44}
              leftSection={<IconCopy size={18} aria-hidden />}
              onClick={() => {
                draft.apply(draft.edit.copyLastWeek(draft.shifts, monday));
              }}
            >
              {words.copyLastWeek}
            </Button>
          </div>
          <div className={styles.buttons}>
            <Select
              label={words.repeatFor}
              allowDeselect={false}
              w="9rem"
              data={repeatChoices.map((value) => ({
                value,
                label: words.repeats[value === 'forever' ? value : (Number(value) as 1)],
              }))}
              value={repeat}
              onChange={(next) => {
                setRepeat(next ?? 'forever');
              }}
            />
            <Button
              variant="default"
              mih={44}
              leftSection={<IconRepeat size={18} aria-hidden />}
              onClick={() => {
                const weeks = repeat === 'forever' ? null : Number(repeat);
                draft.apply(draft.edit.repeatWeek(draft.shifts, monday, weeks));
              }}
            >
              {words.repeat}
            </Button>
          </div>
        </div>
      ) : (
        <Text c="var(--truc-quiet)">{words.readOnly}</Text>
      )}
      {shown === 'grid' ? <RosterGrid team={team.name} {...editing} /> : <DayList {...editing} />}
      <div className={styles.panels}>
        <LacksPanel lacks={lacks} people={people} />
        <StandIns roster={roster} onDone={setDone} />
      </div>
      {draft.steps > 0 && (
        <div className={styles.unsaved} role="region" aria-label={words.changes(draft.steps)}>
          {isStale ? <Text>{words.stale}</Text> : <b>{words.changes(draft.steps)}</b>}
          {!isStale && <ErrorLine error={error} />}
          <div className={styles.buttons}>
            <Button
              variant="default"
              mih={44}
              onClick={() => {
                const before = draft.shifts;
                draft.restart(roster.shifts);
                reset();
                void queries.invalidateQueries({ queryKey: ['roster', team.id] });
                setDone({
                  text: words.discarded,
                  undo: () => {
                    draft.apply(before);
                    setDone(null);
                    return Promise.resolve();
                  },
                });
              }}
            >
              {isStale ? words.takeNew : words.discard}
            </Button>
            <Button
              mih={44}
              loading={isPending}
              onClick={() => {
                if (isStale) {
                  void queries.refetchQueries({ queryKey: ['roster', team.id] }).then(() => {
                    reset();
                  });
                } else save();
              }}
            >
              {shared.save}
            </Button>
          </div>
        </div>
      )}
      <UndoBar
        done={done}
        onGone={() => {
          setDone(null);
        }}
      />
    </div>
  );
}
