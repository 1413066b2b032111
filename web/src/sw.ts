// The service worker: the shell of the page works without network. It keeps files of the page only, never an answer
// of the server; those are kept by src/state/saved.ts, which leaves out where somebody was.

/** What this uses of a worker; the library of types for workers cannot stand beside that of the page. */
interface WorkerEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface WorkerFetch extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
declare const self: {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: WorkerFetch) => void): void;
};
/** Filled in at build time by build/shell.ts: the files of the shell, and a name that changes with them. */
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const SHELL = `ibasho-shell-${__VERSION__}`;
/** Hashed files that are fetched on the way, such as those of the map. */
const ASSETS = 'ibasho-assets';

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll(['/', ...__SHELL__].map((path) => new Request(path, { cache: 'reload' })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith('ibasho-shell-') && name !== SHELL);
      await Promise.all([...old, ASSETS].map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

/** Hashed names never change, so what is kept is right. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(ASSETS)).put(request, response.clone());
  return response;
}

/** The page from the server if there is one, else the kept shell: the script then shows what the address names. */
async function page(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    // The plain first page is the shell; a search in the address would be somebody's.
    const url = new URL(request.url);
    if (response.ok && url.pathname === '/' && !url.search) await (await caches.open(SHELL)).put('/', response.clone());
    return response;
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && /^\/(?:p\/[^/]+|coverage|print|about)?$/.test(url.pathname)) event.respondWith(page(request));
  else if (url.pathname === '/icon.svg' || url.pathname === '/manifest.webmanifest') event.respondWith(asset(request));
});

export {};
