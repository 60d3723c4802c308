import fc from 'fast-check';
import type { DutyShift } from '../../src/domain/organisation';
import {
  blockAt,
  pressGridKey,
  startOfGrid,
  type GridEffect,
  type GridState,
} from '../../web/screens/rosters/grid-keys';
import { rosterEditor, type Reach, type Wish } from '../../web/screens/rosters/roster-edit';
import {
  addDays,
  blocksOf,
  dateOf,
  mondayOf,
  timeOf,
  weekdayOf,
  type Block,
} from '../../web/screens/rosters/week';

const monday = '2026-11-23';
const editor = () => {
  let next = 0;
  return rosterEditor('team-1', () => `new-${String((next += 1))}`);
};
const weekly = (change: Partial<DutyShift> = {}): DutyShift => ({
  ...{
    id: 'shift-1',
    teamId: 'team-1',
    userId: 'lan',
    weekdays: [1, 2, 3, 4, 5],
    from: '07:00',
    to: '19:00',
  },
  ...{ validFrom: '2026-01-05', validTo: null, ...change },
});
const wednesday: Wish = { userId: 'lan', startMinute: 2 * 1_440 + 7 * 60, endMinute: 2 * 1_440 + 19 * 60 };

/** Turns that begin in the week, as a person reads them. */
const read = (shifts: readonly DutyShift[], week: string): string[] =>
  blocksOf(shifts, week)
    .filter(({ startMinute }) => startMinute >= 0)
    .map(
      ({ userId, startMinute, endMinute }) =>
        `${userId ?? '-'} ${dateOf(week, startMinute)} ${timeOf(startMinute)}-${timeOf(endMinute)}`,
    )
    .sort();
const weeksAround = [-2, -1, 0, 1, 2, 60].map((weeks) => addDays(monday, 7 * weeks));
const blockOf = (shifts: readonly DutyShift[], { userId, startMinute }: Wish, week = monday): Block => {
  const found = blocksOf(shifts, week).find(
    (block) => block.userId === userId && block.startMinute === startMinute,
  );
  if (!found) throw new Error('there is no such turn');
  return found;
};

test('a week knows its turns, a night that began on the Sunday before as well', () => {
  const night = weekly({ weekdays: [7], from: '22:00', to: '06:00' });
  expect(blocksOf([night], monday).map(({ startMinute, endMinute }) => [startMinute, endMinute])).toEqual([
    [-120, 360],
    [6 * 1_440 + 1_320, 7 * 1_440 + 360],
  ]);
  expect([mondayOf('2026-11-29'), weekdayOf('2026-11-29')]).toEqual([monday, 7]);
});

test('a turn taken out of one week is there in the others', () => {
  const shifts = [weekly()];
  const after = editor().remove(shifts, monday, blockOf(shifts, wednesday), 'thisWeek');
  expect(read(after, monday)).toHaveLength(4);
  for (const week of weeksAround.filter((one) => one !== monday))
    expect(read(after, week)).toEqual(read(shifts, week));
});

test('a turn moved from this week on leaves the weeks before as they were worked', () => {
  const shifts = [weekly()];
  const later = {
    ...wednesday,
    startMinute: wednesday.startMinute + 120,
    endMinute: wednesday.endMinute + 120,
  };
  const after = editor().change(shifts, monday, blockOf(shifts, wednesday), later, 'fromThisWeek');
  expect(read(after, addDays(monday, -7))).toEqual(read(shifts, addDays(monday, -7)));
  for (const week of [monday, addDays(monday, 700)]) {
    expect(read(after, week)).toContain(`lan ${addDays(week, 2)} 09:00-21:00`);
    expect(read(after, week)).toHaveLength(5);
  }
});

test('what was taken away and put back is one shift again', () => {
  const shifts = [weekly()];
  const edit = editor();
  const without = edit.remove(shifts, monday, blockOf(shifts, wednesday), 'thisWeek');
  const back = edit.add(without, monday, wednesday, 'thisWeek');
  expect(back).toHaveLength(1);
  expect(back[0]).toMatchObject({ weekdays: [1, 2, 3, 4, 5], validFrom: '2026-01-05', validTo: null });
});

