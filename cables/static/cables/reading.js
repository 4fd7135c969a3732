/* What a reader's own machine can add to a page: copying, keys, light and dark. Every page
   is whole without it. Nothing is kept in the browser before a reader chooses something. */
"use strict";
{
  const root = document.documentElement;
  const WORDS = {
    en: {
      themes: { "": "as the system", light: "light", dark: "dark" },
      colours: "Colours",
      copy: "Copy",
      copyLink: "Copy link",
      copyQuotation: "Copy quotation",
      copyWords: "Copy a link to these words",
      copied: "It is copied.",
      notCopied: "This browser does not let the page copy. The text can be marked and copied by hand.",
      linkCopied: "The link is copied.",
      quotationCopied: "The quotation is copied, with its link.",
      wordsCopied: "The words are copied, with a link to them.",
      noCopy: "This browser does not let the page copy. The address is in the ¶ beside the paragraph.",
      keys: "Keys",
      on: "on",
      off: "off",
      help: "Keys: j next paragraph, k the one before, c copy its link, / search, ? this help.",
      read: "read on",
    },
    es: {
      themes: { "": "los del sistema", light: "claros", dark: "oscuros" },
      colours: "Colores",
      copy: "Copiar",
      copyLink: "Copiar enlace",
      copyQuotation: "Copiar cita",
      copyWords: "Copiar un enlace a estas palabras",
      copied: "Copiado.",
      notCopied: "Este navegador no permite que la página copie. El texto puede seleccionarse y copiarse a mano.",
      linkCopied: "Enlace copiado.",
      quotationCopied: "Cita copiada, con su enlace.",
      wordsCopied: "Palabras copiadas, con un enlace a ellas.",
      noCopy: "Este navegador no permite que la página copie. La dirección está en el signo ¶ junto al párrafo.",
      keys: "Teclas",
      on: "activadas",
      off: "desactivadas",
      help: "Teclas: j párrafo siguiente, k el anterior, c copiar su enlace, / buscar, ? esta ayuda.",
      read: "consultado el",
    },
  };
  const said = WORDS[root.lang] ?? WORDS.en;
  const cable = document.querySelector("article.cable[data-address]");
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => {
    try {
      if (value === null) { localStorage.removeItem(name); } else { localStorage.setItem(name, value); }
    } catch { /* a browser that keeps nothing */ }
  };
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) { element.setAttribute(key, value); }
    return element;
  };
  const status = make("p", "", { role: "status", class: "said" });
  document.body.append(status);
  let timer;
  const say = (text) => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { status.textContent = ""; }, 6000);
  };

  // --- light and dark -------------------------------------------------------------------
  const THEMES = said.themes;
  const wear = (theme) => { if (theme) { root.dataset.theme = theme; } else { delete root.dataset.theme; } };
  let theme = kept("theme") in THEMES ? kept("theme") : "";
  wear(theme);
  const choices = make("p", "", { class: "choices" });
  const light = make("button", `${said.colours}: ${THEMES[theme]}`, { type: "button" });
  light.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    wear(theme);
    keep("theme", theme || null);
    light.textContent = `${said.colours}: ${THEMES[theme]}`;
  });
  choices.append(light);
  document.querySelector(".foot")?.append(choices);

  // --- the transmission header stays as it was left ---------------------------------------
  const fold = document.querySelector("details.transmission");
  if (fold) {
    fold.open = fold.open || kept("header") === "open";
    fold.querySelector("summary").addEventListener("click", () => keep("header", fold.open ? null : "open"));
  }

  // --- copying ------------------------------------------------------------------------------
  const copy = async (text, done, failed = said.noCopy) => {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
    } catch {
      say(failed);
    }
  };
  for (const row of navigator.clipboard ? document.querySelectorAll(".leaving .share > div") : []) {
    const [name, text] = row.children;
    const button = make("button", said.copy, { type: "button", "aria-label": `${said.copy}: ${name.textContent}` });
    button.addEventListener("click", () => copy(text.textContent, said.copied, said.notCopied));
    const box = make("span", "", { class: "actions copying" });
    box.append(button);
    name.append(box);
  }
  const link = (para) => {
    const { seen } = para.dataset;
    return `${cable.dataset.address}${seen ? `?seen=${seen}` : ""}#${para.id}`;
  };
  const words = (para) => {
    const copied = para.cloneNode(true);
    for (const extra of copied.querySelectorAll(".pilcrow, .alone-link, .used, .actions")) { extra.remove(); }
    return copied.textContent.replace(/\s+/g, " ").trim();
  };
  const cited = (text, address) => `“${text}”\n${cable.dataset.id}, ${cable.dataset.cite}\n${address}`;
  const NAMES = [said.copyLink, said.copyQuotation];
  const act = (name, para) => (name === NAMES[0]
    ? copy(link(para), said.linkCopied)
    : copy(cited(words(para), link(para)), said.quotationCopied));
  let current = null;
  const offer = (para) => {
    document.querySelector(".body .copying")?.remove();
    if (!para?.matches(".para")) { return; }
    const row = make("span", "", { class: "actions copying", role: "group", "aria-label": said.copy });
    for (const name of NAMES) {
      const button = make("button", name, { type: "button" });
      button.addEventListener("click", () => act(name, para));
      row.append(button);
    }
    (para.querySelector(":scope > p") ?? para).after(...(para.matches("li, h2, h3") ? [] : [row]));
    if (!row.isConnected) { para.append(row); }
  };
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1).split(":~:")[0]);
    current = (id && document.getElementById(id)?.closest(".para")) || current;
    offer(current);
  };
  if (cable && navigator.clipboard) {
    arrive();
    addEventListener("hashchange", arrive);
    const quote = make("button", said.copyWords, { type: "button", class: "quoting" });
    quote.hidden = true;
    document.body.append(quote);
    const chosen = () => {
      const selection = getSelection();
      const place = selection.anchorNode?.parentElement?.closest(".para");
      return place && selection.toString().trim() ? { place, text: selection.toString().trim().replace(/\s+/g, " ") } : null;
    };
    document.addEventListener("selectionchange", () => { quote.hidden = !("fragmentDirective" in document) || !chosen(); });
    quote.addEventListener("mousedown", (event) => event.preventDefault());
    quote.addEventListener("click", () => {
      const found = chosen();
      if (!found) { return; }
      const part = (text) => encodeURIComponent(text).replaceAll("-", "%2D");
      const list = found.text.split(" ");
      const fragment = list.length > 12 ? `${part(list.slice(0, 5).join(" "))},${part(list.slice(-5).join(" "))}` : part(found.text);
      copy(cited(found.text, `${link(found.place)}:~:text=${fragment}`), said.wordsCopied);
    });
  }

  // --- keys ------------------------------------------------------------------------------------
  let keys = kept("keys") !== "off";
  const step = (by) => {
    const all = [...document.querySelectorAll(".body .para")].filter((p) => p.offsetParent);
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + (current || by > 0 ? by : 0)))];
    if (next) {
      current = next;
      next.querySelector(".pilcrow")?.focus({ preventScroll: true });
      next.scrollIntoView({ block: "start" });
    }
  };
  const DO = {
    j: () => step(1),
    k: () => step(-1),
    c: () => { if (cable && current) { act(NAMES[0], current); } },
    "/": () => document.querySelector("#q")?.focus(),
    "?": () => say(said.help),
  };
  addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!keys || field || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(DO, event.key)) { return; }
    event.preventDefault();
    DO[event.key]();
  });
  if (cable) {
    const name = () => `${said.keys} j k c / ?: ${keys ? said.on : said.off}`;
    const button = make("button", name(), { type: "button", title: said.help });
    button.addEventListener("click", () => {
      keys = !keys;
      keep("keys", keys ? null : "off");
      button.textContent = name();
    });
    choices.append(button);
  }

  const accessed = document.querySelector(".printed .accessed");
  if (accessed) { accessed.textContent = `, ${said.read} ${new Date().toLocaleDateString(root.lang, { dateStyle: "long" })}`; }
}
