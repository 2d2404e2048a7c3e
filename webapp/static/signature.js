// Draw a signature with finger, pen or mouse and put it into the form as a PNG.
"use strict";

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-signature]").forEach(signature));

function signature(place) {
  const canvas = place.querySelector("canvas");
  const box = document.getElementById(place.dataset.signature);
  const state = place.querySelector("[data-signature-state]");
  const strokes = [];
  let stroke = null;
  place.hidden = false;

  function fit() {
    const size = canvas.getBoundingClientRect();
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.max(1, Math.round(size.width * dense));
    canvas.height = Math.max(1, Math.round(size.height * dense));
    draw();
  }
  function draw() {
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = Math.max(2, canvas.height / 70);
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = "#10243e";
    for (const points of strokes) {
      pen.beginPath();
      points.forEach(([x, y], number) => (number ? pen.lineTo(x * canvas.width, y * canvas.height) : pen.moveTo(x * canvas.width, y * canvas.height)));
      if (points.length === 1) pen.lineTo(points[0][0] * canvas.width + 0.1, points[0][1] * canvas.height);
      pen.stroke();
    }
  }
  function point(event) {
    const size = canvas.getBoundingClientRect();
    return [(event.clientX - size.left) / size.width, (event.clientY - size.top) / size.height];
  }
  function keep() {
    box.value = strokes.length ? canvas.toDataURL("image/png") : "";
    state.textContent = strokes.length ? place.dataset.signed : place.dataset.empty;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const each of moves.length ? moves : [event]) stroke.push(point(each));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { if (stroke) { stroke = null; keep(); } });
  }
  place.querySelector("[data-signature-clear]").addEventListener("click", () => { strokes.length = 0; draw(); keep(); });
  new ResizeObserver(fit).observe(canvas);
  fit();
  if (box.value) state.textContent = place.dataset.signed;
}
