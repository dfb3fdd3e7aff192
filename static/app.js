// Makes pages quicker and kinder; every page works without it. Each function below is switched on by data attributes,
// listed in docs/face.md. Nothing that somebody types is stored in the browser: drafts go to the server.
"use strict";

const body = document.body;
const words = (count, one, many) => `${count} ${count === 1 ? one : many}`;

// ---- CSRF: the cookie is newest, also after signing in again in another window --------------------------------------
function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : body.dataset.csrf || "";
}

function renewTokens() {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = csrfToken();
}

async function post(url, data) {
  const response = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": csrfToken() }, redirect: "manual" });
  if (response.ok) session.renewed();
  return response;
}

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrfToken(); });
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) session.renewed(); });
document.addEventListener("htmx:responseError", (event) => {
  if ([401, 403].includes(event.detail.xhr.status)) window.location.reload();
  else say("Dat is niet gelukt. Probeer het nog een keer.");
});
document.addEventListener("htmx:sendError", () => say("Er is geen verbinding. Probeer het straks nog een keer."));
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
document.addEventListener("visibilitychange", () => { if (!document.hidden) renewTokens(); });

function say(text) {
  let region = document.getElementById("melding");
  if (!region) {
    region = document.createElement("div");
    region.id = "melding";
    region.className = "ot-messages";
    region.setAttribute("role", "alert");
    document.getElementById("inhoud").prepend(region);
  }
  const box = document.createElement("p");
  box.className = "utrecht-alert utrecht-alert--warning";
  box.textContent = text;
  region.replaceChildren(box);
}

// ---- The session: a warning before it ends, shared between windows --------------------------------------------------
const session = {
  channel: "BroadcastChannel" in window ? new BroadcastChannel("ot-session") : null,
  timers: [],
  ends: 0,

  start() {
    this.dialog = document.querySelector("[data-session-dialog]");
    if (!this.dialog) return;
    this.seconds = Number(this.dialog.dataset.sessionSeconds);
    this.warning = Number(this.dialog.dataset.warningSeconds);
    this.channel?.addEventListener("message", () => this.restart());
    this.dialog.querySelector("[data-session-stay]").addEventListener("click", () => this.stay());
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.stay(); });
    this.renewed();
  },
  renewed() {
    if (!this.dialog) return;
    this.channel?.postMessage("renewed");
    this.restart();
  },
  restart() {
    this.timers.forEach(clearTimeout);
    this.ends = Date.now() + this.seconds * 1000;
    this.dialog.close();
    this.timers = [setTimeout(() => this.warn(), (this.seconds - this.warning) * 1000)];
  },
  warn() {
    const left = Math.round((this.ends - Date.now()) / 1000);
    if (left <= 0) return this.ended();
    const text = left > 60 ? words(Math.ceil(left / 60), "minuut", "minuten") : words(left, "seconde", "seconden");
    this.dialog.querySelector("[data-session-left]").textContent = text;
    if (!this.dialog.open) this.dialog.showModal();
    this.timers.push(setTimeout(() => this.warn(), left > 60 ? 15000 : 1000));
  },
  async stay() {
    const response = await post(this.dialog.dataset.stayUrl).catch(() => null);
    if (!response?.ok) this.ended();
  },
  ended() {
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    if (!drafts.some((draft) => draft.unsaved)) window.location.assign(`${this.dialog.dataset.signInUrl}?verlopen=1&next=${here}`);
    else { this.dialog.close(); drafts.forEach((draft) => draft.signedOut()); }
  },
};

// ---- Drafts: what one types goes to the server, so that nothing is lost ---------------------------------------------
const drafts = [];

class Draft {
  constructor(form) {
    this.form = form;
    this.unsaved = false;
    this.status = document.createElement("p");
    this.status.className = "ot-saved";
    this.status.setAttribute("role", "status");
    (form.querySelector(".ot-actions") || form.lastElementChild).before(this.status);
    form.addEventListener("input", () => this.later());
    form.addEventListener("submit", () => { this.unsaved = false; clearTimeout(this.timer); });
    window.addEventListener("beforeunload", (event) => { if (this.unsaved) event.preventDefault(); });
  }
  later(wait = 1500) {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }
  data() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      const secret = name === "csrfmiddlewaretoken" || this.form.elements[name]?.type === "password";
      if (typeof value === "string" && !secret) data.append(name, value);
    }
    return data;
  }
  async save() {
    const response = await post(this.form.dataset.draftUrl, this.data()).catch(() => null);
    if (response?.ok) {
      this.unsaved = false;
      this.show(`Concept bewaard om ${new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" })}`);
    } else if (response && (response.type === "opaqueredirect" || [401, 403].includes(response.status))) {
      this.signedOut();
      this.later(20000);
    } else {
      this.show("Uw tekst is nog niet bewaard: er is geen verbinding. Laat dit venster open, wij blijven het proberen.", true);
      this.later(10000);
    }
  }
  signedOut() {
    this.show("U bent uitgelogd. Uw tekst staat nog hier. ", true);
    const link = document.createElement("a");
    Object.assign(link, { href: session.dialog?.dataset.signInUrl || "/", target: "_blank", textContent: "Log in een nieuw venster in en ga hier verder" });
    this.status.append(link);
  }
  show(text, failed = false) {
    this.status.textContent = text;
    this.status.classList.toggle("ot-saved--failed", failed);
  }
}

