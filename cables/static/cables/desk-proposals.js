/* Keys of the inbox of proposals. All of it can be done without them. */
"use strict";
{
  const NAME = "keys-of-proposals";
  const rows = [...document.querySelectorAll("#result_list tbody th a")];
  const toggle = document.querySelector("[data-keys-switch]");

  if (toggle) {
    toggle.disabled = false;
    toggle.checked = localStorage.getItem(NAME) !== "off";
    toggle.addEventListener("change", () => localStorage.setItem(NAME, toggle.checked ? "on" : "off"));
  }

  const isTyping = function(target) {
    return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  };

  const step = function(by) {
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
    rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
  };

  document.addEventListener("keydown", function(event) {
    const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    if (!plain || event.repeat || !toggle?.checked || isTyping(event.target)) {
      return;
    }
    if (rows.length && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
      event.preventDefault();
      return;
    }
    const control = ["a", "r", "j", "k"].includes(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (control) {
      event.preventDefault();
      control.focus();
      if (event.key !== "r") {
        control.click();
      }
    }
  });
}
