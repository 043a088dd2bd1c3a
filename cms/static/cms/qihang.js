// Small conveniences; every page works without them.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.account-menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  // A form is sent once: a second click within the same page load does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
  // Filters send themselves: whole forms, or single fields.
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && (form.matches("[data-submit-on-change]") || event.target.matches("[data-submit-on-change]")))
      form.requestSubmit();
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print]");
    if (button) window.print();
  });
  // An answer that fills a field doesn't take away what was entered while it was asked for.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target;
    if (!target.matches("[data-keeps-entries]")) return;
    var asked = event.detail.requestConfig.parameters;
    target.querySelectorAll("[name]").forEach(function (field) {
      if (asked[field.name] !== field.value) event.detail.shouldSwap = false;
    });
  });
  // A table wider than the window can be scrolled by keyboard, and says what it is.
  function makeTablesReachable() {
    document.querySelectorAll(".table-responsive").forEach(function (region) {
      if (region.scrollWidth <= region.clientWidth || region.hasAttribute("tabindex")) return;
      var caption = region.querySelector("caption");
      var title = caption || nearestHeading(region);
      region.tabIndex = 0;
      if (!title) return;
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", title.textContent.trim());
    });
  }
  function nearestHeading(region) {
    var headings = document.querySelectorAll("main h1, main h2, main h3, main summary");
    return Array.prototype.filter
      .call(headings, function (heading) {
        var folded = heading.matches("summary") && !heading.parentNode.contains(region);
        var follows = heading.compareDocumentPosition(region) & Node.DOCUMENT_POSITION_FOLLOWING;
        return follows && !folded;
      })
      .pop();
  }
  makeTablesReachable();
  window.addEventListener("resize", makeTablesReachable);
  document.addEventListener("toggle", makeTablesReachable, true);
})();
