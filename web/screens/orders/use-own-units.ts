import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { orderDateOf } from '../../../src/domain/command-order-addressees';
import { isInForce } from '../../../src/domain/unit-tree';
import { ask } from '../../api/ask';
import type { Unit } from '../../api/operations.gen';
import { useMe } from '../../app/session';
import type { TierChoice } from './order-draft';

export interface OwnUnits {
  /** The unit of whoever orders; null while nothing is read. */
  readonly own: Unit | null;
  /** Every unit below it that is in force, by name. */
  readonly below: readonly Unit[];
  readonly childrenOf: (code: string) => readonly Unit[];
  /** How many units a tier below a unit has. */
  readonly count: (choice: TierChoice) => number;
  readonly covers: (choice: TierChoice, unit: Unit) => boolean;
}

/** Whom this person may order: by the same day as the API takes. */
export function useOwnUnits(): OwnUnits {
  const { unitCode } = useMe();
  const { data } = useQuery({ queryKey: ['units'], queryFn: () => ask('GET /units'), staleTime: Infinity });
  return useMemo(() => {
    const all = data?.items ?? [];
    const own = all.find(({ code }) => code === unitCode) ?? null;
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const date = orderDateOf(own ?? { validTo: null }, today);
    const below = all
      .filter((unit) => unit.code !== unitCode && unit.path.some(({ code }) => code === unitCode))
      .filter((unit) => isInForce(unit, date))
      .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    const covers = ({ tier, below: above }: TierChoice, unit: Unit): boolean =>
      unit.tier === tier && unit.code !== above && unit.path.some(({ code }) => code === above);
    return {
      own,
      below,
      covers,
      childrenOf: (code) => below.filter(({ parentCode }) => parentCode === code),
      count: (choice) => below.filter((unit) => covers(choice, unit)).length,
    };
  }, [data, unitCode]);
}
