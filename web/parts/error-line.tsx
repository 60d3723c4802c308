import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { NoAnswer, Problem } from '../api/ask';
import { useWords } from '../app/language';
import { sharedWords } from '../locales/shared-words';
import type { SharedWords } from '../locales/vi';

/** What went wrong, in words a person can act on; nothing when nothing did. */
export function ErrorLine({ error }: { readonly error: unknown }) {
  const { problems } = useWords(sharedWords);
  if (error === null || error === undefined) return null;
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle aria-hidden />} p="sm">
      {errorText(error, problems)}
    </Alert>
  );
}

function errorText(error: unknown, words: SharedWords['problems']): string {
  if (error instanceof NoAnswer) return words.noAnswer;
  if (error instanceof Problem) {
    if (error.code === 'already-claimed' && error.body.claimedBy?.teamName) {
      return `${words['already-claimed']} (${error.body.claimedBy.teamName})`;
    }
    const { first } = error.body;
    const known = (words as Readonly<Record<string, unknown>>)[error.code];
    if (typeof known !== 'string') return words.other(error.message);
    return first?.name == null ? known : `${known} (${first.name})`;
  }
  return words.other(error instanceof Error ? error.message : String(error));
}
