import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, newKey, Problem } from '../../api/ask';
import type { CommandOrder } from '../../api/operations.gen';
import { mayPass } from '../../api/problem';

export type OrderAction = CommandOrder['can'][number];

export interface AskedOfOrder {
  readonly action: OrderAction;
  readonly body: object;
}

export const orderKey = (id: string): readonly string[] => ['commandOrders', 'one', id];

/** Sends one action of an order. The same request sent again after silence is the same to the API. */
export function useOrderAction(id: string) {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: async (asked: AskedOfOrder) => {
      const text = JSON.stringify(asked);
      const key = keys.current.get(text) ?? newKey();
      keys.current.set(text, key);
      try {
        const answer = await ask(`POST /command-orders/{id}/${asked.action}`, {
          params: { id },
          // Each form makes the body that its action takes; the API checks it.
          body: asked.body,
          idempotencyKey: key,
        });
        keys.current.delete(text);
        return answer;
      } catch (error) {
        if (!mayPass(error)) keys.current.delete(text);
        if (error instanceof Problem) void queries.invalidateQueries({ queryKey: orderKey(id) });
        throw error;
      }
    },
    onSuccess: (answer) => {
      queries.setQueryData<CommandOrder>(orderKey(id), (old) =>
        old === undefined || answer.revision >= old.revision ? answer : old,
      );
      void queries.invalidateQueries({ queryKey: ['commandOrders'] });
    },
  });
}

/** What the API says about one field; null when it says nothing of it. */
export function problemAt(error: unknown, pointer: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.body.errors?.find(
    (one) =>
      one.pointer === pointer || one.pointer === `/body${pointer}` || one.pointer.startsWith(`${pointer}/`),
  );
  return found?.message ?? null;
}
