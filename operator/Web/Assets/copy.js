// Copies what a field holds. The clipboard's own interface is there on secure origins alone, so marking and copying stands in for it.
"use strict";

async function copy(field) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(field.value);
    return true;
  }
  field.select();
  return document.execCommand("copy");
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const says = button.textContent;
  let back;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (!(await copy(field))) return;
    } catch {
      // The browser does not allow it: what is marked can be copied by hand.
      field.select();
      return;
    }
    button.textContent = button.dataset.copied;
    clearTimeout(back);
    back = setTimeout(() => (button.textContent = says), 4000);
  });
}
