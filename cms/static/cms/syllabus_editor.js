// In the editor of a syllabus: new objectives and units get a key of their own, and the map offers
// the rows as they stand on the screen. The server checks both.
(function () {
  "use strict";

  function newKey() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    var hex = Array.prototype.map.call(bytes, function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function keysOf(relation) {
    var inputs = document.querySelectorAll('input[name^="' + relation + '-"][name$="-key"]');
    return Array.prototype.filter.call(inputs, function (input) {
      return new RegExp("^" + relation + "-\\d+-key$").test(input.name);
    });
  }

  function field(input, name) {
    var found = document.getElementsByName(input.name.replace(/-key$/, "-" + name));
    return found.length ? found[0] : null;
  }

  function isDeleted(input) {
    var mark = field(input, "DELETE");
    return Boolean(mark && (mark.type === "checkbox" ? mark.checked : mark.value));
  }

  function giveKeys(relation) {
    var seen = {};
    keysOf(relation).forEach(function (input) {
      if (!input.value || seen[input.value]) input.value = newKey();
      seen[input.value] = true;
    });
  }

  function offer(select) {
    var chosen = select.value;
    var options = [new Option("—", "")];
    keysOf(select.dataset.rows).forEach(function (input, place) {
      if (isDeleted(input)) return;
      var label = field(input, select.dataset.label);
      var text = label ? label.value.trim() : "";
      options.push(new Option((text || "#" + (place + 1)).slice(0, 60), input.value));
    });
    var same = options.length === select.options.length && options.every(function (option, place) {
      return option.value === select.options[place].value && option.text === select.options[place].text;
    });
    if (same) return;
    select.replaceChildren.apply(select, options);
    select.value = chosen;
  }

  var waiting = null;
  function refresh() {
    waiting = null;
    ["objectives", "units"].forEach(giveKeys);
    document.querySelectorAll("select[data-rows]").forEach(offer);
  }
  function soon() {
    if (waiting === null) waiting = window.setTimeout(refresh, 150);
  }

  function begin() {
    var form = document.querySelector("form[data-edit-form], #page-edit-form, form#w-editor-form") || document.body;
    document.addEventListener("input", soon);
    document.addEventListener("click", soon);
    new MutationObserver(function (changes) {
      var added = changes.some(function (change) {
        return Array.prototype.some.call(change.addedNodes, function (node) {
          return node.nodeType === 1 && node.querySelector && node.querySelector('input[name$="-key"], select[data-rows]');
        });
      });
      // At once: nothing may be sent with a key that two rows share.
      if (added) refresh();
    }).observe(form, { childList: true, subtree: true });
    refresh();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
