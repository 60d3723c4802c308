import { useCallback, useEffect, useMemo, useState } from 'react';
import { coverageGaps, type CoverageGap } from '../../../src/domain/duty-coverage';
import type { DutyShift } from '../../../src/domain/organisation';
import { shiftWarnings, type RosterWarning } from '../../../src/domain/roster-warnings';
import type { TeamRoster } from '../../api/operations.gen';
import { rosterEditor, type RosterEditor } from './roster-edit';

interface History {
  readonly past: readonly (readonly DutyShift[])[];
  readonly now: readonly DutyShift[];
  readonly future: readonly (readonly DutyShift[])[];
}

/** What was changed and not saved, by team: still there when somebody comes back from another screen. */
const kept = new Map<string, History>();
const mostSteps = 100;
let nextId = 0;
const freshId = (): string => `new-${String((nextId += 1))}`;

export interface Draft {
  readonly shifts: readonly DutyShift[];
  readonly edit: RosterEditor;
  /** Steps since it was last saved. */
  readonly steps: number;
  readonly canRedo: boolean;
  readonly apply: (shifts: readonly DutyShift[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Begins anew from what is stored. */
  readonly restart: (shifts: readonly DutyShift[]) => void;
}

/** A roster while somebody works on it. */
export function useDraft(roster: TeamRoster): Draft {
  const teamId = roster.team.id;
  const [history, setHistory] = useState<History>(
    () => kept.get(teamId) ?? { past: [], now: roster.shifts, future: [] },
  );
  const isChanged = history.past.length > 0;
  // While nothing is changed, what others save is shown.
  const shifts = isChanged ? history.now : roster.shifts;
  const change = useCallback(
    (next: (was: History) => History): void => {
      setHistory((was) => {
        const is = next(was);
        if (is.past.length > 0) kept.set(teamId, is);
        else kept.delete(teamId);
        return is;
      });
    },
    [teamId],
  );
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
    };
  }, [isChanged]);
  const edit = useMemo(() => rosterEditor(teamId, freshId), [teamId]);
  return {
    ...{ shifts, edit, steps: history.past.length, canRedo: history.future.length > 0 },
    apply: (now) => {
      if (now === shifts) return;
      change(({ past }) => ({ past: [...past, shifts].slice(-mostSteps), now, future: [] }));
    },
    undo: () => {
      change((was) => {
        const last = was.past.at(-1);
        return last ? { past: was.past.slice(0, -1), now: last, future: [was.now, ...was.future] } : was;
      });
    },
    redo: () => {
      change((was) => {
        const [next, ...future] = was.future;
        return next ? { past: [...was.past, was.now], now: next, future } : was;
      });
    },
    restart: (stored) => {
      change(() => ({ past: [], now: stored, future: [] }));
    },
  };
}

export interface Lacks {
  readonly warnings: readonly RosterWarning[];
  readonly gaps: readonly CoverageGap[];
}

/** What the roster lacks as it stands, judged by the week that is shown: the server's own rules. */
export function lacksOf(shifts: readonly DutyShift[], people: TeamRoster['people'], monday: string): Lacks {
  const byId = new Map(people.map((person) => [person.id, person]));
  const inSight = shifts.filter(({ validTo }) => validTo === null || validTo > monday);
  const isReachable = (userId: string | null): boolean => {
    const person = userId === null ? undefined : byId.get(userId);
    return person !== undefined && person.active && person.hasPhone;
  };
  const warnings = shiftWarnings(inSight, (userId) => {
    const person = byId.get(userId);
    if (!person) return null;
    const { id, active, hasPhone, lastUndelivered, optedOut } = person;
    return { user: { id, active, phone: hasPhone ? '+' : null }, lastUndelivered, optedOut };
  });
  const once = new Map(warnings.map((warning) => [`${warning.code} ${warning.userId ?? ''}`, warning]));
  return {
    warnings: [...once.values()],
    gaps: coverageGaps(
      shifts.filter(({ userId }) => isReachable(userId)),
      monday,
    ),
  };
}
