// A module like the rest, although it imports nothing.
export {};

/** Written here by the build: what each of them needs to open without a network. */
declare const SHELL_FILES: Readonly<Record<string, readonly string[]>>;

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const page = '/app/';
/** A team's phone does not keep a desk; whoever registers says for whom. */
const shellFiles = SHELL_FILES[new URL(worker.location.href).searchParams.get('for') ?? 'team'] ?? [];
/** A new build has new names, so it is a new cache. */
const cacheName = `truc ${shellFiles.join(' ')}`;
/** A network that needs longer is no network to somebody in front of a door. */
const patienceMs = 4_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([page, ...shellFiles]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  );
});

/** The page from the network while there is one; its files from the phone. The API is never answered from here. */
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin || !pathname.startsWith(page)) return;
  if (request.mode === 'navigate') event.respondWith(pageFor(request));
  else event.respondWith(keptOr(request));
});

async function pageFor(request: Request): Promise<Response> {
  const kept = await caches.match(page, { cacheName, ignoreVary: true });
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, patienceMs);
  try {
    return await fetch(request, { signal: patience.signal });
  } catch (error) {
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function keptOr(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName, ignoreVary: true })) ?? fetch(request);
}
