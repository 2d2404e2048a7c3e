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
function sound(kind) {
  const Context = window.AudioContext;
  if (!Context || !navigator.userActivation?.hasBeenActive) return;
  const audio = new Context();
  const tones = kind === "good" ? [[880, 0], [1320, 0.09]] : [[220, 0], [160, 0.16]];
  for (const [pitch, start] of tones) {
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    voice.frequency.value = pitch;
    loud.gain.value = 0.08;
    voice.connect(loud).connect(audio.destination);
    voice.start(audio.currentTime + start);
    voice.stop(audio.currentTime + start + 0.12);
  }
}
window.sparewellSound = sound;
document.addEventListener("DOMContentLoaded", () => {
  const said = document.querySelector("[data-sound='bad'],[data-sound='good']");
  if (said) sound(said.dataset.sound);
  document.querySelector("[data-focus]")?.focus();
});

// --- scanning --------------------------------------------------------------------------------------------------
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-scan]").forEach(scanner));
function scanner(form) {
  const box = form.querySelector("[data-scan-input]");
  box.select();
  // A keyboard scanner types anywhere on the page; what is typed outside a box goes into this one.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input,select,textarea,button,a,[contenteditable]");
    if (typing || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    box.value = "";
    box.focus();
  });
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
