// Follows the session: fetches the panel, and swaps it in when its version has changed. The page works without this.
"use strict";

const pause = { seen: 1500, hidden: 10000, failed: 4000 };

const panel = () => document.getElementById("panel");
const offline = document.getElementById("offline");
const announcer = document.getElementById("announcer");
let submitting = false;

async function follow() {
  let wait = document.hidden ? pause.hidden : pause.seen;
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
    wait = pause.failed;
  }
  setTimeout(follow, wait);
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
  const button = event.target.querySelector("button[type=submit]");
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.working;
});

// The browser's way back shows the page as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

document.querySelector("[aria-invalid]")?.focus();
setTimeout(follow, pause.seen);
