/* A select that one filters by typing, without diacritics: <select data-picker>. The select stays the field that is sent;
   without this script it is what one uses. Recently chosen ones come first (kept in this browser only). */
"use strict";

const RECENT = 5;

function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
}

// "lhh" finds "Liên hiệp các Hội", "lien hiep" finds it as well: initials, or every typed word somewhere.
function fits(option, typed) {
  if (!typed) return true;
  const words = option.key.split(" ");
  const initials = words.map((word) => word[0]).join("");
  let from = 0;
  const inOrder = [...typed.replace(/ /g, "")].every((letter) => (from = initials.indexOf(letter, from) + 1) > 0);
  return typed.split(" ").every((word) => option.key.includes(word)) || (typed.length > 1 && !typed.includes(" ") && inOrder);
}

class Picker {
  constructor(select) {
    this.select = select;
    this.many = select.multiple;
    this.store = `picker:${select.dataset.picker || select.name}`;
    this.options = [...select.options].filter((option) => option.value).map((option) => ({
      element: option, key: plain(`${option.text} ${option.dataset.also ?? ""}`), value: option.value,
    }));
    this.active = -1;
    this.build();
  }

  build() {
    this.box = document.createElement("div");
    this.box.className = "picker";
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.chosen = document.createElement("ul");
    this.chosen.className = "picker-chosen";
    const id = this.select.id || this.select.name;
    Object.assign(this.input, { type: "text", className: "form-control", autocomplete: "off", id: `${id}_picker` });
    const label = document.querySelector(`label[for="${this.select.id}"]`);
    const described = this.select.getAttribute("aria-describedby");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`,
      placeholder: this.select.dataset.placeholder || (this.many ? "Gõ để tìm và thêm" : "Gõ để tìm, không cần dấu"),
    })) this.input.setAttribute(name, value);
    if (described) this.input.setAttribute("aria-describedby", described);
    if (this.select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    if (label) label.htmlFor = this.input.id;
    else this.input.setAttribute("aria-label", this.select.getAttribute("aria-label") || "Chọn");
    Object.assign(this.list, { className: "picker-list", id: `${id}_list`, hidden: true });
    this.list.setAttribute("role", "listbox");
    if (this.many) this.list.setAttribute("aria-multiselectable", "true");
    this.select.before(this.box);
    this.box.append(this.chosen, this.input, this.list, this.select);
    this.select.classList.add("is-behind");
    this.select.tabIndex = -1;
    this.select.setAttribute("aria-hidden", "true");
    // A link of the error summary leads to the select: pass the focus on.
    this.select.addEventListener("focus", () => this.input.focus());
    this.listen();
    this.reflect();
  }

  listen() {
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("blur", () => this.leave());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // mousedown, because blur would close the list before a click arrives
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[role=option]");
      if (line) this.choose(this.shown[Number(line.dataset.at)]);
    });
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.shown[this.active]) this.choose(this.shown[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
      this.reflect();
    } else if (event.key === "Backspace" && this.many && !this.input.value) {
      const last = this.options.filter((option) => option.element.selected).pop();
      if (last) this.toggle(last, false);
    }
  }

  recent() {
    try { return JSON.parse(localStorage.getItem(this.store)) ?? []; } catch { return []; }
  }

  remember(value) {
    const values = [value, ...this.recent().filter((other) => other !== value)].slice(0, RECENT);
    try { localStorage.setItem(this.store, JSON.stringify(values)); } catch { /* a full or closed store loses only comfort */ }
  }

  open() {
    const settled = !this.many && this.current() && this.input.value === this.current().element.text;
    const typed = settled ? "" : plain(this.input.value);
    const recent = this.recent();
    const rank = (option) => (recent.includes(option.value) ? recent.indexOf(option.value) : RECENT);
    // The words in this order beat the same words scattered; whole words beat parts; a name that begins so beats all.
    const ahead = (option) => {
      if (!typed) return 0;
      if (option.key.startsWith(typed)) return 0;
      if (` ${option.key} `.includes(` ${typed} `)) return 1;
      return option.key.includes(typed) ? 2 : 3;
    };
    const better = (one, other) => ahead(one) - ahead(other) || rank(one) - rank(other);
    this.shown = this.options.filter((option) => fits(option, typed)).sort(better).slice(0, 60);
    this.active = this.shown.length && typed ? 0 : -1;
    this.list.replaceChildren(...this.shown.map((option, at) => this.line(option, at)));
    if (!this.shown.length) {
      const none = document.createElement("li");
      none.className = "picker-none";
      none.textContent = "Không có tên nào khớp.";
      this.list.append(none);
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  line(option, at) {
    const line = document.createElement("li");
    line.id = `${this.list.id}_${at}`;
    line.dataset.at = at;
    line.textContent = option.element.text;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(option.element.selected));
    return line;
  }

  move(step) {
    const count = this.shown.length;
    if (count) this.active = (this.active + step + count) % count;
    this.mark();
  }

  mark() {
    for (const line of this.list.querySelectorAll("[role=option]")) {
      const here = Number(line.dataset.at) === this.active;
      line.classList.toggle("is-active", here);
      if (here) line.scrollIntoView({ block: "nearest" });
    }
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}_${this.active}`);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  current() {
    return this.options.find((option) => option.element.selected);
  }

  choose(option) {
    this.toggle(option, this.many ? !option.element.selected : true);
    this.remember(option.value);
    this.close();
  }

  toggle(option, selected) {
    option.element.selected = selected;
    this.reflect();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // An emptied single picker means that nothing is chosen, where the select allows that.
  leave() {
    const blank = this.select.querySelector('option[value=""]');
    if (!this.many && blank && this.current() && !this.input.value.trim()) {
      blank.selected = true;
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.close();
    this.reflect();
  }

  // What is shown follows what the select holds.
  reflect() {
    if (!this.many) {
      this.input.value = this.current()?.element.text ?? "";
      return;
    }
    this.input.value = "";
    this.chosen.replaceChildren(...this.options.filter((option) => option.element.selected).map((option) => {
      const chip = document.createElement("li");
      const remove = document.createElement("button");
      chip.className = "chosen";
      chip.textContent = option.element.text;
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", `Bỏ ${option.element.text}`);
      remove.addEventListener("click", () => { this.toggle(option, false); this.input.focus(); });
      chip.append(remove);
      return chip;
    }));
  }
}

const startPickers = (root) => { for (const select of root.querySelectorAll("select[data-picker]:not(.is-behind)")) new Picker(select); };
startPickers(document);
document.addEventListener("page:fresh", (event) => startPickers(event.detail));
document.addEventListener("htmx:load", (event) => startPickers(event.detail.elt ?? document));
