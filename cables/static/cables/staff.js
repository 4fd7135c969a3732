// The desk's buttons on a cable's public page, for who has signed in there. Readers have
// no such mark in their browser: no request is made for them.
{
  const { desk } = document.currentScript.dataset;
  let isStaff = false;
  try {
    // In a frame of the desk the page is a preview: it has what readers get.
    isStaff = window.top === window && localStorage.getItem("staff") === "1";
  } catch {
    // A browser that keeps nothing.
  }
  const show = function(buttons) {
    const nav = document.createElement("nav");
    nav.className = "staff";
    nav.setAttribute("aria-label", "At the desk");
    nav.lang = "en"; // as the desk is
    for (const { label, url } of buttons) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = label;
      nav.append(link);
    }
    document.querySelector(".cable header.title")?.after(nav);
  };
  const ask = async function() {
    const answer = await fetch(desk, { redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") {
      localStorage.removeItem("staff"); // signed out, or the session is over
    } else if (answer.ok) {
      const { buttons } = await answer.json();
      if (buttons.length) {
        show(buttons);
      }
    }
  };
  if (isStaff) {
    ask().catch(() => {});
  }
}
