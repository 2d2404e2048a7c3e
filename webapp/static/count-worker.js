// Lets the counting page open without a signal: what was fetched with one is kept, and used only when the net is gone.
"use strict";

const SHELF = "sparewell-count-1";
const PAGE = /^\/stock-takes\/\d+\/offline$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (PAGE.test(address.pathname) || address.pathname.startsWith("/static/")) event.respondWith(netFirst(event.request));
});

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith("sparewell-count") && name !== SHELF) await caches.delete(name);
  await self.clients.claim();
}

// A page that leads to the log-in is no counting page and is not kept.
async function netFirst(request) {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await shelf.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await shelf.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
