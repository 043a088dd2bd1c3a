// Reading: how far the reader came, where a bookmark goes, how the text looks. Without this script
// the forms of the page do the same.
(function () {
  "use strict";
  document.querySelectorAll("[data-needs-script]").forEach(function (button) {
    button.hidden = false;
  });

  // --- How the text looks -------------------------------------------------------------------
  var choices = { "reader-size": "qihang-text-size", "reader-theme": "qihang-theme" };
  Object.keys(choices).forEach(function (name) {
    var kept = null;
    try {
      kept = window.localStorage.getItem(choices[name]);
    } catch (forbidden) {
      // Storage is switched off: nothing can be kept, so nothing is offered.
      document.querySelectorAll('[popovertarget="reader-look"]').forEach(function (button) {
        button.hidden = true;
      });
      return;
    }
    document.querySelectorAll('input[name="' + name + '"]').forEach(function (input, place) {
      input.checked = kept ? input.value === kept : place === (name === "reader-size" ? 1 : 0);
      input.addEventListener("change", function () {
        window.localStorage.setItem(choices[name], input.value);
        window.dispatchEvent(new Event("qihang:look"));
      });
    });
  });

  // --- The outline shows where the reader is, without moving the page -----------------------
  var outline = document.getElementById("outline");
  function showHere() {
    var here = outline.querySelector("[aria-current=page]");
    if (!here) return;
    var below = here.getBoundingClientRect().top - outline.getBoundingClientRect().top;
    outline.scrollTop += below - outline.clientHeight / 3;
  }
  if (outline) {
    showHere();
    outline.addEventListener("toggle", showHere);
  }

  // --- Where the reader is ------------------------------------------------------------------
  var text = document.querySelector("[data-reader]");
  if (!text) return;
  var blocks = Array.prototype.slice.call(text.querySelectorAll("[data-block]"));
  var place = document.querySelector("input[data-here]");
  if (place) {
    place.form.addEventListener("submit", function () {
      var here = blocks.find(function (block) {
        return block.getBoundingClientRect().bottom > 80;
      });
      place.value = here && blocks.indexOf(here) > 0 ? here.dataset.block : "";
    });
  }

  // --- How far the reader came --------------------------------------------------------------
  if (!text.dataset.progress || !("IntersectionObserver" in window)) return;
  var known = Number(text.dataset.share) || 0;
  var reached = known;
  var waiting = null;
  var headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  headers["Content-Type"] = "application/json";

  function send() {
    window.clearTimeout(waiting);
    waiting = null;
    if (reached <= known) return;
    var share = reached;
    fetch(text.dataset.progress, {
      method: "POST",
      headers: headers,
      body: JSON.stringify({ share: share }),
      keepalive: true,
      redirect: "error",
    })
      .then(function (answer) {
        if (!answer.ok) return;
        known = Math.max(known, share);
        if (known === 100) sayRead();
      })
      .catch(function () {
        // No connection: `known` stays as it was, so it is sent with the next step or when online.
      });
  }
  function sayRead() {
    document.querySelectorAll("[data-read-done]").forEach(function (line) {
      line.hidden = false;
    });
    document.querySelectorAll("[data-read-form]").forEach(function (form) {
      form.hidden = true;
    });
  }
  function reach(share) {
    if (share <= reached) return;
    reached = share;
    // The end counts at once; steps on the way are gathered.
    if (!waiting) waiting = window.setTimeout(send, share === 100 ? 1000 : 5000);
    if (share === 100) {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(send, 1000);
    }
  }
  // The last line of a block counts, so that a long one isn't read by its first line.
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      var count = Number(entry.target.dataset.count);
      reach(count === marks.length ? 100 : Math.floor((99 * count) / marks.length));
      watcher.unobserve(entry.target);
    });
  });
  var marks = (blocks.length ? blocks : [text]).map(function (block, number) {
    var mark = document.createElement("span");
    mark.className = "read-mark";
    mark.dataset.count = number + 1;
    block.appendChild(mark);
    return mark;
  });
  if (known < 100)
    marks.forEach(function (mark) {
      watcher.observe(mark);
    });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") send();
  });
})();
