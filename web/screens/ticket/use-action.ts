import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, NoAnswer, Problem } from '../../api/ask';
import { mayPass } from '../../api/problem';
import type { FormAction } from './forms';
import type { Whole } from './ticket-data';

export interface Asked {
  readonly action: FormAction;
  readonly body: object;
  /** The revision that was seen; absent when it makes no difference. */
  readonly ifMatch?: number;
}

/** Sends one action of a ticket. The same request sent again after silence is the same to the API. */
export function useAction(id: string, onDone: (asked: Asked, before: Whole | undefined) => void) {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: async (asked: Asked) => {
      const text = JSON.stringify(asked);
      const key = keys.current.get(text) ?? newKey();
      keys.current.set(text, key);
      try {
        return await ask(`POST /tickets/{id}/${asked.action}`, {
          params: { id },
          // The forms make the body that this action takes; the API checks it.
          body: asked.body,
          idempotencyKey: key,
          ...(asked.ifMatch !== undefined && { ifMatch: asked.ifMatch }),
        });
      } catch (error) {
        if (!mayPass(error) && !(error instanceof NoAnswer)) keys.current.delete(text);
        if (error instanceof Problem) void queries.invalidateQueries({ queryKey: ['ticket', id] });
        throw error;
      }
    },
    onSuccess: (answer, asked) => {
      const before = queries.getQueryData<Whole>(['ticket', id]);
      queries.setQueryData<Whole>(['ticket', id], (old) => old && { ...old, ...answer });
      void queries.invalidateQueries({ queryKey: ['ticket', id] });
      void queries.invalidateQueries({ queryKey: ['tickets'] });
      onDone(asked, before);
    },
  });
}

/** Not secret, only never the same twice; `crypto.randomUUID` is missing on pages without TLS. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
