import type { Wish } from './roster-edit';
import type { Block } from './week';

const hoursAWeek = 168;
const minutesADay = 1_440;
const minutesAWeek = 7 * minutesADay;

/** Where somebody is in the grid who works by keyboard. Hours count from Monday 00:00. */
export interface GridState {
  readonly row: number;
  readonly hour: number;
  /** Where a selection began; it reaches to `hour` in the same row. */
  readonly anchor: number | null;
  /** A turn that has been picked up, and where it would be put. */
  readonly held: { readonly block: Block; readonly wish: Wish } | null;
}

export type GridEffect =
  | { readonly kind: 'add'; readonly wish: Wish }
  | { readonly kind: 'remove'; readonly block: Block }
  | { readonly kind: 'change'; readonly block: Block; readonly wish: Wish }
  | { readonly kind: 'undo' | 'redo' };

export interface GridKey {
  readonly key: string;
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
}

export const startOfGrid: GridState = { row: 0, hour: 0, anchor: null, held: null };

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** The turn under a place; of several the one that began last. */
export const blockAt = (blocks: readonly Block[], userId: string | null, hour: number): Block | undefined =>
  blocks.findLast(
    (block) => block.userId === userId && block.startMinute <= hour * 60 + 59 && block.endMinute > hour * 60,
  );

/** The hours between where a selection began and where it is, as a turn. */
export const selectionOf = ({ hour, anchor }: GridState, userId: string | null): Wish => ({
  userId,
  startMinute: Math.min(hour, anchor ?? hour) * 60,
  endMinute: (Math.max(hour, anchor ?? hour) + 1) * 60,
});

/** Moved by minutes, but not out of the week it begins in. */
export function moved(wish: Wish, minutes: number): Wish {
  const length = wish.endMinute - wish.startMinute;
  const startMinute = Math.min(Math.max(wish.startMinute + minutes, 0), minutesAWeek - 60);
  return { ...wish, startMinute, endMinute: startMinute + length };
}

/** Its end moved by minutes; an hour at least, a day at most. */
export const stretched = (wish: Wish, minutes: number): Wish => ({
  ...wish,
  endMinute: Math.min(
    Math.max(wish.endMinute + minutes, wish.startMinute + 60),
    wish.startMinute + minutesADay,
  ),
});

/** Its beginning moved by minutes, likewise; never before Monday. */
export const startedEarlier = (wish: Wish, minutes: number): Wish => ({
  ...wish,
  startMinute: Math.max(
    Math.min(Math.max(wish.startMinute + minutes, wish.endMinute - minutesADay), wish.endMinute - 60),
    0,
  ),
});

const steps: Readonly<Record<string, number>> = {
  ...{ ArrowLeft: -1, ArrowRight: 1, PageUp: -24, PageDown: 24 },
};

/**
 * What a key does: where one is afterwards, and what of the roster it changes. Null for a key that means nothing here.
 *
 * @param users of the rows, from above; null is the row of turns without a person
 */
export function pressGridKey(
  state: GridState,
  { key, shiftKey = false, ctrlKey = false }: GridKey,
  users: readonly (string | null)[],
  blocks: readonly Block[],
): { readonly state: GridState; readonly effect?: GridEffect } | null {
  const { row, hour, held } = state;
  const userId = users[row] ?? null;
  if (ctrlKey && key.toLowerCase() === 'z') {
    return { state: { ...state, held: null, anchor: null }, effect: { kind: shiftKey ? 'redo' : 'undo' } };
  }
  if (key === 'Escape') {
    return held || state.anchor !== null ? { state: { ...state, held: null, anchor: null } } : null;
  }
  if (held) return pressWhileHeld(state, held, { key, shiftKey }, users);
  const here = blockAt(blocks, userId, hour);
  const step = steps[key];
  if (step !== undefined) {
    if (shiftKey && state.anchor === null && here) {
      return { state, effect: { kind: 'change', block: here, wish: stretched(here, step * 60) } };
    }
    const next = clamp(hour + step, hoursAWeek - 1);
    const anchor = shiftKey ? (state.anchor ?? hour) : null;
    // A turn lasts a day at most.
    const isTooLong = anchor !== null && Math.abs(next - anchor) >= 24;
    return { state: { ...state, hour: isTooLong ? hour : next, anchor } };
  }
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const next = clamp(row + (key === 'ArrowUp' ? -1 : 1), users.length - 1);
      return { state: { ...state, row: next, anchor: null } };
    }
    case 'Home':
    case 'End': {
      // Of the day; with Shift all hours up to there are selected.
      const edge = hour - (hour % 24) + (key === 'End' ? 23 : 0);
      const anchor = shiftKey ? (state.anchor ?? hour) : null;
      const isTooLong = anchor !== null && Math.abs(edge - anchor) >= 24;
      return { state: { ...state, hour: isTooLong ? hour : edge, anchor } };
    }
    case 'Enter':
    case ' ': {
      if (here && state.anchor === null) {
        const { startMinute, endMinute } = here;
        return { state: { ...state, held: { block: here, wish: { userId, startMinute, endMinute } } } };
      }
      const wish = selectionOf(state, userId);
      return {
        state: { ...state, hour: wish.startMinute / 60, anchor: null },
        effect: { kind: 'add', wish },
      };
    }
    case 'Delete':
    case 'Backspace':
      return here ? { state, effect: { kind: 'remove', block: here } } : { state };
    default:
      return null;
  }
}

function pressWhileHeld(
  state: GridState,
  held: NonNullable<GridState['held']>,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  users: readonly (string | null)[],
): { readonly state: GridState; readonly effect?: GridEffect } | null {
  const step = steps[key];
  const put = (wish: Wish, row = state.row): { readonly state: GridState } => ({
    state: {
      ...state,
      row,
      hour: clamp(Math.floor(wish.startMinute / 60), hoursAWeek - 1),
      held: { ...held, wish },
    },
  });
  if (step !== undefined) {
    return put(shiftKey ? stretched(held.wish, step * 60) : moved(held.wish, step * 60));
  }
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const row = clamp(state.row + (key === 'ArrowUp' ? -1 : 1), users.length - 1);
      return put({ ...held.wish, userId: users[row] ?? null }, row);
    }
    case 'Enter':
    case ' ':
      return {
        state: { ...state, held: null },
        effect: { kind: 'change', block: held.block, wish: held.wish },
      };
    case 'Delete':
    case 'Backspace':
      return { state: { ...state, held: null }, effect: { kind: 'remove', block: held.block } };
    default:
      return null;
  }
}
