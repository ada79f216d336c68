"use strict";
// Pointing at or focusing a claim, or one of its fields, lights up the words it rests on;
// pointing at marked words lights up the claims that rest on them.
const byKey = new Map();
const add = (key, element) => byKey.set(key, [...(byKey.get(key) || []), element]);
for (const piece of document.querySelectorAll("[data-keys]"))
  for (const key of piece.dataset.keys.split(" ")) add(key, piece);
let lit = [];
const light = (elements) => {
  for (const element of lit) element.classList.remove("lit");
  lit = elements;
  for (const element of lit) element.classList.add("lit");
};
const onEvent = (event) => {
  const target = event.target.closest("[data-key], [data-keys]");
  if (!target) return light([]);
  if (target.dataset.key) return light(byKey.get(target.dataset.key) || []);
  const claims = new Set(target.dataset.keys.split(" ").map((key) => key.split(":")[0]));
  return light([target, ...[...claims].map((key) => document.getElementById(key))]);
};
document.addEventListener("pointerover", onEvent);
document.addEventListener("focusin", onEvent);
document.addEventListener("pointerleave", () => light([]));
