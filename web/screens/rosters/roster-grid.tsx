import { Select } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import { localDate } from '../../../src/domain/roster';
import type { TeamRoster } from '../../api/operations.gen';
import { useLanguage, useWords } from '../../app/language';
import { sharedWords } from '../../locales/shared-words';
import { useDrag } from './grid-drag';
import {
  blockAt,
  pressGridKey,
  selectionOf,
  startOfGrid,
  type GridEffect,
  type GridState,
} from './grid-keys';
import { GridRow, hoursOf, spanStyle } from './grid-row';
import type { Reach } from './roster-edit';
import styles from './rosters.module.css';
import type { Draft, Lacks } from './use-draft';
import { addDays, blocksOf, dateOf, minuteOf, minutesAWeek, timeOf, weekdayOf } from './week';
import { rosterWords } from './words';

export interface Editing {
  readonly monday: string;
  readonly reach: Reach;
  readonly mayChange: boolean;
  readonly people: TeamRoster['people'];
  readonly overrides: TeamRoster['overrides'];
  readonly draft: Draft;
  readonly lacks: Lacks;
}

/** People by hours of a week. The pointer and the keys come to the same effects. */
export function RosterGrid(props: Editing & { readonly team: string }) {
  const { monday, reach, mayChange, people, draft, lacks, overrides } = props;
  const words = useWords(rosterWords);
  const shared = useWords(sharedWords);
  const { language } = useLanguage();
  const [guests, setGuests] = useState<readonly string[]>([]);
  const [state, setState] = useState<GridState>(startOfGrid);
  const [isFocused, setFocused] = useState(false);
  const help = useId();
  const blocks = blocksOf(draft.shifts, monday);
  const onRoster = new Set(draft.shifts.map(({ userId }) => userId));
  const rows = people.filter(({ id, isMember }) => isMember || onRoster.has(id) || guests.includes(id));
  const users: readonly (string | null)[] = [...rows.map(({ id }) => id), null];
  const nameOf = (id: string | null): string =>
    people.find((person) => person.id === id)?.name ?? words.nobody;

  const perform = (effect: GridEffect): void => {
    const { shifts, edit } = draft;
    switch (effect.kind) {
      case 'undo':
        draft.undo();
        return;
      case 'redo':
        draft.redo();
        return;
      case 'add':
        draft.apply(edit.add(shifts, monday, effect.wish, reach));
        return;
      case 'remove':
        draft.apply(edit.remove(shifts, monday, effect.block, reach));
        return;
      case 'change':
        draft.apply(edit.change(shifts, monday, effect.block, effect.wish, reach));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!mayChange && !event.key.startsWith('Arrow')) return;
    const key = { key: event.key, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey || event.metaKey };
    const after = pressGridKey(state, key, users, blocks);
    if (!after) return;
    event.preventDefault();
    setState(after.state);
    if (after.effect) perform(after.effect);
  };

  const { rowsAt, dragging, onPointerDown, ...handlers } = useDrag({
    ...{ mayChange, users, perform },
    onTaken: (place) => {
      setState({ ...startOfGrid, ...place });
    },
  });

  const cursorUser = users[state.row] ?? null;
  const at = blockAt(blocks, cursorUser, state.hour);
  const selection = state.anchor === null ? null : selectionOf(state, cursorUser);
  const ghost = dragging?.wish ?? state.held?.wish ?? selection;
  const dayName = (minute: number): string => {
    const date = dateOf(monday, minute);
    const short = new Date(`${date}T00:00:00Z`).toLocaleDateString(language === 'vi' ? 'vi-VN' : 'en-GB', {
      ...{ timeZone: 'UTC', day: '2-digit', month: '2-digit' },
    });
    return `${shared.weekdays[weekdayOf(date) - 1] ?? ''} ${short}`;
  };
  const told = [
    words.at(nameOf(cursorUser), dayName(state.hour * 60), timeOf(state.hour * 60)),
    state.held
      ? words.holding(...hoursOf(state.held.wish))
      : selection
        ? words.selected(...hoursOf(selection))
        : at
          ? words.turn(...hoursOf(at))
          : words.free,
  ].join(': ');
  const offset = (Date.parse(`${monday}T00:00:00+07:00`) / 60_000) | 0;
  const minuteIn = (iso: string): number => Math.round(Date.parse(iso) / 60_000) - offset;
  const standing = overrides
    .map((one) => ({ ...one, startMinute: minuteIn(one.from), endMinute: minuteIn(one.until) }))
    .filter(({ startMinute, endMinute }) => startMinute < minutesAWeek && endMinute > 0);

  return (
    <div className={styles.gridPart}>
      <p id={help} className={styles.help}>
        {words.help}
      </p>
      <div className={styles.scroller}>
        {/* One thing with keys of its own; the list day by day holds the same for readers of screens. */}
        <div
          className={styles.grid}
          role="application"
          aria-label={words.gridName(props.team)}
          aria-describedby={help}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={() => {
            setFocused(true);
          }}
          onBlur={() => {
            setFocused(false);
            setState((was) => ({ ...was, held: null, anchor: null }));
          }}
        >
          <div className={styles.head} aria-hidden>
            <span />
            <div className={styles.days}>
              {[0, 1, 2, 3, 4, 5, 6].map((day) => (
                <span key={day} data-today={addDays(monday, day) === localDate(new Date())}>
                  {dayName(day * 1_440)}
                </span>
              ))}
            </div>
          </div>
          <div ref={rowsAt} {...handlers}>
            {users.map((userId, row) => (
              <GridRow
                key={userId ?? 'nobody'}
                {...{ row, userId, blocks, ghost }}
                name={nameOf(userId)}
                isGuest={rows.some(({ id, isMember }) => id === userId && !isMember)}
                standIns={standing}
                lifted={dragging?.block ?? state.held?.block ?? null}
                isWarned={lacks.warnings.some((warning) => warning.userId === userId)}
                cursorHour={isFocused && row === state.row ? state.hour : null}
                onGrip={onPointerDown}
              />
            ))}
          </div>
          <div className={styles.row} aria-hidden>
            <span className={styles.name}>{words.coverage}</span>
            <div className={styles.lane} data-coverage>
              {lacks.gaps.map(({ weekday, from, to }) => (
                <span
                  key={`${String(weekday)} ${from}`}
                  className={styles.gap}
                  title={words.gapAt(`${from}–${to}`)}
                  style={spanStyle({
                    startMinute: (weekday - 1) * 1_440 + minuteOf(from),
                    endMinute: (weekday - 1) * 1_440 + (to === '24:00' ? 1_440 : minuteOf(to)),
                  })}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      <p className={styles.told} aria-live="polite">
        {isFocused && told}
      </p>
      {mayChange && (
        <Select
          placeholder={words.addRow}
          aria-label={words.addRow}
          searchable
          maw="24rem"
          data={people
            .filter(({ id }) => !users.includes(id))
            .map(({ id, name, role }) => ({ value: id, label: `${name}, ${shared.roles[role]}` }))}
          value={null}
          onChange={(id) => {
            if (id !== null) setGuests([...guests, id]);
          }}
        />
      )}
    </div>
  );
}
