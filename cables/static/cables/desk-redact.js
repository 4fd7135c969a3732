/* Selecting words on the redaction workbench: with the mouse, or by words with the keys. */
"use strict";
{
  const form = document.getElementById("mark");
  const status = document.getElementById("redact-status");
  const WORD = /[\p{L}\p{N}\p{M}]+(?:['’-][\p{L}\p{N}\p{M}]+)*/gu;

  const offsetIn = function(text, node, offset) {
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setEnd(node, offset);
    return range.toString().length;
  };

  const pointAt = function(text, offset) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && offset > node.length) {
      offset -= node.length;
      node = walker.nextNode();
    }
    return node ? [node, offset] : [text, 0];
  };

  const select = function(text, start, end) {
    const [first, from] = pointAt(text, start);
    const [last, to] = pointAt(text, end);
    getSelection().setBaseAndExtent(first, from, last, to);
    last.parentElement?.scrollIntoView({ block: "nearest" });
  };

  const selected = function() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const node = range.commonAncestorContainer;
    const text = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".redact-text[data-place]");
    if (!text) {
      return null;
    }
    return {
      text,
      start: offsetIn(text, range.startContainer, range.startOffset),
      end: offsetIn(text, range.endContainer, range.endOffset)
    };
  };

  // The server counts characters, where a browser counts halves of the rare ones.
  const characters = (text) => Array.from(text).length;

  const fill = function(chosen) {
    const all = chosen.text.textContent;
    const words = all.slice(chosen.start, chosen.end);
    const blanks = words.length - words.trimStart().length;
    form.elements.place.value = chosen.text.dataset.place;
    form.elements.words.value = words.trim();
    form.elements.start.value = characters(all.slice(0, chosen.start + blanks));
    form.elements.occurrence.value = "";
    const count = words.trim().split(/\s+/).length;
    status.textContent = `${count} word${count === 1 ? "" : "s"} of ${chosen.text.getAttribute("aria-label")} chosen. Give a reason, then mark.`;
    document.getElementById("redact-go").hidden = false;
  };

  const forget = function() {
    form.elements.start.value = "";
  };

  /* Keys: a cursor that goes from word to word, and a mark that extends from it. */
  const cursor = new WeakMap();

  const wordsOf = (text) => Array.from(text.textContent.matchAll(WORD), (m) => [m.index, m.index + m[0].length]);

  const move = function(text, step, extends_) {
    const words = wordsOf(text);
    if (!words.length) {
      return;
    }
    const at = cursor.get(text);
    let head = at ? at.head + step : step > 0 ? 0 : words.length - 1;
    head = Math.max(0, Math.min(words.length - 1, head));
    const anchor = extends_ && at ? at.anchor : head;
    cursor.set(text, { anchor, head });
    const [first, last] = [Math.min(anchor, head), Math.max(anchor, head)];
    select(text, words[first][0], words[last][1]);
    status.textContent = text.textContent.slice(words[first][0], words[last][1]);
  };

  const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 };

  const pressed = function(event) {
    const text = event.target.closest?.(".redact-text[data-place]");
    if (!text || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in STEPS) {
      event.preventDefault();
      move(text, STEPS[event.key], event.shiftKey);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      move(text, event.key === "Home" ? -1e9 : 1e9, event.shiftKey);
    } else if (event.key === "Enter") {
      const chosen = selected();
      if (chosen) {
        event.preventDefault();
        fill(chosen);
        form.elements.reason.focus();
      }
    }
  };

  const released = function(event) {
    if (event.target.closest?.("#mark")) {
      return;
    }
    const chosen = selected();
    if (chosen) {
      cursor.delete(chosen.text);
      fill(chosen);
    } else if (!getSelection().isCollapsed) {
      status.textContent = "Select words inside one text only.";
    }
  };

  if (form) {
    document.getElementById("redact-keys").hidden = false;
    document.addEventListener("keydown", pressed);
    document.addEventListener("mouseup", (event) => setTimeout(() => released(event), 0));
    document.addEventListener("touchend", (event) => setTimeout(() => released(event), 300));
    form.elements.words.addEventListener("input", forget);
    form.elements.place.addEventListener("change", forget);
  }
}
