import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey, Problem } from '../api/ask';

/**
 * Sends what somebody filled in. The same values sent again after silence have the same key, so nothing is done twice;
 * whatever was typed stays in the form until there is an answer.
 */
export function useSend<V, A>(
  send: (values: V, idempotencyKey: string) => Promise<A>,
  onDone: (answer: A, values: V) => void,
): UseMutationResult<A, unknown, V> {
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: async (values: V) => {
      const text = JSON.stringify(values);
      const key = keys.current.get(text) ?? newKey();
      keys.current.set(text, key);
      return send(values, key);
    },
    onSuccess: (answer, values) => {
      keys.current.clear();
      onDone(answer, values);
    },
  });
}

/** What the API says of each field, by JSON pointer: `/phone`. */
export const fieldErrors = (error: unknown): ReadonlyMap<string, string> =>
  new Map(
    error instanceof Problem
      ? (error.body.errors ?? []).map(({ pointer, message }) => [pointer, message] as const)
      : [],
  );

/** True when every complaint has a field beside which it stands, so that nothing is said twice. */
export const isSaidBesideFields = (error: unknown, pointers: readonly string[]): boolean => {
  const told = [...fieldErrors(error).keys()];
  return told.length > 0 && told.every((pointer) => pointers.includes(pointer));
};
