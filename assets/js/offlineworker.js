// The service worker: where a page can't be had, one that says so takes its place. It keeps that page (KEPT, which the
// server puts before this script: first the page, then what it is made of), and nothing else of Goblet goes through it.

const worker = /** @type {any} */ (self);
const CACHE = 'goblet-offline';
/** @type {string[]} */
const kept = worker.KEPT;
const [page, ...parts] = kept;

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const {request} = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(navigate(event));
  else if (parts.includes(new URL(request.url).pathname)) event.respondWith(part(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(kept.map((url) => new Request(url, {cache: 'reload'})));
  await worker.skipWaiting();
}

/** What an earlier release has kept goes, and pages are asked for while the worker still starts. */
async function activate() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (!kept.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
  await worker.registration.navigationPreload?.enable();
}

/** @param {any} event */
async function navigate(event) {
  try {
    const answer = (await event.preloadResponse) ?? await fetch(event.request);
    if (!ofGateway(answer)) return answer;
    return await caches.match(page) ?? answer;
  } catch {
    return await caches.match(page) ?? Response.error();
  }
}

/**
 * Whether a proxy says that Goblet does not answer. Goblet's own answers carry a policy.
 * @param {Response} answer
 */
function ofGateway({status, headers}) {
  return status >= 502 && status <= 504 && !headers.has('Content-Security-Policy');
}

/** @param {Request} request */
async function part(request) {
  return await caches.match(request) ?? fetch(request);
}