test('the same turn for several days becomes one shift, and shifts nobody touched keep their ids', () => {
  const other = weekly({ id: 'other', userId: 'minh', validFrom: '2026-01-07' });
  const edit = editor();
  const after = [0, 1, 2].reduce<readonly DutyShift[]>(
    (all, day) =>
      edit.add(
        all,
        monday,
        { userId: 'hoa', startMinute: day * 1_440, endMinute: day * 1_440 + 480 },
        'fromThisWeek',
      ),
    [other],
  );
  expect(after).toContainEqual(other);
  expect(after.filter(({ userId }) => userId === 'hoa')).toMatchObject([{ weekdays: [1, 2, 3] }]);
});

test('last week is copied over this one, and only this one', () => {
  const edit = editor();
  const lastWeek = addDays(monday, -7);
  const guest = edit.add(
    [weekly()],
    lastWeek,
    { userId: 'minh', startMinute: 0, endMinute: 480 },
    'thisWeek',
  );
  const after = edit.copyLastWeek(guest, monday);
  expect(read(after, monday)).toContain(`minh ${monday} 00:00-08:00`);
  expect(read(after, monday)).toHaveLength(6);
  expect(read(after, addDays(monday, 7))).toEqual(read([weekly()], addDays(monday, 7)));
});

test('a week is repeated for so many weeks, and afterwards everything is as before', () => {
  const edit = editor();
  const guest = edit.add([weekly()], monday, { userId: 'minh', startMinute: 0, endMinute: 480 }, 'thisWeek');
  const after = edit.repeatWeek(guest, monday, 2);
  for (const weeks of [0, 1, 2]) expect(read(after, addDays(monday, 7 * weeks))).toHaveLength(6);
  expect(read(after, addDays(monday, 21))).toEqual(read([weekly()], addDays(monday, 21)));
  expect(read(after, addDays(monday, -7))).toEqual(read([weekly()], addDays(monday, -7)));
  expect(read(edit.repeatWeek(guest, monday, null), addDays(monday, 700))).toHaveLength(6);
});

const users = ['lan', 'minh', null] as const;
const aWish = fc
  .record({
    userId: fc.constantFrom(...users),
    startHour: fc.integer({ min: 0, max: 167 }),
    hours: fc.integer({ min: 1, max: 24 }),
  })
  .map(({ userId, startHour, hours }): Wish => ({
    ...{ userId, startMinute: startHour * 60, endMinute: (startHour + hours) * 60 },
  }));
const aShift = fc
  .record({
    userId: fc.constantFrom(...users),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    hours: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 })),
    since: fc.integer({ min: -40, max: 20 }),
    lasts: fc.option(fc.integer({ min: 1, max: 60 })),
  })
  .map(({ hours: [from, to], since, lasts, ...rest }) => {
    const validFrom = addDays(monday, since);
    return weekly({
      ...rest,
      ...{ from: timeOf(from * 60), to: timeOf(to * 60), validFrom },
      validTo: lasts === null ? null : addDays(validFrom, lasts),
    });
  });
const roster = fc
  .array(aShift, { maxLength: 6 })
  .map((shifts) => shifts.map((shift, index) => ({ ...shift, id: `shift-${String(index)}` })));
const aReach = fc.constantFrom<Reach>('thisWeek', 'fromThisWeek');
const distinct = (turns: readonly string[]): string[] => [...new Set(turns)].sort();
const isReached = (week: string, reach: Reach): boolean =>
  reach === 'thisWeek' ? week === monday : week >= monday;
const said = ({ userId, startMinute, endMinute }: Wish, week: string): string =>
  `${userId ?? '-'} ${dateOf(week, startMinute)} ${timeOf(startMinute)}-${timeOf(endMinute)}`;

test('whatever the roster, an added turn is in the weeks it was meant for, and nothing else has changed', () => {
  fc.assert(
    fc.property(roster, aWish, aReach, (shifts, wish, reach) => {
      const after = editor().add(shifts, monday, wish, reach);
      for (const week of weeksAround) {
        const before = read(shifts, week);
        const expected = isReached(week, reach) ? [...before, said(wish, week)] : before;
        expect(distinct(read(after, week))).toEqual(distinct(expected));
      }
    }),
  );
});

test('whatever the roster, a removed turn is gone from the weeks it was meant for, and nothing else has changed', () => {
  fc.assert(
    fc.property(roster, fc.nat(), aReach, (shifts, which, reach) => {
      const blocks = blocksOf(shifts, monday).filter(({ startMinute }) => startMinute >= 0);
      const block = blocks[which % Math.max(1, blocks.length)];
      fc.pre(block !== undefined);
      const after = editor().remove(shifts, monday, block, reach);
      for (const week of weeksAround) {
        const before = distinct(read(shifts, week));
        const gone = isReached(week, reach) ? before.filter((turn) => turn !== said(block, week)) : before;
        expect(distinct(read(after, week))).toEqual(gone);
      }
      expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
    }),
  );
});

