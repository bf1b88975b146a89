/* Several files by drag and drop onto a plain file input, and a progress bar while they travel.
   Without this script the input itself is what one uses. */
"use strict";

const ICON = "M14 3v4a1 1 0 0 0 1 1h4 M17 21h-10a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2h7l5 5v11a2 2 0 0 1 -2 2";
const CROSS = "M18 6l-12 12 M6 6l12 12";

function sizeInWords(bytes) {
  const tidy = (number) => number.toFixed(1).replace(".0", "").replace(".", ",");
  if (bytes >= 1048576) return `${tidy(bytes / 1048576)} MB`;
  return bytes >= 1024 ? `${tidy(bytes / 1024)} KB` : `${bytes} B`;
}

function drawIcon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({
    class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(name, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

class Upload {
  constructor(box) {
    this.input = box.querySelector('input[type="file"]');
    this.drop = box.querySelector(".drop");
    this.list = box.querySelector("[data-upload-list]");
    if (!this.input || typeof DataTransfer === "undefined") return;
    this.files = [];
    box.classList.add("is-live");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    for (const name of ["dragenter", "dragover"]) {
      this.drop.addEventListener(name, (event) => { event.preventDefault(); this.drop.classList.add("is-over"); });
    }
    for (const name of ["dragleave", "drop"]) {
      this.drop.addEventListener(name, () => this.drop.classList.remove("is-over"));
    }
    this.drop.addEventListener("drop", (event) => { event.preventDefault(); this.take([...event.dataTransfer.files]); });
    this.input.form?.addEventListener("submit", (event) => this.send(event));
  }

  // Choosing again adds to what is chosen where several files are welcome, and replaces it otherwise.
  take(added) {
    const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    const kept = this.input.multiple ? this.files.filter((file) => !added.some((other) => same(file, other))) : [];
    this.files = this.input.multiple ? [...kept, ...added] : added.slice(0, 1);
    this.show();
  }

  show() {
    const bag = new DataTransfer();
    for (const file of this.files) bag.items.add(file);
    this.input.files = bag.files;
    this.list.replaceChildren(...this.files.map((file) => this.row(file)));
  }

  row(file) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    const facts = document.createElement("span");
    const remove = document.createElement("button");
    words.textContent = file.name;
    facts.className = "sub";
    facts.textContent = `${sizeInWords(file.size)}, chưa gửi`;
    words.append(facts);
    remove.type = "button";
    remove.className = "iconlink btn-bare";
    remove.setAttribute("aria-label", `Bỏ tệp ${file.name}`);
    remove.append(drawIcon(CROSS));
    remove.addEventListener("click", () => { this.files = this.files.filter((other) => other !== file); this.show(); this.input.focus(); });
    line.append(drawIcon(ICON), words, remove);
    return line;
  }

  // Sends the form in the background only to show how far the files are, then shows whatever page came back.
  send(event) {
    const form = event.target;
    if (!this.files.length || event.defaultPrevented || form.dataset.uploading) return;
    event.preventDefault();
    form.dataset.uploading = "1";
    const bar = document.createElement("progress");
    const told = document.createElement("li");
    bar.max = 100;
    bar.setAttribute("aria-label", "Đang tải tệp lên");
    told.append(document.createElement("span"), bar);
    this.list.append(told);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = Math.round((100 * step.loaded) / step.total);
    });
    request.addEventListener("load", () => this.arrive(form, request));
    request.addEventListener("error", () => {
      delete form.dataset.uploading;
      delete form.dataset.sent;
      told.textContent = "Chưa gửi được: mất kết nối. Nội dung đã nhập vẫn còn, hãy gửi lại.";
      told.setAttribute("role", "alert");
    });
    request.send(new FormData(form, event.submitter));
  }

  // The answer is shown as it came: asking for it again would lose the message it carries.
  arrive(form, request) {
    delete form.dataset.uploading;
    delete form.dataset.sent;
    const page = request.response;
    if (!page?.querySelector("main")) { form.submit(); return; }
    const after = new URL(request.responseURL || form.action, location.href);
    const stays = request.status < 400 && after.pathname === location.pathname;
    if (after.href !== location.href && request.status < 400) {
      history.pushState({}, "", after.href);
      window.addEventListener("popstate", () => location.reload(), { once: true });
    }
    document.title = page.title;
    for (const script of page.head.querySelectorAll("script[src]")) this.load(script);
    for (const sheet of page.head.querySelectorAll('link[rel="stylesheet"]')) this.dress(sheet);
    document.body.replaceChildren(...page.body.childNodes);
    window.scrollTo(0, 0);
    startUploads(document, stays ? { name: this.input.name, files: this.files } : null);
    window.htmx?.process(document.body);
    document.dispatchEvent(new CustomEvent("page:fresh", { detail: document }));
  }

  dress(sheet) {
    const path = sheet.getAttribute("href");
    if (!document.head.querySelector(`link[href="${path}"]`)) document.head.append(document.importNode(sheet));
  }

  load(script) {
    const path = script.getAttribute("src");
    if ([...document.scripts].some((other) => other.getAttribute("src") === path)) return;
    const added = document.createElement("script");
    added.src = path;
    document.head.append(added);
  }
}

// A browser never fills a file input by itself: after an answer with errors the same files are chosen again.
function startUploads(root, again = null) {
  for (const box of root.querySelectorAll("[data-upload]:not(.is-live)")) {
    const upload = new Upload(box);
    if (again && upload.files && upload.input.name === again.name) upload.take(again.files);
  }
}
startUploads(document);
document.addEventListener("htmx:load", (event) => startUploads(event.detail.elt ?? document));
