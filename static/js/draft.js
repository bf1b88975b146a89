/* Keeps what is typed in this browser until the server has taken it: a session that ends or a page that closes loses nothing.
   A draft belongs to one officer and one address, so that a shared computer does not show it to somebody else. */
"use strict";

const SENT = "nhap-da-gui";
const stores = { kept: () => window.localStorage, tab: () => window.sessionStorage };

// A full or closed store loses only comfort.
function store(which, act) {
  try { return act(stores[which]()); } catch { return null; }
}

class Draft {
  constructor(form) {
    this.form = form;
    form.dataset.draftLive = "1";
    this.key = `nhap:${form.dataset.draftForm}:${location.pathname}`;
    this.fields = [...form.querySelectorAll("[data-draft]")];
    this.texts = this.fields.filter((field) => field.type !== "radio");
    this.note = form.querySelector("[data-draft-note]") ?? document.querySelector("[data-draft-note]");
    this.restore();
    form.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.save(), 300);
    });
    window.addEventListener("pagehide", () => { if (this.waiting) this.save(); });
    form.addEventListener("submit", () => { this.save(); store("tab", (tab) => tab.setItem(SENT, this.key)); });
  }

  save() {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.texts.some((field) => field.value.trim())) return store("kept", (kept) => kept.removeItem(this.key));
    const said = Object.fromEntries(this.fields.filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, field.value]));
    const draft = JSON.stringify({ at: Date.now(), said });
    if (store("kept", (kept) => { kept.setItem(this.key, draft); return true; })) this.tell(`Đã lưu nháp trên máy này lúc ${Draft.time(Date.now())}`);
    return null;
  }

  // Words that the server sent back with an error are newer than the draft.
  restore() {
    const draft = store("kept", (kept) => JSON.parse(kept.getItem(this.key)));
    if (!draft?.said || !this.texts.length || this.texts.some((field) => field.value.trim())) return;
    for (const field of this.fields) {
      const said = draft.said[field.name];
      if (said === undefined) continue;
      if (field.type === "radio") field.checked = field.value === said;
      else field.value = said;
    }
    this.tell(`Đã khôi phục bản nháp lúc ${Draft.time(draft.at)}. `);
    this.offerToDrop();
  }

  offerToDrop() {
    if (!this.note) return;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "Bỏ bản nháp";
    drop.addEventListener("click", () => {
      store("kept", (kept) => kept.removeItem(this.key));
      this.form.reset();
      this.tell("Đã bỏ bản nháp.");
      this.texts[0]?.focus();
    });
    this.note.append(drop);
  }

  tell(words) { if (this.note) this.note.textContent = words; }

  static time(at) {
    const when = new Date(at);
    const clock = when.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    return when.toDateString() === new Date().toDateString() ? clock : `${clock}, ${when.getDate()}/${when.getMonth() + 1}`;
  }
}

// A page that brings good news after a sent form means that the server has the words; every other page leaves the draft alone.
function settleDrafts() {
  const key = store("tab", (tab) => tab.getItem(SENT));
  if (key && document.querySelector(".messages .notice-success")) store("kept", (kept) => kept.removeItem(key));
  store("tab", (tab) => tab.removeItem(SENT));
  for (const form of document.querySelectorAll("form[data-draft-form]:not([data-draft-live])")) new Draft(form);
}
settleDrafts();
document.addEventListener("page:fresh", settleDrafts);
