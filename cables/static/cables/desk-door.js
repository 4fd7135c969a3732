// Say on the page what a browser says of a passkey that did not come.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-error").hidden = false;
});
