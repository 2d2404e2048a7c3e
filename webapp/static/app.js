// Small help for pages that work without it: look-ahead, lines, one sending, sounds, scanning.
"use strict";

const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token; });
// 286 ends polling and its answer is shown; errors leave the page as it stands.

// --- one sending -----------------------------------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (words && !window.confirm(words)) { event.preventDefault(); return; }
  if (!event.target.matches("[data-once]")) return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "yes";
  setTimeout(() => { delete event.target.dataset.sent; }, 4000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

// --- look-ahead ------------------------------------------------------------------------------------------------
let waiting;
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-lookup]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => lookAhead(box), 180);
});
async function lookAhead(box) {
  const text = box.value.trim();
  const list = document.getElementById(box.getAttribute("list"));
  if (!text || !list) return;
  const answer = await fetch(`${box.dataset.lookup}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || box.value.trim() !== text) return;
  list.replaceChildren(...(await answer.json()).map((row) => {
    const option = document.createElement("option");
    option.value = row.code;
    option.label = `${row.code} · ${row.label}`;
    option.textContent = row.label;
    return option;
  }));
}

// --- lines of a form -------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const add = event.target.closest?.("[data-add-line]");
  if (add) addLine(add.closest("[data-lines]"));
  const drop = event.target.closest?.("[data-drop-line]");
  if (drop) dropLine(drop.closest(".lines-row"));
});
function addLine(lines) {
  const rows = lines.querySelector("[data-rows]");
  const number = Number(lines.dataset.next ?? rows.children.length);
  lines.dataset.next = number + 1;
  const made = lines.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const part of made.querySelectorAll("[id],[name],[for],[list],[aria-describedby]")) {
    for (const name of ["id", "name", "for", "list", "aria-describedby"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replaceAll("__line__", number));
    }
  }
  rows.append(made);
  made.querySelector("input,select")?.focus();
}
function dropLine(row) {
  if (row.parentElement.children.length > 1) row.remove();
  else row.querySelectorAll("input,select").forEach((box) => { box.value = ""; });
}

// --- lists wider than the window -------------------------------------------------------------------------------
// A frame that scrolls takes the sticky head with it, so only a list that needs it gets one.
const frames = new ResizeObserver((entries) => entries.forEach(({ target }) => {
  target.classList.toggle("wide", target.firstElementChild.scrollWidth > target.clientWidth);
}));
document.querySelectorAll(".list-frame").forEach((frame) => frames.observe(frame));

// --- ticking all rows ------------------------------------------------------------------------------------------
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-tick-all]")) return;
  document.querySelectorAll("[data-tick]").forEach((box) => { box.checked = event.target.checked; });
});

// --- right and wrong by sound ----------------------------------------------------------------------------------
// A browser that wants a touch first leaves the context suspended; then the page stays silent instead of waiting.
let ear = null;
function sound(kind) {
  if (!window.AudioContext) return;
  ear ??= new window.AudioContext();
  if (ear.state === "suspended") {
    ear.resume().catch(() => {});
    if (!navigator.userActivation?.isActive) return;
  }
  const tones = kind === "good" ? [[880, 0], [1320, 0.09]] : [[220, 0], [160, 0.16]];
  for (const [pitch, start] of tones) {
    const voice = ear.createOscillator();
    const loud = ear.createGain();
    voice.frequency.value = pitch;
    loud.gain.value = 0.08;
    voice.connect(loud).connect(ear.destination);
    voice.start(ear.currentTime + start);
    voice.stop(ear.currentTime + start + 0.12);
  }
  document.dispatchEvent(new CustomEvent("sparewell:sound", { detail: kind }));
}
window.sparewellSound = sound;
document.addEventListener("DOMContentLoaded", () => {
  const said = document.querySelector("[data-sound='bad']") ?? document.querySelector("[data-sound='good']");
  if (said) sound(said.dataset.sound);
  document.querySelector("[data-focus]")?.focus();
});

// --- scanning --------------------------------------------------------------------------------------------------
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-scan]").forEach(scanner));
function scanner(form) {
  const box = form.querySelector("[data-scan-input]");
  if (form.matches("[data-scan-quick]")) return; // its camera is on the page of scanning
  box.select();
  if (form.matches("[data-scan-list]")) listScanner(form);
  if (form.matches("[data-scan-into]")) formScanner(form);
  if (form.matches("[data-scan-pieces]")) pieceScanner(form, document.querySelector("[data-codes]") ? tickPortion : namePiece);
  const place = form.querySelector("[data-camera-place]");
  const error = form.querySelector("[data-camera-error]");
  const camera = { stream: null };
  form.querySelector("[data-camera]").addEventListener("click", async () => {
    error.hidden = true;
    try {
      await openCamera(form, place, camera, (code) => { box.value = code; closeCamera(place, camera); form.requestSubmit(); });
    } catch {
      closeCamera(place, camera);
      error.textContent = form.dataset.refused;
      error.hidden = false;
      sound("bad");
    }
  });
  form.querySelector("[data-camera-close]").addEventListener("click", () => closeCamera(place, camera));
}

// A keyboard scanner types where the focus happens to be: on nothing, on a button, in a box for a quantity. What is
// typed outside a box goes into the scan box. Inside another box a scan is known by its speed, and its Enter must not
// send that form: a box for text keeps the code and hands the focus on, a box for a number gets its number back and
// the code goes where codes go.
// People need 80 ms and more for a key; a scanner a few, even when the machine stumbles once on the way.
const FAST_MS = 60;
const LONGEST_PAUSE_MS = 400;
const SHORTEST_SCAN = 4;
const burst = { field: null, before: "", text: "", first: 0, last: 0 };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const scan = document.querySelector("main [data-scan]") ?? document.querySelector("[data-scan]");
  const box = scan?.querySelector("[data-scan-input]");
  if (!box) return;
  const field = event.target.closest?.("input,select,textarea,[contenteditable]");
  const writes = field && !field.matches("[type=checkbox],[type=radio],[type=button],[type=submit],[type=file],[type=range]");
  if (!writes) {
    if (event.key.length !== 1 || event.key === " ") return;
    box.value = "";
    box.focus();
    return;
  }
  if (event.key.length === 1) {
    const going = burst.field === field && event.timeStamp - burst.last < LONGEST_PAUSE_MS;
    if (!going) Object.assign(burst, { field, before: field.value ?? "", text: "", first: event.timeStamp });
    burst.text += event.key;
    burst.last = event.timeStamp;
    return;
  }
  const ends = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey);
  const scanned = ends && burst.field === field && burst.text.length >= SHORTEST_SCAN
    && event.timeStamp - burst.first < FAST_MS * burst.text.length && !field.matches("textarea");
  const code = burst.text;
  if (event.key !== "Shift") burst.field = null;
  if (!scanned || (field === box && event.key === "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  if (field === box) {
    scan.requestSubmit(); // some scanners end with Tab
  } else if (field.matches("select,[type=number],[type=date],[type=datetime-local],[inputmode=decimal],[inputmode=numeric]")) {
    field.value = burst.before;
    box.value = code;
    if (scan.closest("main")) scan.requestSubmit();
    else box.focus();
  } else {
    focusAfter(field);
  }
}, true);
function focusAfter(field) {
  const all = [...(field.form ?? document).querySelectorAll("input:not([type=hidden]),select,textarea,button")];
  const open = all.filter((each) => !each.disabled && each.offsetParent !== null);
  (open[open.indexOf(field) + 1] ?? field).focus();
}

// Codes for a list follow each other faster than pages do: they wait in line and are sent one by one.
function listScanner(form) {
  const box = form.querySelector("[data-scan-input]");
  const line = [];
  let sending = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = box.value.trim();
    box.value = "";
    box.focus();
    if (!code) return;
    line.push(code);
    if (!sending) send();
  });
  async function send() {
    sending = true;
    while (line.length) {
      const data = new FormData(form);
      data.set("code", line[0]);
      try {
        const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("scanned");
        if (!fresh) { window.location.reload(); return; }
        document.getElementById("scanned").replaceWith(fresh);
        form.elements.request_key.value = page.querySelector("[data-scan-list] [name=request_key]").value;
        sound(fresh.querySelector("[data-sound]")?.dataset.sound ?? "good");
        line.shift();
      } catch {
        const error = form.querySelector("[data-camera-error]");
        error.textContent = `${form.dataset.offline} ${line.join(", ")}`;
        error.hidden = false;
        sound("bad");
        box.value = line.shift();
        break;
      }
    }
    sending = false;
  }
}
// A label fills boxes of the form on the page: the server gets what was typed and gives the boxes back, filled.
function formScanner(form) {
  const box = form.querySelector("[data-scan-input]");
  let turn = Promise.resolve();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = box.value.trim();
    box.value = "";
    box.focus();
    if (code) turn = turn.then(() => send(code));
  });
  async function send(code) {
    const data = new FormData(document.querySelector("[data-scanned-form]").closest("form"));
    data.set("code", code);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-scanned-form]")) { window.location.reload(); return; }
      for (const part of ["#scanned", "[data-scanned-form]"]) {
        document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
      }
      sound(document.querySelector("#scanned [data-sound]")?.dataset.sound ?? "good");
      document.querySelector("[data-scanned-line]")?.scrollIntoView({ block: "nearest" });
    } catch {
      const error = form.querySelector("[data-camera-error]");
      error.textContent = `${form.dataset.offline} ${code}`;
      error.hidden = false;
      sound("bad");
    }
  }
}
// What may be scanned stands on the page: it is ticked or goes into its box at once, and right or wrong is said.
function pieceScanner(form, take) {
  const box = form.querySelector("[data-scan-input]");
  const said = document.getElementById("scanned");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = box.value.trim();
    box.value = "";
    box.focus();
    if (!code) return;
    const { kind, words, ready, ...facts } = await take(code, said, form);
    if (ready) {
      said.replaceChildren(ready);
      sound(kind);
      return;
    }
    const line = document.createElement("div");
    const text = document.createElement("strong");
    text.textContent = said.dataset[words].replace(/\{(\w+)\}/g, (_whole, name) => facts[name]);
    line.className = `verdict verdict-${kind}`;
    line.setAttribute("role", "status");
    line.append(text);
    said.replaceChildren(line);
    sound(kind);
  });
}
// A label holds the bare number, our own code of a piece or a lot, or a GS1 code that ends with one of them. Any other
// code may end alike and be a foreign one: only what begins as GS1 is read by its end, as the server does.
const GS1 = /^(?:\](?:C1|e0|d2|Q3|J1)\x1d?(?:01\d{14})?|\x1d?01\d{14})/;
function meant(code, known) {
  const own = (each) => ["SW:S:", "SW:L:"].some((mark) => code.toUpperCase() === `${mark}${each}`.toUpperCase());
  const fields = GS1.test(code) ? code.replace(GS1, "") : ""; // without the article, whose digits may look like a field
  const ends = (each) => ["21", "10"].some((mark) => fields.endsWith(`${mark}${each}`));
  return known.find((each) => code === each) ?? known.find((each) => own(each) || ends(each));
}
function namePiece(code) {
  let twice = "";
  for (const panel of document.querySelectorAll("[data-pieces]")) {
    const piece = meant(code, JSON.parse(panel.dataset.pieces));
    if (!piece) continue;
    const names = panel.querySelector("textarea");
    const named = names.value.split(/[\n,，;；]+/).map((each) => each.trim()).filter(Boolean);
    if (named.includes(piece)) { twice = piece; continue; } // another part may have a piece of the same number
    names.value = [...named, piece].join("\n");
    return { kind: "good", words: "good", code: piece, count: named.length + 1, all: panel.dataset.wanted };
  }
  return twice ? { kind: "bad", words: "twice", code: twice } : { kind: "bad", words: "bad", code };
}
async function tickPortion(code, said, form) {
  const rows = [...document.querySelectorAll("[data-codes]")];
  const row = rows.find((each) => meant(code, JSON.parse(each.dataset.codes)));
  if (!row) return takenAsBin(code, said, form);
  if (!said.dataset.begun) rows.forEach((each) => { each.querySelector("[type=checkbox]").checked = false; });
  said.dataset.begun = "yes";
  row.querySelector("[type=checkbox]").checked = true;
  const count = rows.filter((each) => each.querySelector("[type=checkbox]").checked).length;
  return { kind: "good", words: "good", code: meant(code, JSON.parse(row.dataset.codes)), count, all: rows.length };
}
// Any other code may be the bin where they go: the server knows.
async function takenAsBin(code, said, form) {
  try {
    const answer = await fetch(`${form.action}?code=${encodeURIComponent(code)}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ready = page.querySelector("#scanned .verdict");
    const field = `[name="${said.dataset.into}"]`;
    if (ready.dataset.sound === "good") document.querySelector(field).value = page.querySelector(field).value;
    return { kind: ready.dataset.sound, ready };
  } catch {
    return { kind: "bad", words: "offline", code };
  }
}
async function openCamera(form, place, camera, found) {
  camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  await loadReader(form.dataset.reader);
  window.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => form.dataset.wasm } });
  const video = place.querySelector("video");
  video.srcObject = camera.stream;
  place.hidden = false;
  await video.play();
  const canvas = document.createElement("canvas");
  const look = async () => {
    if (!camera.stream) return;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const read = await window.ZXingWASM.readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { tryHarder: true, maxNumberOfSymbols: 1 });
    if (read.length && read[0].text) { sound("good"); found(read[0].text); return; }
    setTimeout(look, 150);
  };
  look();
}
function closeCamera(place, camera) {
  camera.stream?.getTracks().forEach((track) => track.stop());
  camera.stream = null;
  place.hidden = true;
}
function loadReader(address) {
  if (window.ZXingWASM) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}
