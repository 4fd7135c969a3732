/* The editors' long forms: drafts while typing, keys, a split at the cursor. */
"use strict";
{
  const mark = document.querySelector("[data-draft]");
  const form = mark?.form;
  const PAUSE = 3000; // milliseconds without a key, then the draft is kept
  const SMALL = 60000; // bytes that a browser sends while the page goes away
  const OFF = "desk-keys-off";

  // --- drafts ---------------------------------------------------------------------
  let kept = "";
  let timer = null;
  let sending = null;
  let leaving = false;

  const typed = function() {
    return new URLSearchParams(new FormData(form)).toString();
  };
  const say = function(text) {
    const status = document.querySelector("[data-draft-status]");
    if (status) {
      status.textContent = text;
    }
  };
  const keep = async function(last) {
    clearTimeout(timer);
    const body = typed();
    if (leaving || body === kept) {
      return;
    }
    sending?.abort();
    sending = new AbortController();
    const request = {
      method: "POST",
      body: body,
      headers: {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
      keepalive: last && body.length < SMALL,
      signal: last ? undefined : sending.signal
    };
    try {
      const answer = await fetch(mark.dataset.draft, request);
      if (answer.ok) {
        const told = await answer.json();
        kept = told.kept ? body : kept;
        say(`${told.said} ${new Date().toISOString().slice(0, 16).replace("T", " ")}`);
      } else {
        say("The draft could not be kept: save before you leave.");
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        say("The draft could not be kept: save before you leave.");
      }
    }
  };
  const keepDrafts = function() {
    kept = typed();
    form.addEventListener("input", function() {
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE, false);
    });
    form.addEventListener("change", () => keep(false));
    window.addEventListener("pagehide", () => keep(true));
    form.addEventListener("submit", function(event) {
      if (!event.submitter?.hasAttribute("formtarget")) {
        leaving = true;
        clearTimeout(timer);
        sending?.abort();
      }
    });
    window.addEventListener("pageshow", () => { leaving = false; });
  };

  // --- paragraphs -----------------------------------------------------------------
  const blocks = () => [...document.querySelectorAll("[data-block]")];
  const here = () => document.activeElement?.closest("[data-block]");
  const button = (block, verb) => block?.querySelector(`[name=_verb][value^="${verb}:"]`);

  const noteCursor = function(event) {
    if (!event.submitter?.value?.startsWith("split:")) {
      return;
    }
    const block = event.submitter.closest("[data-block]");
    const text = block.querySelector("textarea");
    const before = text.value.slice(0, text.selectionStart);
    block.querySelector("[name$=-cursor]").value = [...before].length;
  };
  const walk = function(by) {
    const all = blocks();
    const at = all.indexOf(here());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next]?.focus();
  };
  const press = function(verb) {
    const found = button(here(), verb);
    found?.click();
    return Boolean(found);
  };

  // --- keys -----------------------------------------------------------------------
  const isTyping = function(target) {
    return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .select2-container, dialog") !== null;
  };
  const isOff = function() {
    try {
      return localStorage.getItem(OFF) === "yes";
    } catch {
      return false;
    }
  };
  const dialog = document.querySelector("dialog.keys");
  const showKeys = function() {
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
    return true;
  };
  const go = function(id) {
    const pane = document.getElementById(id);
    pane?.scrollIntoView();
    pane?.focus({preventScroll: true});
    return Boolean(pane);
  };
  const look = function() {
    const found = form.querySelector("[data-look]");
    found?.click();
    return Boolean(found);
  };
  const save = function() {
    const found = form.querySelector("[name=_continue]") || form.querySelector("[name=_save]");
    found?.click();
    return Boolean(found);
  };
  const OUTSIDE = {
    "?": showKeys,
    "p": look,
    "j": () => { walk(1); return blocks().length > 0; },
    "k": () => { walk(-1); return blocks().length > 0; },
    "m": () => press("merge_up")
  };
  const WITH_ALT = {
    "ArrowUp": () => press("move_up"),
    "ArrowDown": () => press("move_down"),
    "1": () => go("form-pane"),
    "2": () => go("record-pane"),
    "3": () => go("preview-pane")
  };
  const chosen = function(event) {
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.altKey && !event.shiftKey) {
      if (event.key.toLowerCase() === "s") {
        return save;
      }
      return event.key === "Enter" && event.target.matches("[data-block] textarea") ? () => press("split") : null;
    }
    if (control || isTyping(event.target)) {
      return null;
    }
    return event.altKey ? WITH_ALT[event.key] : OUTSIDE[event.key];
  };
  const listen = function() {
    document.addEventListener("keydown", function(event) {
      if (event.defaultPrevented || event.isComposing || dialog?.open || (isOff() && event.key !== "?")) {
        return;
      }
      if (chosen(event)?.()) {
        event.preventDefault();
      }
    });
    const opener = document.querySelector("[data-keys]");
    if (opener) {
      opener.hidden = false;
      opener.addEventListener("click", showKeys);
    }
    document.querySelector("[data-keys-close]")?.addEventListener("click", () => dialog.close());
    const off = document.querySelector("[data-keys-off]");
    if (off) {
      off.checked = isOff();
      off.addEventListener("change", function() {
        try {
          localStorage.setItem(OFF, off.checked ? "yes" : "no");
        } catch {
          say("This browser keeps no settings.");
        }
      });
    }
  };

  if (form) {
    keepDrafts();
    listen();
    form.addEventListener("submit", noteCursor);
    form.addEventListener("submit", function(event) {
      if (event.submitter?.formTarget === "cable-preview") {
        document.getElementById("preview-pane")?.scrollIntoView({block: "nearest"});
      }
    });
  }
}
