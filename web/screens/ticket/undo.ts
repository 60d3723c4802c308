import type { Asked } from './use-action';
import type { Whole } from './ticket-data';

/** The action that takes this one back, where the domain has one; a reopened ticket is no undone closing. */
export function inverseOf(
  { action, body }: Asked,
  before: Whole | undefined,
  words: { readonly undo: string },
): Asked | null {
  switch (action) {
    case 'hold':
      return before?.status === 'onHold' ? null : { action: 'resume', body: {} };
    case 'link':
      return { action: 'unlink', body: { reason: words.undo } };
    case 'reclassify': {
      if (!before) return null;
      const { category, priority } = body as { category?: string; priority?: string };
      return {
        action: 'reclassify',
        body: {
          ...(category !== undefined && { category: before.category }),
          ...(priority !== undefined && { priority: before.priority }),
          reason: words.undo,
        },
      };
    }
    default:
      return null;
  }
}
