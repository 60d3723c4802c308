import type { Priority } from './policy';

/** What the menu learned of a call before anybody spoke to the caller. Codes only. */
export interface CallHint {
  /** Null when the caller asked for an agent or pressed nothing. */
  readonly category: string | null;
  readonly priority: Priority;
  /** Order in the queue: 0 is a red flag, then 1 to 5 as P1 to P5. */
  readonly rank: number;
}

const classes = ['P1', 'P2', 'P3', 'P4', 'P5'] as const satisfies readonly Priority[];

/** A call that says nothing of itself may be anything: it waits with the ordinary ones. */
export const unknownHint: CallHint = { category: null, priority: 'P4', rank: 4 };

export const hintOf = (category: string, priority: Priority): CallHint => ({
  category,
  priority,
  rank: classes.indexOf(priority) + 1,
});

/** The caller answered yes to the red-flag question: ahead of everything else. */
export const redFlagged = (hint: CallHint): CallHint => ({ ...hint, priority: 'P1', rank: 0 });

/** The caller pressed the key for emergencies, or said yes to the red flag: such a call is never turned away. */
export const mayBeEmergency = ({ category, priority }: CallHint): boolean =>
  category === 'emergency' || priority === 'P1';

/** The more urgent of two hints. */
export const worstHint = (a: CallHint, b: CallHint): CallHint => (b.rank < a.rank ? b : a);

/** One class more urgent; a P1 stays one. */
export function raised(hint: CallHint): CallHint {
  if (hint.rank <= 1) return hint;
  const priority = classes[hint.rank - 2] ?? 'P1';
  return { ...hint, priority, rank: hint.rank - 1 };
}
