import { useEffect } from 'react';

/** Whose screens open without a network; each has its own list of files, see scripts/web/build-web.ts. */
export type OfflineShell = 'team' | 'agent';

/** From now on this device opens these screens without a network. */
export function useOfflineShell(shell: OfflineShell): void {
  useEffect(() => {
    // Not without TLS, and not while Vite serves the sources: then there is no worker to register.
    if (import.meta.env.PROD && 'serviceWorker' in navigator) {
      void navigator.serviceWorker.register(`/app/service-worker.js?for=${shell}`, { scope: '/app/' });
    }
  }, [shell]);
}
