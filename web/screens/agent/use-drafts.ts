import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { onSignOut, useMe } from '../../app/session';
import type { Entry } from './draft';
import { createDraftStore, forgetDrafts, type DraftStore } from './draft-store';

onSignOut(() => {
  forgetDrafts(localStorage);
  return Promise.resolve();
});

/** The drafts of whoever is signed in, and anew whenever one changes, here or in another window. */
export function useDrafts(): { readonly store: DraftStore; readonly entries: readonly Entry[] } {
  const { id } = useMe();
  const store = useMemo(() => createDraftStore(id, localStorage), [id]);
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent): void => {
      if (key === null || key.startsWith('truc.agent.')) store.readAgain();
    };
    window.addEventListener('storage', onStorage);
    return () => {
      window.removeEventListener('storage', onStorage);
    };
  }, [store]);
  return { store, entries: useSyncExternalStore(store.subscribe, store.list) };
}