// ---- Forms ----------------------------------------------------------------------------------------------------------
function guardSubmit(form) {
  const lock = (on) => {
    form.toggleAttribute("data-sent", on);
    for (const button of form.querySelectorAll("button[type=submit]")) {
      if (on) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else { renewTokens(); lock(true); }
  });
  window.addEventListener("pageshow", () => lock(false));
  form.addEventListener("htmx:afterRequest", () => lock(false));
}

function autosubmit(form) {
  // Only where htmx swaps the list: a whole new page at every choice would take the focus away.
  if (!form.hasAttribute("hx-get")) return;
  form.addEventListener("change", (event) => { if (event.target.matches("select, input")) form.requestSubmit(); });
}

function checkAll(box) {
  const form = box.closest("form") || document.getElementById(box.getAttribute("form"));
  const boxes = () => [...form.elements].filter((one) => one.name === box.dataset.checkAll && !one.disabled);
  const count = form.querySelector("[data-checked-count]");
  const update = () => {
    const chosen = boxes().filter((one) => one.checked).length;
    box.checked = chosen > 0 && chosen === boxes().length;
    box.indeterminate = chosen > 0 && !box.checked;
    if (count) count.textContent = `${chosen} gekozen`;
  };
  box.hidden = false;
  box.addEventListener("change", () => { for (const one of boxes()) one.checked = box.checked; update(); });
  form.addEventListener("change", update);
  update();
}

// ---- Parts of a page ------------------------------------------------------------------------------------------------
function phoneMenu(list) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "ot-menu-button", textContent: "Menu" });
  button.setAttribute("aria-controls", list.id);
  const open = (on) => {
    list.classList.toggle("ot-open", on);
    button.setAttribute("aria-expanded", String(on));
    button.textContent = on ? "Menu sluiten" : "Menu";
  };
  button.addEventListener("click", () => open(!list.classList.contains("ot-open")));
  list.parentElement.addEventListener("keydown", (event) => { if (event.key === "Escape") { open(false); button.focus(); } });
  open(false);
  list.before(button);
  list.parentElement.classList.add("ot-has-menu");
}

function popover(details) {
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) { details.open = false; details.querySelector("summary").focus(); }
  });
}

function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Alt+Shift+letter, so that no letter alone does anything (WCAG 2.1.4); Ctrl+Enter sends the form one types in.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) event.target.form.requestSubmit();
  if (!event.altKey || !event.shiftKey || !event.code.startsWith("Key")) return;
  const target = document.querySelector(`[data-shortcut="${event.code.slice(3).toLowerCase()}"]`);
  if (target) { event.preventDefault(); target.click(); }
});

const PARTS = {
  "form[data-draft-url]": (form) => drafts.push(new Draft(form)),
  "form[method=post]": guardSubmit,
  "form[data-autosubmit]": autosubmit,
  "input[data-check-all]": checkAll,
  "ul[data-menu]": phoneMenu,
  "details[data-popover]": popover,
  "button[data-print]": printButton,
  "[data-shortcut]": (element) => element.setAttribute("aria-keyshortcuts", `Alt+Shift+${element.dataset.shortcut.toUpperCase()}`),
  "[data-error-summary] h2": (heading) => heading.focus(),
};

const started = new WeakMap();

function start(root) {
  for (const [selector, begin] of Object.entries(PARTS)) {
    const found = [...root.querySelectorAll(selector), ...(root.matches?.(selector) ? [root] : [])];
    for (const element of found) {
      const done = started.get(element) || new Set();
      if (done.has(selector)) continue;
      started.set(element, done.add(selector));
      begin(element);
    }
  }
}

start(document);
session.start();
