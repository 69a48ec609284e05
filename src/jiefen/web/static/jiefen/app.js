// Small comforts. Every page works without them.
(() => {
  "use strict";
  const doc = document;

  // A second press on a button that is already sending: the server is safe anyway, this only shows it.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sending) { event.preventDefault(); return; }
    if (form.method === "dialog" || form.target) return;
    form.dataset.sending = "1";
    leaving = true;
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => reset(form), 15000);
  });
  const reset = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted) { leaving = false; doc.querySelectorAll("form").forEach(reset); }
  });

  // Text that would be lost: forms marked data-keep ask before the page is left.
  let changed = false;
  let leaving = false;
  doc.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) changed = true;
    count(event.target);
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });

  // How much of a limited text is left.
  const count = (area) => {
    const limit = Number(area.dataset && area.dataset.limit);
    const line = limit && doc.getElementById(area.id + "_count");
    if (line) line.textContent = [...area.value].length + " / " + limit;
  };
  doc.querySelectorAll("[data-limit]").forEach(count);

  // Leave quickly: this page is not kept in the way back.
  doc.querySelectorAll(".quick-exit").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leaving = true;
      doc.body.hidden = true;
      location.replace(link.href);
    });
  });

  // The error summary is read first.
  const summary = doc.querySelector(".error-summary");
  if (summary) summary.focus();

  doc.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
