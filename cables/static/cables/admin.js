/* Names what Django's widgets leave without one, for those who listen to the page. */
"use strict";
{
  const nameComboboxes = function() {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim().replace(/:$/, "");
      const box = select.nextElementSibling;
      if (!label || !box?.classList.contains("select2")) {
        continue;
      }
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", `${label}: ${select.selectedOptions[0]?.text || "none"}`);
      }
    }
  };
  const reachTables = function() {
    for (const table of document.querySelectorAll(".inline-group .wrapper, #changelist .results")) {
      table.tabIndex = 0;
    }
  };
  // In jQuery's queue, since that is where the comboboxes are made.
  window.django?.jQuery?.(nameComboboxes);
  window.addEventListener("load", reachTables);
  document.addEventListener("formset:added", nameComboboxes);
  document.addEventListener("change", nameComboboxes);
}
