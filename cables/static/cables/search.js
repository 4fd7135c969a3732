/* Suggestions while typing, and results that change in place. Every page is whole without
   this script: it asks for the same addresses, and where anything fails it lets go. */
"use strict";
{
  const SUGGEST = document.currentScript.dataset.suggest;
  const WAIT = 120; // milliseconds without a keystroke
  const WORDS = {
    en: {
      kinds: { id: "Cable", post: "Post", country: "Country", tag: "Tag", word: "Words" },
      list: "Suggestions",
      counted: (n) => `${n} suggestion${n === 1 ? "" : "s"}`,
    },
    es: {
      kinds: { id: "Cable", post: "Misión", country: "País", tag: "Etiqueta", word: "Palabras" },
      list: "Sugerencias",
      counted: (n) => `${n} sugerencia${n === 1 ? "" : "s"}`,
    },
  };
  const words = WORDS[document.documentElement.lang] ?? WORDS.en;
  const ENGLISH = { lang: "en" }; // subjects of cables and titles of tags
  let boxes = 0;

  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    element.textContent = text;
    return element;
  };

  const status = make("p", { role: "status", class: "vh" });
  const say = (text) => { status.textContent = text; };

  // --- suggestions: a combobox with a list, as WAI-ARIA describes it -------------------
  class Combobox {
    constructor(input) {
      this.input = input;
      this.at = -1;
      this.found = [];
      this.list = make("ul", { role: "listbox", class: "suggestions", id: `suggestions-${++boxes}`, "aria-label": words.list });
      this.list.hidden = true;
      input.type = "text"; // a search field may not be a combobox
      input.enterKeyHint = "search";
      this.set({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id });
      input.parentElement.classList.add("suggesting");
      input.after(this.list);
      input.addEventListener("input", (event) => { if (!event.isComposing) { this.later(); } });
      input.addEventListener("compositionend", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      // The box keeps the focus: it would close the list before the click arrives.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) { this.go([...this.list.children].indexOf(option)); }
      });
    }

    set(attributes) {
      for (const [key, value] of Object.entries(attributes)) { this.input.setAttribute(key, value); }
    }

    stop() {
      clearTimeout(this.timer);
      this.asking?.abort();
    }

    later() {
      this.stop();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const text = this.input.value.trim();
      if (text.length < 2 || text.length > 100) { this.close(); return; }
      this.asking = new AbortController();
      const { signal } = this.asking;
      try {
        const answer = await fetch(`${SUGGEST}?${new URLSearchParams({ q: text })}`, { signal, credentials: "omit" });
        const { suggestions } = await answer.json();
        if (!signal.aborted && document.activeElement === this.input) { this.show(suggestions); }
      } catch {
        if (!signal.aborted) { this.close(); }
      }
    }

    show(suggestions) {
      this.found = suggestions;
      this.list.replaceChildren(...suggestions.map((one, place) => {
        const option = make("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" });
        option.append(make("small", {}, words.kinds[one.kind]), " ", make("span", { class: "as", ...(one.kind === "tag" && ENGLISH) }, one.text.trim()), " ", make("small", { class: "note", ...(one.kind === "id" && ENGLISH) }, one.note));
        return option;
      }));
      this.mark(-1);
      this.list.hidden = !suggestions.length;
      this.set({ "aria-expanded": String(!this.list.hidden) });
      say(suggestions.length ? words.counted(suggestions.length) : "");
    }

    close() {
      this.stop();
      this.list.hidden = true;
      this.mark(-1);
      this.set({ "aria-expanded": "false" });
    }

    mark(place) {
      this.at = place;
      [...this.list.children].forEach((option, one) => option.setAttribute("aria-selected", String(one === place)));
      const option = this.list.children[place];
      if (option) {
        this.set({ "aria-activedescendant": option.id });
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    key(event) {
      const open = !this.list.hidden;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing || event.ctrlKey || event.metaKey) { return; }
      if (step && open) {
        event.preventDefault();
        const places = this.found.length + 1; // one of them is the box itself
        this.mark((this.at + 1 + step + places) % places - 1);
      } else if (step === 1) {
        event.preventDefault();
        this.ask();
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        this.close();
      } else if (event.key === "Enter" && open && this.at >= 0) {
        event.preventDefault();
        this.go(this.at);
      } else if (event.key === "Enter") {
        this.close();
      }
    }

    go(place) {
      const { kind, text, url } = this.found[place];
      this.close();
      if (kind === "word") { this.input.value = text; }
      if (!results.takes(url)) { location.assign(url); }
    }
  }

  const complete = (root) => {
    for (const input of root.querySelectorAll("form[data-search-form] input[name=q]")) { new Combobox(input); }
  };

  // --- results in place ----------------------------------------------------------------
  class Results {
    constructor() {
      this.shown = this.address(location);
      document.addEventListener("click", (event) => this.click(event));
      document.addEventListener("submit", (event) => this.submit(event));
      document.addEventListener("change", (event) => this.choose(event));
      window.addEventListener("popstate", () => {
        if (this.main && this.address(location) !== this.shown) { this.load(location.href, { push: false }); }
      });
    }

    get main() { return document.querySelector("main[data-search-results]"); }

    get form() { return this.main?.querySelector("form[data-search-form]"); }

    address(url) { return url.pathname + url.search; }

    /** Load an address into the page if it is one of a search; say whether it was. */
    takes(href, options) {
      const url = new URL(href, location.href);
      if (!this.form || url.origin !== location.origin || url.pathname !== new URL(this.form.action).pathname) { return false; }
      this.load(url.href, options);
      return true;
    }

    click(event) {
      const link = event.target.closest?.("main[data-search-results] a[href]");
      const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute("download")) { return; }
      if (this.takes(link.href, { top: true })) { event.preventDefault(); }
    }

    submit(event) {
      if (event.target.matches("form[data-search-form]") && this.takes(this.asked(event.target))) { event.preventDefault(); }
    }

    choose(event) {
      const { target } = event;
      if (this.form && target.form === this.form && target.matches("[type=checkbox], [type=radio]")) { this.takes(this.asked(this.form)); }
    }

    /** The address that a form asks for, without what was left empty. */
    asked(form) {
      const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
      const query = new URLSearchParams(pairs).toString();
      return form.action.split("?")[0] + (query && `?${query}`);
    }

    async load(href, { push = true, top = false } = {}) {
      this.asking?.abort();
      this.asking = new AbortController();
      const { signal } = this.asking;
      this.main.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(href, { signal, credentials: "omit", headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("main[data-search-results]");
        if (signal.aborted) { return; }
        if (answer.redirected || !answer.ok || !fresh) { location.assign(href); return; }
        if (push && href !== location.href) { history.pushState(null, "", href); }
        this.shown = this.address(location);
        this.put(page, fresh, top);
      } catch {
        if (!signal.aborted) { location.assign(href); }
      }
    }

    put(page, fresh, top) {
      const held = this.held();
      document.title = page.title;
      const feeds = (root) => root.querySelectorAll("link[rel=alternate]");
      feeds(document).forEach((link) => link.remove());
      document.head.append(...feeds(page));
      this.languages(page);
      this.main.replaceChildren(...fresh.childNodes);
      this.main.removeAttribute("aria-busy");
      complete(this.main);
      this.hold(held, top);
      say(this.main.querySelector("#found .count")?.textContent ?? "");
    }

    /** The footer leads to this same search in the other languages. */
    languages(page) {
      for (const link of document.querySelectorAll("footer a[hreflang]")) {
        const fresh = page.querySelector(`footer a[hreflang="${link.hreflang}"]`);
        if (fresh) { link.setAttribute("href", fresh.getAttribute("href")); }
      }
    }

    /** What a reader has in hand: the focused control, and what is unfolded. */
    held() {
      const { activeElement: one } = document;
      const control = this.main.contains(one) && one.name && one.type !== "hidden";
      const unfolded = [...this.main.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
      return { name: control && one.name, value: control && one.type !== "text" && one.value, unfolded, outside: one !== document.body && !this.main.contains(one) };
    }

    hold({ name, value, unfolded, outside }, top) {
      for (const summary of this.main.querySelectorAll("details > summary")) {
        if (unfolded.includes(summary.textContent)) { summary.parentElement.open = true; }
      }
      const controls = name ? [...this.main.querySelectorAll(`[name="${CSS.escape(name)}"]`)] : [];
      const again = controls.find((one) => one.type !== "hidden" && (!value || one.value === value));
      if (again && !top) {
        again.closest("details:not([open])")?.setAttribute("open", "");
        again.focus({ preventScroll: true });
      } else if (!outside) {
        this.heading(top);
      }
    }

    heading(top) {
      const heading = this.main.querySelector("#found") ?? this.main.querySelector("h1");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      if (top) { heading.scrollIntoView({ block: "start" }); }
    }
  }

  document.body.append(status);
  const results = new Results();
  complete(document);
}
