// Remember in this browser that somebody has signed in at the desk: a cable's public page
// then asks for its buttons (staff.js). It is forgotten with the next page that knows nobody.
try {
  if (document.currentScript.dataset.signedIn === "yes") {
    localStorage.setItem("staff", "1");
  } else {
    localStorage.removeItem("staff");
  }
} catch {
  // A browser that keeps nothing shows no buttons.
}
