import { useEffect, useState } from 'react';
import { onSignOut } from '../../app/session';
import type { WordsDraft } from './words-draft';

/** What was changed and not saved, by template: still there when somebody comes back from another screen. */
let kept: Readonly<Record<string, WordsDraft>> = {};
onSignOut(() => {
  kept = {};
  return Promise.resolve();
});

export interface Drafts {
  readonly of: (name: string) => WordsDraft | undefined;
  readonly keep: (draft: WordsDraft) => void;
  readonly forget: (name: string) => void;
}

export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState(kept);
  const change = (name: string, draft: WordsDraft | undefined): void => {
    const { [name]: _old, ...others } = kept;
    kept = draft ? { ...others, [name]: draft } : others;
    setDrafts(kept);
  };
  const isAny = Object.keys(drafts).length > 0;
  useEffect(() => {
    if (!isAny) return;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
    };
  }, [isAny]);
  return {
    of: (name) => drafts[name],
    keep: (draft) => {
      change(draft.name, draft);
    },
    forget: (name) => {
      change(name, undefined);
    },
  };
}
