import { useNavigate, useSearch } from '@tanstack/react-router';
import { daysLater } from '../../../src/domain/report-period';
import { localDate } from '../../../src/domain/roster';
import { useMe } from '../../app/session';

export const kinds = ['daily', 'weekly', 'span'] as const;
export type Kind = (typeof kinds)[number];

/** Which report: what the address says, so that it can be sent to somebody, and reloaded. */
export interface Asked {
  readonly kind: Kind;
  readonly from: string;
  /** The last day of a span. */
  readonly to: string;
  readonly unit: string;
  readonly depth: 'children' | 'innermost';
}

export const today = (): string => localDate(new Date().toISOString());

export function useAsked(): readonly [asked: Asked, change: (change: Partial<Asked>) => void] {
  const { areaCode } = useMe();
  const navigate = useNavigate();
  const place: Partial<Readonly<Record<keyof Asked, string>>> = useSearch({ strict: false });
  const from = isDate(place.from) ? place.from : today();
  const asked: Asked = {
    kind: kinds.find((kind) => kind === place.kind) ?? 'daily',
    from,
    to: isDate(place.to) && place.to >= from ? place.to : from,
    unit: place.unit ?? areaCode,
    depth: place.depth === 'innermost' ? 'innermost' : 'children',
  };
  return [
    asked,
    (change) => {
      const { kind, to, ...rest } = { ...asked, ...change };
      const search = { kind, ...rest, ...(kind === 'span' && { to: to < rest.from ? rest.from : to }) };
      void navigate({ to: '/reports', search });
    },
  ];
}

const isDate = (text: string | undefined): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');
const dayMs = 86_400_000;
const daysOf = ({ kind, from, to }: Asked): number => {
  if (kind === 'daily') return 1;
  return kind === 'weekly' ? 7 : Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
};

/** As many days earlier or later. */
export function stepped(asked: Asked, direction: -1 | 1): Partial<Asked> {
  const days = direction * daysOf(asked);
  return { from: daysLater(asked.from, days), to: daysLater(asked.to, days) };
}

/** The query of the report, of its files and of the lists behind its numbers. */
export const queryOf = ({ kind, from, to, unit, depth }: Asked) => ({
  ...{ from, unit, depth, consolidated: 'true' as const },
  ...(kind === 'span' && { to }),
});
