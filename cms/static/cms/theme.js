// How pages look, before the first paint: Bootstrap's dark palette by the person's choice, else by
// their system; the size of long texts.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen(name) {
    try {
      return window.localStorage.getItem(name);
    } catch (forbidden) {
      return null; // Storage is switched off: the system decides.
    }
  }
  function apply() {
    var theme = chosen("qihang-theme");
    var isDark = theme === "dark" || (theme !== "light" && dark.matches);
    root.setAttribute("data-bs-theme", isDark ? "dark" : "light");
    root.setAttribute("data-text-size", chosen("qihang-text-size") || "medium");
  }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.addEventListener("qihang:look", apply);
})();
