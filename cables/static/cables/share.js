/* The day of reading in citations, from the reader's own clock: a page that anyone may
   cache cannot know it. Without script a gap stands there to be filled in. */
"use strict";
{
  const now = new Date();
  const short = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
  const days = {
    "[data-accessed-us]": now.toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" }),
    "[data-accessed-short]": `${now.getDate()} ${short[now.getMonth()]} ${now.getFullYear()}`,
  };
  for (const [place, day] of Object.entries(days)) {
    for (const gap of document.querySelectorAll(place)) { gap.textContent = day; }
  }
}
