// Count without a signal: each count is kept on the phone at once, under a key of its own, and sent when it can be.
"use strict";

(() => {
  const root = document.querySelector("[data-count]");
  if (!root) return;
  const take = root.dataset.count;
  const facts = JSON.parse(document.querySelector("[data-facts]").textContent);
  const words = JSON.parse(document.querySelector("[data-words]").textContent);
  const QUEUE = `sparewell-count/${take}/`;
  const DONE = `sparewell-counted/${take}/${facts.person}/`;
  const RETRY_MS = 15000;
  const place = root.querySelector("[data-here]");
  const box = root.querySelector("[data-scan-input]");
  const said = root.querySelector("[data-said]");
  // The server's clock less the phone's: what is counted bears the server's time. A page that the phone kept is older
  // than its opening, so that its own time only says how much that is at least.
  const CLOCK = "sparewell-clock";
  const least = Date.parse(facts.now) - Date.now();
  let ahead = Math.max(least, Number(localStorage.getItem(CLOCK) ?? least));
  let here = "";
  let scanned = "";
  let sending = false;
  let notice = "";

  function setClock(now) {
    ahead = Date.parse(now) - Date.now();
    localStorage.setItem(CLOCK, String(ahead));
  }

  // --- what is kept on the phone ---------------------------------------------------------------------------------
  function kept(prefix) {
    const keys = [];
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (key.startsWith(prefix)) keys.push(key);
    }
    return keys.sort();
  }
  function queue() {
    return kept(QUEUE).map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) })).sort((a, b) => a.at.localeCompare(b.at));
  }
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function keep(count) {
    const key = newKey();
    const at = new Date(Date.now() + ahead).toISOString();
    try {
      localStorage.setItem(QUEUE + key, JSON.stringify({ ...count, person: facts.person, name: facts.name, at }));
    } catch {
      say(words.storage_full);
      return false;
    }
    return true;
  }
  const pair = (each) => `${each.place}\u0000${each.part}`;
  function counted() {
    const waiting = queue().filter((each) => each.person === facts.person && !each.refused).map(pair);
    // What was sent since this page came from the server; a fresh page no longer has those lines.
    const sent = kept(DONE).filter((key) => localStorage.getItem(key) >= facts.now).map((key) => key.slice(DONE.length));
    return new Set([...waiting, ...sent]);
  }
  kept(DONE).filter((key) => localStorage.getItem(key) < facts.now).forEach((key) => localStorage.removeItem(key));

  // --- what is shown ---------------------------------------------------------------------------------------------
  function made(tag, text = "", classes = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = classes;
    return element;
  }
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }
  function say(text) {
    said.textContent = text;
    said.hidden = !text;
    if (text) window.sparewellSound?.("bad");
  }
  function waitingLines() {
    const done = counted();
    return facts.lines.filter((line) => !done.has(pair(line)));
  }
  function show() {
    const waiting = waitingLines();
    const lines = waiting.filter((line) => line.place === here);
    lines.sort((a, b) => (b.part === scanned) - (a.part === scanned));
    place.replaceChildren();
    if (here) {
      place.append(made("h2", here));
      if (!lines.length) place.append(made("p", words.place_done));
      for (const line of lines) place.append(form(line));
    }
    root.querySelector("[data-find]").hidden = !here;
    const codes = new Map();
    for (const line of waiting) codes.set(line.place, (codes.get(line.place) ?? 0) + 1);
    root.querySelector("[data-places]").replaceChildren(...[...codes].map(([code, count]) => {
      const item = made("li");
      const button = made("button", "", "btn btn-outline-secondary count-place");
      button.type = "button";
      button.append(made("strong", code), " ", made("span", fill(words.to_count, { count }), "unit"));
      button.addEventListener("click", () => { here = code; scanned = ""; say(""); show(); place.scrollIntoView(); });
      item.append(button);
      return item;
    }));
    showQueue();
  }
  function form(line) {
    const made_form = made("form", "", "panel count-line");
    made_form.noValidate = true;
    const id = `c-${line.place}-${line.part}`.replace(/[^\w-]/g, "_");
    const title = made("h3", `${line.part} ${line.name}`);
    if (line.recount) title.append(" ", made("span", words.recount, "badge state state-warning"));
    const label = made("label", words.how_many, "form-label");
    label.htmlFor = id;
    const group = made("div", "", "input-group");
    const input = made("input", "", "form-control form-control-lg text-end");
    Object.assign(input, { id, inputMode: "decimal", maxLength: 20, autocomplete: "off" });
    const button = made("button", words.counted, "btn btn-primary btn-lg");
    group.append(input, made("span", line.unit, "input-group-text"), button);
    made_form.append(title, label, group);
    let serials = null;
    if (line.serials) {
      const other = made("label", words.serials, "form-label");
      serials = made("textarea", "", "form-control");
      other.htmlFor = serials.id = `${id}-serials`;
      serials.rows = 4;
      serials.maxLength = 8000;
      made_form.append(other, serials);
    }
    made_form.addEventListener("submit", (event) => {
      event.preventDefault();
      take_count(line.place, line.part, input, serials?.value ?? "");
    });
    return made_form;
  }
  function take_count(code, part, input, serials) {
    const text = input.value.trim().replace("，", ".").replace(",", ".");
    if (!/^[0-9]{1,12}(\.[0-9]{1,3})?$/.test(text)) {
      input.setAttribute("aria-invalid", "true");
      input.classList.add("is-invalid");
      say(words.number_wrong);
      input.focus();
      return false;
    }
    if (!keep({ place: code, part, counted: text, serials: serials.trim() })) return false;
    say("");
    window.sparewellSound?.("good");
    scanned = "";
    show();
    place.querySelector("input")?.focus();
    send();
    return true;
  }
  function showQueue() {
    const all = queue();
    const waiting = all.filter((each) => !each.refused);
    const signal = root.querySelector("[data-signal]");
    signal.classList.toggle("on", navigator.onLine);
    signal.classList.toggle("off", !navigator.onLine);
    const lines = [navigator.onLine ? words.online : words.offline];
    lines.push(waiting.length ? fill(words.waiting_count, { count: waiting.length }) : words.none_waiting);
    if (notice && waiting.length) lines.push(notice);
    const text = lines.join(" ");
    if (signal.textContent !== text) signal.textContent = text;
    root.querySelector("[data-queue]").replaceChildren(...all.filter((each) => each.refused).map(refusal));
  }
  function refusal(count) {
    const panel = made("div", "", "count-refused");
    panel.setAttribute("role", "alert");
    panel.append(made("strong", `${count.place} · ${count.part} · ${count.counted} — ${words.refused}`), made("p", count.refused));
    const button = made("button", words.discard, "btn btn-outline-danger");
    button.type = "button";
    button.addEventListener("click", () => {
      if (!window.confirm(words.discard_sure)) return;
      localStorage.removeItem(count.key);
      show();
    });
    panel.append(button);
    return panel;
  }

  // --- scanning --------------------------------------------------------------------------------------------------
  function understood(text) {
    const label = /^SW[:：][A-Z][:：](.*)$/i.exec(text.trim());
    return label ? label[1] : text.trim();
  }
  root.querySelector("[data-scan]").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = understood(box.value);
    box.value = "";
    if (!code) return;
    const same = (text) => text.toUpperCase() === code.toUpperCase();
    const line = facts.lines.find((each) => same(each.place));
    if (line) { here = line.place; scanned = ""; say(""); show(); return; }
    if (!here) { say(words.place_first); return; }
    const part = waitingLines().find((each) => each.place === here && same(each.part));
    if (part) {
      scanned = part.part;
      say("");
      show();
      place.querySelector("input")?.focus();
      return;
    }
    say(fill(words.unknown, { code }));
    root.querySelector("[data-find]").open = true;
    root.querySelector("#find-part").value = code;
    root.querySelector("#find-counted").focus();
  });
  root.querySelector("[data-find-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    const part = root.querySelector("#find-part");
    const number = root.querySelector("#find-counted");
    const serials = root.querySelector("#find-serials");
    if (!part.value.trim() || !here) { say(words.place_first); part.focus(); return; }
    if (!take_count(here, understood(part.value), number, serials.value)) return;
    for (const each of [part, number, serials]) each.value = "";
    root.querySelector("[data-find]").open = false;
  });

  // --- sending ---------------------------------------------------------------------------------------------------
  async function send() {
    if (sending || !navigator.onLine) { showQueue(); return; }
    sending = true;
    try {
      const state = await json(root.dataset.state);
      if (!state) { notice = words.log_in; return; }
      setClock(state.now);
      const waiting = queue().filter((each) => !each.refused);
      if (!waiting.length) return;
      const others = waiting.find((each) => each.person !== state.person);
      notice = others ? fill(words.other_person, { name: others.name }) : words.sending;
      for (const count of waiting.filter((each) => each.person === state.person)) await sendOne(count, state.token);
    } catch {
      notice = "";
    } finally {
      sending = false;
      show();
    }
  }
  async function json(address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").includes("json")) return null;
    return answer.json();
  }
  async function sendOne(count, token) {
    const body = new URLSearchParams({
      csrf_token: token,
      request_key: count.key.slice(QUEUE.length),
      location_id: count.place,
      part_id: count.part,
      counted: count.counted,
      serials: count.serials,
      counted_at: count.at,
    });
    const answer = await fetch(root.dataset.send, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null;
    if (told?.kept) {
      localStorage.setItem(DONE + pair(count), new Date(Date.now() + ahead).toISOString());
      localStorage.removeItem(count.key);
    } else if (told && "kept" in told) {
      const { key, ...rest } = count;
      localStorage.setItem(key, JSON.stringify({ ...rest, refused: told.message }));
      window.sparewellSound?.("bad");
    }
    // Anything else (no session, a server in trouble): the count stays and is sent again later.
  }

  window.addEventListener("online", send);
  window.addEventListener("offline", showQueue);
  window.addEventListener("storage", show);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (queue().some((each) => !each.refused)) send(); }, RETRY_MS);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: "/stock-takes/" }).then(keepThisPage, () => {});
  }
  // The first visit comes before the worker: it is told to keep what this page is made of.
  async function keepThisPage() {
    await navigator.serviceWorker.ready;
    if (!navigator.onLine) return;
    const shelf = await caches.open("sparewell-count-1");
    const needed = [...document.querySelectorAll("link[rel=stylesheet],link[rel=icon]")].map((each) => each.href);
    needed.push(...[...document.scripts].filter((each) => each.src).map((each) => each.src), window.location.href);
    await Promise.allSettled(needed.map(async (address) => {
      const answer = await fetch(address);
      if (answer.ok && !answer.redirected) await shelf.put(address, answer);
    }));
    root.dataset.ready = "yes";
  }
  show();
  send();
})();
