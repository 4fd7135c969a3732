/* Looks again at work in the background, until it is done: then the page is shown anew. */
"use strict";
{
  const EVERY = 2000;
  const look = async function() {
    const here = document.querySelector("[data-live]");
    if (!here) {
      return;
    }
    try {
      const answer = await fetch(location.href, {credentials: "same-origin"});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = page.querySelector("[data-live]");
      if (!there) {
        location.assign(location.href);
        return;
      }
      // Only figures change: whoever is at a button stays there.
      const shown = here.querySelector("p");
      const news = there.querySelector("p");
      if (shown && news) {
        shown.replaceWith(news);
      }
    } catch {
      // The server is away for a moment: the next look may reach it.
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
