// Say at once whether a measured value lies within its limits; the server judges again when it is saved.
"use strict";

function judgeAtOnce(box) {
  const said = document.getElementById(box.dataset.verdict);
  if (!said) return;
  const text = box.value.trim();
  const value = Number(text);
  if (!text || Number.isNaN(value)) { said.textContent = ""; said.dataset.state = ""; return; }
  const low = box.dataset.lower ? value < Number(box.dataset.lower) : false;
  const high = box.dataset.upper ? value > Number(box.dataset.upper) : false;
  said.dataset.state = low || high ? "wrong" : "right";
  said.textContent = low ? box.dataset.low : high ? box.dataset.high : box.dataset.within;
}
document.addEventListener("input", (event) => { if (event.target.matches?.("[data-limits]")) judgeAtOnce(event.target); });
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-limits]") || !box.value.trim()) return;
  window.sparewellSound?.(document.getElementById(box.dataset.verdict)?.dataset.state === "wrong" ? "bad" : "good");
});
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-limits]").forEach(judgeAtOnce));
// "All right": tick every attribute that nobody has judged yet.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-all-right]")) return;
  document.querySelectorAll(".right-or-wrong").forEach((pair) => {
    if (!pair.querySelector("input:checked")) pair.querySelector("input[value='right']").checked = true;
  });
});
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-all-right]").forEach((button) => { button.hidden = false; }));
