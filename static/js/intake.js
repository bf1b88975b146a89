/* Comforts of entering a document: a chosen file is read at once, the waiting page moves on by itself, and the review is
   walked through with the keyboard while both sides show the same place. Every page works without this script. */
"use strict";
{
  const seen = { now: "", answered: "", side: "proposal" };
  let under = null; // what was sent and has not come back: which question or row, and where both sides stood

  const review = () => document.getElementById("review");
  const source = () => document.getElementById("nguon-chu");
  const asks = () => [...(review()?.querySelectorAll("[data-question]") ?? [])];
  const isOpen = (ask) => !ask.classList.contains("is-answered");
  const isSideBySide = () => matchMedia("(min-width: 60.01rem)").matches;
  const manner = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const current = () => asks().find((ask) => ask.dataset.question === seen.now);
  const say = (words) => { const place = document.getElementById("loi-bao"); if (place) place.textContent = words; };

  // --- both sides ---------------------------------------------------------------------------------

  function turnTo(side) {
    seen.side = side;
    const whole = review();
    if (!whole) return;
    whole.classList.add("is-tabbed");
    whole.dataset.side = side;
    for (const tab of whole.querySelectorAll(".sides a")) {
      if (tab.dataset.side === side) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  // The place in the text that something on the right comes from; a question may lie on top of its task's own mark.
  function placeOf(thing) {
    const direct = document.getElementById(`s-${thing.id}`);
    if (direct) return direct;
    const within = [...thing.querySelectorAll("[data-question]")].map((ask) => document.getElementById(`s-${ask.id}`));
    return within.find(Boolean) ?? (thing.matches("[data-question]") ? document.getElementById(thing.closest("[data-source]")?.dataset.source) : null);
  }

  function scrollSource(mark) {
    const box = source();
    if (!box || !mark) return;
    if (!isSideBySide()) { if (seen.side === "source") mark.scrollIntoView({ block: "center", behavior: manner() }); return; }
    const { top, bottom } = box.getBoundingClientRect();
    const shown = Math.min(bottom, endOfView()) - top;
    const away = mark.getBoundingClientRect().top - top;
    if (away < 40 || away > shown - 80) box.scrollTo({ top: box.scrollTop + away - shown / 3, behavior: manner() });
  }

  const endOfView = () => document.getElementById("thanh-tao")?.getBoundingClientRect().top ?? innerHeight;

  function isInView(thing) {
    const box = thing.getBoundingClientRect();
    const top = document.getElementById("chang")?.getBoundingClientRect().bottom ?? 0;
    const end = endOfView();
    const fits = box.height <= end - top;
    return box.height > 0 && box.bottom > top && (fits ? box.top >= top - 1 && box.bottom <= end + 1 : box.top < end && box.bottom > top);
  }

  function light(...things) {
    for (const lit of review().querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const thing of things) thing?.classList.add("lit");
  }

  function stand(ask, { focus = true } = {}) {
    seen.now = ask?.dataset.question ?? "";
    for (const old of review().querySelectorAll(".now")) old.classList.remove("now");
    if (!ask) return;
    ask.classList.add("now");
    const next = document.querySelector("[data-next]");
    if (next && isOpen(ask)) { next.hash = ask.id; next.textContent = ask.querySelector("p").textContent; }
    for (const mark of source().querySelectorAll(`a[href="#${ask.id}"]`)) mark.classList.add("now");
    scrollSource(placeOf(ask));
    if (!focus) return;
    turnTo("proposal");
    light();
    ask.focus({ preventScroll: true });
    // At once: whoever walks by key answers before a smooth scroll has come to rest.
    if (!isInView(ask)) ask.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function showOnTheRight(id) {
    const found = document.getElementById(id) ?? document.getElementById(id.split("-")[0]);
    const thing = found?.matches("span") ? found.closest("div") : found; // some values share a row
    if (!thing) return;
    turnTo("proposal");
    if (thing.matches("[data-question]")) { stand(thing); return; }
    light(thing, document.getElementById(`s-${id}`));
    thing.querySelector("details:not(.act-menu)")?.setAttribute("open", "");
    if (!isInView(thing)) thing.scrollIntoView({ block: "center", behavior: manner() });
  }

  function showInTheSource(id) {
    const thing = document.getElementById(id.slice(2));
    const mark = document.getElementById(id) ?? (thing && placeOf(thing));
    if (!mark) return;
    turnTo("source");
    light(mark, thing);
    scrollSource(mark);
  }

  document.addEventListener("click", (event) => {
    if (!review()) return;
    for (const menu of document.querySelectorAll("details.act-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const link = event.target.closest('a[href^="#"]');
    if (event.target.closest("[data-keys]")) document.getElementById("moi-phim").showModal();
    if (!link || !review().contains(link)) {
      const row = event.target.closest(".proposal [data-source]");
      if (row && isSideBySide() && !event.target.closest("a, button, summary, form, .ask") && !String(getSelection())) showInTheSource(row.dataset.source);
      return;
    }
    event.preventDefault();
    const id = link.hash.slice(1);
    if (link.dataset.side) { turnTo(link.dataset.side); review().scrollIntoView({ block: "start" }); }
    else if (source().contains(link)) showOnTheRight(id);
    else if (id.startsWith("s-")) showInTheSource(id);
    else showOnTheRight(id);
  });

  // --- keys ---------------------------------------------------------------------------------------

  function walk(step) {
    const all = asks().filter((ask) => isOpen(ask) || ask.dataset.question === seen.now);
    if (!all.some(isOpen)) { say("Không còn chỗ nào cần xem."); return; }
    const here = all.findIndex((ask) => ask.dataset.question === seen.now);
    const at = all[here];
    // The first one is only looked at, not passed over, as long as nobody has been there.
    if (at && isOpen(at) && document.activeElement !== at && !at.contains(document.activeElement)) { stand(at); return; }
    for (let turn = 1; turn <= all.length; turn += 1) {
      const next = all[(here + step * turn + all.length * 2) % all.length];
      if (isOpen(next)) { stand(next); return; }
    }
  }

  function choose(number) {
    const ask = current();
    const button = ask && isOpen(ask) ? ask.querySelectorAll('button[name="answer"]')[number - 1] : null;
    if (!button) return;
    if (isInView(ask)) button.click();
    else stand(ask); // nobody answers what cannot be seen
  }

  function takeBack() {
    const here = document.activeElement?.closest("[data-question].is-answered");
    const ask = here ?? asks().find((one) => one.dataset.question === seen.answered && !isOpen(one));
    const button = ask?.querySelector('button[name="answer"]');
    if (button) button.click();
    else say("Chưa có câu trả lời nào để lấy lại.");
  }

  function edit() {
    const at = document.activeElement?.closest("[data-edit]") ?? current()?.closest("[data-edit]");
    if (at) location.assign(at.dataset.edit);
  }

  const keys = { j: () => walk(1), k: () => walk(-1), e: edit, u: takeBack, "?": () => document.getElementById("moi-phim").showModal() };

  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]") || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { proceed(event); return; }
    if (!review() || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      const menu = document.querySelector("details.act-menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    const act = /^[1-4]$/.test(event.key) ? () => choose(Number(event.key)) : keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    if (!under && !event.repeat) act();
  }, true);

  // Before the frame's own Ctrl+Enter, which would send the form of the question that has the focus.
  function proceed(event) {
    const on = document.querySelector("[data-proceed]");
    if (!on) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat || under) return;
    if (on.tagName === "A") location.assign(on.href);
    else on.requestSubmit(on.querySelector(".btn-primary"));
  }

  // --- answers travel without leaving the page ----------------------------------------------------

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!review() || event.detail.target?.id !== "review") return;
    if (under) { event.preventDefault(); return; }
    const form = event.detail.elt;
    const ask = form.closest("[data-question]");
    under = {
      question: ask?.dataset.question, gives: ask && isOpen(ask), before: asks().map((one) => one.dataset.question),
      row: ask ? "" : form.querySelector('[name="at"]')?.value ?? "", top: source().scrollTop, y: scrollY,
    };
    review().setAttribute("aria-busy", "true");
  });

  // A page of another kind (signed out, already made) is not cut into this one: asking for this page again leads there.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const to = event.detail.target?.id;
    if (to !== "review" && to !== "tien-do") return;
    if (event.detail.serverResponse.includes(`id="${to}"`)) return;
    if (event.detail.isError) return;
    event.detail.shouldSwap = false;
    under = null;
    location.reload();
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!under || !source()) return;
    review().setAttribute("aria-busy", "true"); // the new one shows old attributes until it has settled
    source().scrollTop = under.top;
    scrollTo({ top: under.y, behavior: "instant" });
  });

  // Only then: until it has settled, htmx leaves the old attributes on what has the same id.
  document.addEventListener("htmx:afterSettle", () => {
    if (!under || !review()) return;
    const sent = under;
    under = null;
    review().removeAttribute("aria-busy");
    turnTo(seen.side);
    goOn(sent);
  });

  function goOn(sent) {
    const left = asks().filter(isOpen);
    const warning = document.querySelector("#thong-bao-trang .notice");
    const still = left.length ? `Còn ${left.length} chỗ cần xem.` : "Không còn chỗ nào cần xem.";
    if (warning) { say(`${warning.innerText} ${still}`); warning.scrollIntoView({ block: "center" }); stand(current(), { focus: false }); return; }
    if (sent.question && sent.gives) {
      seen.answered = sent.question;
      say(`Đã trả lời. ${still}`);
      const passed = new Set(sent.before.slice(0, sent.before.indexOf(sent.question) + 1));
      stand(left.find((ask) => !passed.has(ask.dataset.question)) ?? left[0]);
    } else if (sent.question) {
      say(`Đã lấy lại câu trả lời. ${still}`);
      stand(asks().find((ask) => ask.dataset.question === sent.question) ?? left[0]);
    } else {
      say(`Đã cập nhật. ${still}`);
      stand(current() ?? left[0], { focus: false });
      const row = sent.row && document.getElementById(sent.row);
      if (row) { row.focus({ preventScroll: true }); if (!isInView(row)) row.scrollIntoView({ block: "center" }); }
    }
    if (!left.length && (sent.question || !sent.row)) document.querySelector("a[data-proceed]")?.focus({ preventScroll: true });
  }

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      if (!under) return;
      under = null;
      review()?.removeAttribute("aria-busy");
      const words = "Chưa ghi được câu trả lời. Kiểm tra kết nối rồi chọn lại; những gì đã chọn trước đó vẫn còn.";
      const place = document.getElementById("thong-bao-trang");
      const notice = document.createElement("div");
      notice.className = "notice notice-error";
      notice.append(document.createElement("span"), words);
      place?.replaceChildren(notice);
      notice.scrollIntoView({ block: "center" });
    });
  }

  // --- begin --------------------------------------------------------------------------------------

  // A chosen or dropped file is read at once, unless words are pasted as well: then the officer says which is meant.
  function readAtOnce(event) {
    const form = event.target.closest?.("form[data-intake-start]");
    if (!form || !(event.target.closest('input[type="file"]') || event.type === "drop" && event.target.closest("[data-upload]"))) return;
    const input = form.querySelector('input[type="file"]');
    setTimeout(() => {
      if (!input.files.length || form.querySelector("textarea").value.trim()) return;
      const told = form.querySelector("[data-reading]");
      told.textContent = "Đang gửi và đọc văn bản…";
      form.requestSubmit(form.querySelector(".btn-primary"));
      const waits = setInterval(() => {
        if (form.dataset.uploading) return;
        clearInterval(waits);
        told.textContent = "";
      }, 500);
    });
  }
  // A session that ended while somebody pasted loses nothing: the words wait in this tab until the page comes again.
  // What the server answered to (read, or refused and sent back empty) is forgotten here.
  const PASTED = "nhap-da-dan";
  function keepPasted(event) {
    const box = event.target.closest?.("form[data-intake-start]")?.querySelector("textarea");
    try { if (box?.value.trim()) sessionStorage.setItem(PASTED, box.value); } catch { /* too long for the store */ }
  }
  function givePasted() {
    const box = document.querySelector("form[data-intake-start] textarea");
    try {
      const words = sessionStorage.getItem(PASTED);
      if (box || review() || document.getElementById("tien-do")) sessionStorage.removeItem(PASTED);
      if (words && box && !box.value && !document.querySelector(".notice-error")) box.value = words;
    } catch { /* no store, no comfort */ }
  }
  document.addEventListener("submit", keepPasted, true);
  document.addEventListener("change", readAtOnce);
  document.addEventListener("drop", readAtOnce);

  function arrive() {
    under = null;
    givePasted();
    if (!document.querySelector("[data-focus]")) document.querySelector("[data-first-field] input:not([type=hidden])")?.focus();
    if (!review()) return;
    turnTo("proposal");
    const asked = document.getElementById(location.hash.slice(1) || "-");
    if (asked?.matches("[data-question]")) stand(asked);
    else stand(asks().find(isOpen), { focus: false });
  }
  arrive();
  document.addEventListener("page:fresh", arrive);
}
