import { useState } from 'react';

/** What somebody looks at in a list: still there when they come back from one of its entries, until the tab closes. */
export function useKeptFilter<F extends object>(
  storageKey: string,
  noFilter: F,
): readonly [F, (change: Partial<F>) => void] {
  const [filter, setFilter] = useState<F>(() => stored(storageKey, noFilter));
  return [
    filter,
    (change) => {
      const next = { ...filter, ...change };
      sessionStorage.setItem(storageKey, JSON.stringify(next));
      setFilter(next);
    },
  ];
}

function stored<F extends object>(storageKey: string, noFilter: F): F {
  try {
    return { ...noFilter, ...(JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<F>) };
  } catch {
    return noFilter;
  }
}
