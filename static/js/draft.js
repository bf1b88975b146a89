// Keeps what is typed in this browser until it was sent: a session that ends or a page that closes loses nothing.
"use strict";

for (const form of document.querySelectorAll("form[data-draft-form]")) {
  const key = `nhap:${location.pathname}`;
  const fields = [...form.querySelectorAll("[data-draft]")];
  const note = document.querySelector("[data-draft-note]");
  const say = (text) => { if (note) note.textContent = text; };

  const saved = JSON.parse(localStorage.getItem(key) || "null");
  if (saved && fields.every((field) => !field.value)) {
    for (const field of fields) field.value = saved.words[field.name] || "";
    say(`Đã khôi phục bản nháp lưu lúc ${saved.at}`);
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      const words = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      localStorage.setItem(key, JSON.stringify({ at, words }));
      say(`Đã lưu nháp trên máy này lúc ${at}`);
    }, 400);
  });

  // The draft goes once the server has taken the words: the next page without this form's errors clears it.
  form.addEventListener("submit", () => { clearTimeout(waiting); sessionStorage.setItem("nhap-da-gui", key); });
}

const sent = sessionStorage.getItem("nhap-da-gui");
if (sent && !document.querySelector(".is-invalid, [data-focus]")) {
  if (`nhap:${location.pathname}` !== sent) localStorage.removeItem(sent);
  sessionStorage.removeItem("nhap-da-gui");
}