describe('by keyboard', () => {
  const people = ['lan', 'minh', null];
  const press = (
    keys: readonly string[],
    blocks: readonly Block[] = [],
    from: GridState = startOfGrid,
  ): { state: GridState; effects: GridEffect[] } => {
    const effects: GridEffect[] = [];
    const state = keys.reduce((at, text) => {
      const parts = text.split('+');
      const key = {
        key: parts.at(-1) ?? '',
        shiftKey: parts.includes('Shift'),
        ctrlKey: parts.includes('Control'),
      };
      const after = pressGridKey(at, key, people, blocks);
      if (after?.effect) effects.push(after.effect);
      return after?.state ?? at;
    }, from);
    return { state, effects };
  };
  const block: Block = { shiftId: 's', userId: 'lan', startMinute: 7 * 60, endMinute: 19 * 60 };

  test('arrows go from hour to hour and from person to person, and stop at the edges', () => {
    expect(press(['ArrowRight', 'ArrowRight', 'ArrowDown']).state).toMatchObject({ hour: 2, row: 1 });
    expect(press(['ArrowLeft', 'ArrowUp']).state).toMatchObject({ hour: 0, row: 0 });
    expect(press(['PageDown', 'End']).state).toMatchObject({ hour: 47 });
    expect(press(Array<string>(20).fill('PageDown')).state).toMatchObject({ hour: 167 });
  });

  test('Shift and arrows select hours, Enter makes a turn of them', () => {
    const { effects, state } = press(['PageDown', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']);
    expect(effects).toEqual([{ kind: 'add', wish: { userId: 'lan', startMinute: 1_440, endMinute: 1_620 } }]);
    expect(state).toMatchObject({ hour: 24, anchor: null });
  });

  test('Shift and End select the rest of the day', () => {
    const { effects } = press(['PageDown', 'Shift+End', 'Enter']);
    expect(effects).toEqual([{ kind: 'add', wish: { userId: 'lan', startMinute: 1_440, endMinute: 2_880 } }]);
  });

  test('a selection is a day long at most', () => {
    const { effects } = press([...Array<string>(40).fill('Shift+ArrowRight'), 'Enter']);
    expect(effects).toEqual([{ kind: 'add', wish: { userId: 'lan', startMinute: 0, endMinute: 1_440 } }]);
  });

  test('on a turn, Shift and arrows make it longer, Delete takes it away', () => {
    const on: GridState = { ...startOfGrid, hour: 8 };
    expect(press(['Shift+ArrowRight'], [block], on).effects).toMatchObject([
      { kind: 'change', wish: { startMinute: 420, endMinute: 1_200 } },
    ]);
    expect(press(['Delete'], [block], on).effects).toEqual([{ kind: 'remove', block }]);
    expect(press(['Delete'], [block], { ...on, hour: 20 }).effects).toEqual([]);
  });

  test('Enter picks a turn up, arrows carry it to another hour and person, Enter puts it down', () => {
    const { effects, state } = press(
      ['Enter', 'ArrowRight', 'ArrowDown', 'Shift+ArrowLeft', 'Enter'],
      [block],
      { ...startOfGrid, hour: 7 },
    );
    const wish = { userId: 'minh', startMinute: 480, endMinute: 1_140 };
    expect(effects).toEqual([{ kind: 'change', block, wish }]);
    expect(state).toMatchObject({ row: 1, hour: 8, held: null });
  });

  test('Escape leaves a turn where it was; Control and Z take the last change back', () => {
    const { effects, state } = press(['Enter', 'ArrowRight', 'Escape'], [block], { ...startOfGrid, hour: 7 });
    expect([effects, state.held]).toEqual([[], null]);
    expect(press(['Control+z', 'Control+Shift+z']).effects).toEqual([{ kind: 'undo' }, { kind: 'redo' }]);
    expect(pressGridKey(startOfGrid, { key: 'a' }, people, [])).toBeNull();
  });

  test('of two turns at one hour the later one is meant', () => {
    const later = { ...block, shiftId: 't', startMinute: 8 * 60 };
    expect(blockAt([block, later], 'lan', 9)).toBe(later);
    expect(blockAt([block, later], 'lan', 7)).toBe(block);
    expect(blockAt([block, later], 'minh', 7)).toBeUndefined();
  });
});
