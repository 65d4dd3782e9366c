// Follows what a panel shows: fetches it, and swaps it in when its version has changed. The page works without this.
"use strict";

const panel = () => document.getElementById("panel");
const pause = {
  failed: 4000,
  hidden: 10000,
  // A panel may say itself how long it stays fresh.
  seen: () => Number(panel().dataset.pause ?? 1500),
  next: () => Math.max(pause.seen(), document.hidden ? pause.hidden : 0),
};
const offline = document.getElementById("offline");
const announcer = document.getElementById("announcer");
let submitting = false;

async function follow() {
  let failed = false;
  try {
    const answer = await fetch(panel().dataset.source, {
      headers: { "If-None-Match": panel().dataset.version },
      cache: "no-store",
    });
    if (answer.redirected || answer.status === 401 || answer.status === 404) {
      location.reload();
      return;
    }
    offline.hidden = answer.status < 500;
    if (answer.status === 200 && !submitting) swap(await answer.text());
  } catch {
    offline.hidden = false;
    failed = true;
  }
  setTimeout(follow, failed ? pause.failed : pause.next());
}

function swap(markup) {
  const fresh = new DOMParser().parseFromString(markup, "text/html").getElementById("panel");
  const old = panel();
  if (fresh === null || fresh.dataset.version === old.dataset.version) return;
  const sameStep = fresh.dataset.step === old.dataset.step;
  if (sameStep) keepWhatIsThere(old, fresh);
  const focused = sameStep ? document.activeElement?.id : null;
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (!sameStep) welcome(fresh);
  else if (fresh.dataset.news && fresh.dataset.news !== old.dataset.news) announcer.textContent = fresh.dataset.news;
}

// A renewed QR code must not take away what is being typed or close what was opened.
function keepWhatIsThere(old, fresh) {
  for (const input of old.querySelectorAll("input[id]")) {
    const twin = fresh.querySelector(`#${input.id}`);
    if (twin) twin.value = input.value;
  }
  const folds = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach((fold, i) => {
    if (folds[i]) folds[i].open = fold.open;
  });
}

function welcome(fresh) {
  const title = fresh.querySelector("#title");
  announcer.textContent = title?.textContent ?? "";
  (fresh.querySelector("[autofocus]") ?? title)?.focus();
}

document.addEventListener("submit", (event) => {
  if (submitting) {
    event.preventDefault();
    return;
  }
  submitting = true;
  const button = event.submitter ?? event.target.querySelector("button[type=submit]");
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.working;
});

// The browser's way back shows the page as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

document.querySelector("[aria-invalid]")?.focus();
setTimeout(follow, pause.seen());
