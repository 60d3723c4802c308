import { useState } from 'react';
import { onSignOut, useMe } from '../../app/session';
import {
  emptyOrderDraft,
  forgetOrderDraft,
  forgetOrderDrafts,
  keepOrderDraft,
  readOrderDraft,
  type OrderDraft,
} from './order-draft';

onSignOut(() => {
  forgetOrderDrafts(localStorage);
  return Promise.resolve();
});

/** What this person is writing, kept with every change: a reload or a power cut costs nothing. */
export function useOrderDraft(): readonly [OrderDraft, (change: Partial<OrderDraft>) => void] {
  const { id } = useMe();
  const [draft, setDraft] = useState<OrderDraft>(() => readOrderDraft(id, localStorage));
  return [
    draft,
    (change) => {
      setDraft((now) => {
        const next = { ...now, ...change };
        if (JSON.stringify(next) === JSON.stringify(emptyOrderDraft)) forgetOrderDraft(id, localStorage);
        else keepOrderDraft(id, next, localStorage);
        return next;
      });
    },
  ];
}
