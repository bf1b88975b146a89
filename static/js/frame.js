/* Small comforts of the frame; every page works without them. */
"use strict";

// The error summary takes the focus, so that a reader of the screen hears it first.
const focusErrors = () => document.querySelector("[data-focus]")?.focus();
focusErrors();
document.addEventListener("page:fresh", focusErrors);

// The phone menu closes on Escape and when one looks elsewhere.
const openMenu = () => document.querySelector("details.menu[open]");
document.addEventListener("keydown", (event) => {
  const menu = openMenu();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) menu.open = false;
});

// A form is sent once, however often its button is pressed; coming back with the browser's button frees it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Ctrl+Enter sends the form one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = document.activeElement?.closest("form");
  if (form) form.requestSubmit();
});

// One box marks every row of its table; the count of marked rows is told where the page has a place for it.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-pick-all]");
  const table = event.target.closest("table");
  if (!table) return;
  const boxes = [...table.querySelectorAll("tbody .pickcell input[type=checkbox]")];
  if (all) for (const box of boxes) box.checked = all.checked;
  for (const box of boxes) box.closest("tr").classList.toggle("picked", box.checked);
  const told = table.closest("form, section")?.querySelector("[data-picked]");
  if (told) told.textContent = `Đã chọn ${boxes.filter((box) => box.checked).length}`;
});
