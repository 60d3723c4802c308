import { useState } from 'react';
import { fold } from '../../../src/domain/fold';
import type { User } from '../../api/operations.gen';

export const roleOrder = ['agent', 'dispatcher', 'responder', 'supervisor', 'commander', 'admin'] as const;

export interface PeopleFilter {
  readonly search: string;
  readonly role: string | null;
  /** And the units below it. */
  readonly unit: string | null;
  readonly team: string | null;
  readonly state: 'active' | 'inactive' | 'all';
}
export const noFilter: PeopleFilter = { search: '', role: null, unit: null, team: null, state: 'active' };

const storageKey = 'truc.people';

/** What the admin looks at; still there when they come back. What is searched for may be a name: it is not kept. */
export function usePeopleFilter(): readonly [PeopleFilter, (change: Partial<PeopleFilter>) => void] {
  const [filter, setFilter] = useState<PeopleFilter>(stored);
  return [
    filter,
    (change) => {
      const next = { ...filter, ...change };
      sessionStorage.setItem(storageKey, JSON.stringify({ ...next, search: '' }));
      setFilter(next);
    },
  ];
}

function stored(): PeopleFilter {
  try {
    return {
      ...noFilter,
      ...(JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<PeopleFilter>),
    };
  } catch {
    return noFilter;
  }
}

/** Names without accents, in the order of names; every word typed has to begin a word, or be part of a number. */
export function matching(
  all: readonly User[],
  { search, role, unit, team, state }: PeopleFilter,
): readonly User[] {
  const wanted = fold(search).split(' ').filter(Boolean);
  return all
    .filter(
      (one) =>
        (role === null || one.role === role) &&
        (team === null || one.teamId === team) &&
        (unit === null || one.unitPath.some(({ code }) => code === unit)) &&
        (state === 'all' || one.active === (state === 'active')),
    )
    .filter(({ name, username, phone }) => {
      const text = ` ${fold(name)} ${username.toLowerCase()}`;
      const number = (phone ?? '').replace(/^\+84/, '0');
      return wanted.every(
        (word) => text.includes(` ${word}`) || text.includes(word) || number.includes(word),
      );
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}
