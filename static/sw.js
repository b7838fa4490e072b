// Keeps the pages a reader has visited for when there is no network. Online it is never in the way of what is new:
// a page always comes from the network first. Files with a fingerprint in their name never change.

const shelf = "pages";
const most = 120;
const self_ = /** @type {any} */ (self);

self_.addEventListener("install", () => self_.skipWaiting());
self_.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(self_.clients.claim()));

// The page that brought the worker was there before it, with its files.
self_.addEventListener("message", (/** @type {any} */ event) => {
  event.waitUntil(
    caches.open(shelf).then((cache) =>
      Promise.all(
        event.data.map(async (/** @type {string} */ url) => {
          if (!(await cache.match(url))) await cache.add(url).catch(() => {});
        }),
      ),
    ),
  );
});

self_.addEventListener("fetch", (/** @type {any} */ event) => {
  /** @type {Request} */
  const request = event.request;
  const { origin, pathname } = new URL(request.url);
  // What else is asked for, by a preview's live reload say, passes by.
  const known = ["document", "style", "script", "image"].includes(request.destination);
  if (request.method !== "GET" || origin !== location.origin || !known) return;
  const lasting = /\.[0-9a-f]{12}\.\w+$/.test(pathname);
  event.respondWith((lasting ? caches.match(request) : Promise.resolve(undefined)).then((kept) => kept ?? fresh(event)));
});

/** From the network, and from the shelf only without one. @param {any} event */
async function fresh(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok && !response.redirected) event.waitUntil(keep(event.request, response.clone()));
    return response;
  } catch (error) {
    const kept = await caches.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

/** @param {Request} request @param {Response} response */
async function keep(request, response) {
  const cache = await caches.open(shelf);
  await cache.put(request, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}
