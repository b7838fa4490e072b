// Keeps visited pages for when there is no network. Online it is never in the way of what is new: a page always comes
// from the network first. Files with a fingerprint in their name never change.

const scope = /** @type {any} */ (self);
const most = 120;

scope.addEventListener("install", () => scope.skipWaiting());
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url, destination } = event.request;
  const { origin, pathname } = new URL(url);
  // What else is asked for, by a preview's live reload say, passes by.
  const known = ["document", "style", "script", "image"].includes(destination);
  if (method !== "GET" || origin !== location.origin || !known) return;
  const lasting = /\.[0-9a-f]{12}\.\w+$/.test(pathname);
  event.respondWith(lasting ? caches.match(event.request).then((kept) => kept ?? fresh(event)) : fresh(event));
});

/** From the network, or as it was kept where there is none. @param {any} event */
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
  const cache = await caches.open("pages");
  await cache.put(request, response);
  const keys = await cache.keys();
  for (const key of keys.slice(0, -most)) await cache.delete(key);
}
