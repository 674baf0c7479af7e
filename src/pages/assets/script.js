"use strict";

// What a page can do beyond its HTML: times in the reader's own zone, and a subscription that is
// composed without loading the page again. Everything else, and all of it in another way, works
// without this script.

const language = document.documentElement.lang;

/** Tells those who hear the page rather than see it. */
const say = (() => {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  return (words) => (status.textContent = words);
})();

/* Times. Every <time> with a form (data-form) stands in the venue's zone, as the server wrote it,
   until the reader chooses their own; the choice is kept for all pages. */

const CHOICE = "plenary-zone";
// As the server writes them: 24 hours, and the day before the month in English too.
const locale = language === "en" ? "en-GB" : language;
const numbers = { numberingSystem: "latn" };
const forms = {
  time: { ...numbers, hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  weekday: { ...numbers, weekday: "short" },
  day: { ...numbers, weekday: "long", day: "numeric", month: "long" },
  date: { ...numbers, day: "numeric", month: "long", year: "numeric" },
  full: { ...numbers, weekday: "long", day: "numeric", month: "long", year: "numeric" },
};
const formats = {};
const write = (form, instant) => (formats[form] ??= new Intl.DateTimeFormat(locale, forms[form])).format(instant);
// Intl has no ISO form, but Swedish writes dates in it.
const dates = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" });

const own = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");
const written = new WeakMap();
let zone = "venue";

/** The hours of an event; with the weekday where it is not the day that stands beside them. */
function times(time) {
  let day = time.dataset.day;
  const at = (instant) => {
    const date = dates.format(instant);
    const words = write("time", instant);
    if (!day || date === day) {
      day = date;
      return words;
    }
    day = date;
    return `${write("weekday", instant)} ${words}`;
  };
  const starts = at(new Date(time.dateTime));
  return `${starts}–${at(new Date(time.dataset.ends))}`;
}

/** The words with a capital where there was one. */
const capital = (before, words) =>
  /^\p{Lu}/u.test(before) ? words[0].toLocaleUpperCase(language) + words.slice(1) : words;

/** Shows the times below an element in the chosen zone, and its name. */
function tell(root) {
  for (const name of root.querySelectorAll("[data-zone-words]")) {
    if (!written.has(name)) written.set(name, name.textContent);
    name.textContent = zone === "venue" ? written.get(name) : `(${own})`;
  }
  for (const time of root.querySelectorAll("time[data-form]")) {
    if (!written.has(time)) written.set(time, time.textContent);
    const form = time.dataset.form;
    const instant = new Date(time.dateTime);
    if (zone === "venue") time.textContent = written.get(time);
    else if (form === "times") time.textContent = times(time);
    else time.textContent = capital(written.get(time), write(form, instant));
  }
}

const remember = (value) => {
  try {
    localStorage.setItem(CHOICE, value);
  } catch {
    // Kept for this page alone.
  }
};
const remembered = () => {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
};

const choice = document.querySelector(".zone");
function choose(value) {
  zone = value;
  document.documentElement.dataset.zone = zone;
  for (const input of choice?.querySelectorAll("input") ?? []) input.checked = input.value === zone;
  tell(document);
}
choice?.addEventListener("change", (event) => {
  remember(event.target.value);
  choose(event.target.value);
  say(event.target.parentElement.textContent);
});
if (choice) choose(remembered() === "reader" ? "reader" : "venue");
// Another page may have chosen since this one was left.
addEventListener("pageshow", (event) => {
  if (event.persisted && choice) choose(remembered() === "reader" ? "reader" : "venue");
});

/* Subscribe. The form's own answer is asked for at each change, and its result put in place. */

const form = document.getElementById("composer");
let asking;
async function compose() {
  asking?.abort();
  asking = new AbortController();
  const result = document.getElementById("subscription");
  const address = new URL(form.action);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  result.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("subscription");
    if (!fresh) throw new Error("no result");
    result.replaceChildren(...fresh.childNodes);
    suit(result);
    tell(result);
    // Where the form leads, the page's own address and those in other languages say the choice.
    const { pathname, search } = address;
    if (pathname === location.pathname) {
      history.replaceState(null, "", pathname + search);
      for (const link of document.querySelectorAll(".languages a")) link.search = search;
    }
    say(result.querySelector(".count")?.textContent ?? "");
    result.removeAttribute("aria-busy");
  } catch (error) {
    // The next one has it.
    if (error.name === "AbortError") return;
    // The page itself will say what is wrong, or the browser will.
    form.submit();
  }
}
form?.addEventListener("change", (event) => event.target.name && compose());

/** Puts the reader's own kind of calendar forward. */
function suit(result) {
  const system = navigator.userAgentData?.platform ?? navigator.platform ?? "";
  const likely = /android/i.test(system + navigator.userAgent) ? "google" : /win/i.test(system) ? "outlook" : "webcal";
  const first = result.querySelector(`[data-client="${likely}"]`);
  if (!first) return;
  for (const client of result.querySelectorAll("[data-client]")) client.classList.toggle("primary", client === first);
}
const composed = document.getElementById("subscription");
if (composed) suit(composed);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copied]");
  if (button) {
    const field = button.parentElement.querySelector("input");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not allowed, or not a secure page: the older way.
      if (!document.execCommand("copy")) return;
    }
    say(button.dataset.copied);
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2500);
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[readonly]")) event.target.select();
});

/* Languages: a menu closes when one goes on elsewhere. */

const menu = document.querySelector("details.languages");
document.addEventListener("click", (event) => {
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
