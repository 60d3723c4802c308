import { useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { ask, newKey, NoAnswer, Problem, type AnswerOf } from '../../api/ask';
import type { MessageTexts, MessageTextsChange } from '../../api/operations.gen';
import { useWords } from '../../app/language';
import type { Done } from '../../parts/undo-bar';
import { useSend } from '../../parts/use-send';
import { messageWords } from './words';

export type TextsVersion = AnswerOf<'GET /message-templates'>['items'][number];
export interface KnownTexts {
  /** Newest first. */
  readonly versions: readonly TextsVersion[];
  /** Those in force. */
  readonly texts: MessageTexts;
}

export const useKnownTexts = () =>
  useQuery({
    queryKey: ['messageTexts'],
    queryFn: async (): Promise<KnownTexts> => {
      const { items: versions } = await ask('GET /message-templates');
      const params = { version: versions[0]?.version ?? 1 };
      return { versions, texts: await ask('GET /message-templates/{version}', { params }) };
    },
  });

/** One version of the words; none ever changes. */
export const useTextsOf = (version: number) =>
  useQuery({
    queryKey: ['messageTextsOf', version],
    queryFn: () => ask('GET /message-templates/{version}', { params: { version } }),
    staleTime: Infinity,
  });

export interface TextsWrite {
  readonly change: MessageTextsChange;
  /** The same words as they were. */
  readonly before: MessageTextsChange;
  readonly basedOn: number;
}

export const isConflict = (error: unknown): boolean => error instanceof Problem && error.code === 'conflict';

/** Writes the next version. What it replaced can be brought back, which is a version again. */
export function useSaveTexts(
  onDone: (done: Done) => void,
  onSaved: () => void,
): UseMutationResult<MessageTexts, unknown, TextsWrite> {
  const words = useWords(messageWords);
  const queries = useQueryClient();
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['messageTexts'] });
  const write = async (body: MessageTextsChange, idempotencyKey: string): Promise<MessageTexts> => {
    try {
      return await ask('POST /message-templates', { body, idempotencyKey });
    } catch (error) {
      // Somebody was quicker: their words are laid beside these.
      if (isConflict(error)) await refresh();
      throw error;
    }
  };
  return useSend(
    ({ change, basedOn }: TextsWrite, key) => write({ ...change, basedOn }, key),
    (saved, { before, basedOn }) => {
      const undoKey = newKey();
      const undo = async (): Promise<void> => {
        try {
          const undone = await write({ ...before, basedOn: saved.version }, undoKey);
          await refresh();
          onDone({ text: words.undone(undone.version) });
        } catch (error) {
          if (error instanceof NoAnswer) onDone({ text: words.undoUnanswered, undo });
          else onDone({ text: isConflict(error) ? words.undoTooLate : words.undoRefused });
        }
      };
      void refresh().then(() => {
        onSaved();
        onDone({ text: words.saved(saved.version, saved.version - basedOn - 1), undo });
      });
    },
  );
}
