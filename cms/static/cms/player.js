// Video and audio: continues where the person stopped, reports what was really played, and keeps on
// this device what could not be sent. Without this script the recordings play and nothing counts.
(function () {
  "use strict";
  var EVERY = 15000, MOST_RANGES = 200, MOST_CONTENT = 600000, FASTEST = 2, PREFIX = "qihang-watch:";
  var viewer = document.currentScript.dataset.viewer || "";
  var csrf = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  // --- Ranges: sorted pairs of whole milliseconds [from, to) ------------------------------------
  function merged(ranges) {
    var result = [];
    ranges.filter(function (one) { return one[0] < one[1]; })
      .sort(function (a, b) { return a[0] - b[0]; })
      .forEach(function (one) {
        var last = result[result.length - 1];
        if (last && one[0] <= last[1]) last[1] = Math.max(last[1], one[1]);
        else result.push([one[0], one[1]]);
      });
    return result;
  }
  function without(ranges, gone) {
    return gone.reduce(function (rest, cut) {
      return rest.reduce(function (kept, one) {
        kept.push([one[0], Math.min(one[1], cut[0])], [Math.max(one[0], cut[1]), one[1]]);
        return kept;
      }, []).filter(function (one) { return one[0] < one[1]; });
    }, ranges);
  }
  // As much as one report may hold: the server's account may not suffice for all of it at once.
  function portion(ranges) {
    var room = MOST_CONTENT;
    return ranges.slice(0, MOST_RANGES).reduce(function (chosen, one) {
      var end = Math.min(one[1], one[0] + room);
      if (end > one[0]) chosen.push([one[0], end]);
      room -= end - one[0];
      return chosen;
    }, []);
  }

  // --- What waits on this device: {url, ranges, position, at} by person, recording and tab ------
  function stored(key) {
    try {
      var entry = JSON.parse(localStorage.getItem(key));
      return entry && Array.isArray(entry.ranges) && typeof entry.url === "string" ? entry : null;
    } catch (error) {
      return null; // No storage in this browser, or something else wrote there.
    }
  }
  function store(key, entry) {
    try {
      if (entry) localStorage.setItem(key, JSON.stringify(entry));
      else localStorage.removeItem(key);
    } catch (error) {
      // A browser without storage, or a full one: what is in memory is still sent.
    }
  }
  function keysOf() {
    var keys = [];
    try {
      for (var n = 0; n < localStorage.length; n += 1) {
        if (localStorage.key(n).indexOf(PREFIX + viewer + ":") === 0) keys.push(localStorage.key(n));
      }
    } catch (error) {
      return [];
    }
    return keys;
  }

  // Resolves to {status, body}; status 0 is no connection, 401 no longer signed in.
  function send(entry, ranges, last) {
    var body = { ranges: ranges };
    if (entry.position !== null && entry.position !== undefined) {
      body.position = entry.position;
      body.age = Math.min(Math.max(0, (Date.now() - entry.at) / 1000), 300 * 86400);
    }
    return fetch(entry.url, {
      method: "POST",
      headers: { "X-CSRFToken": csrf, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
      redirect: "manual",
      keepalive: !!last
    }).then(function (response) {
      if (response.type === "opaqueredirect" || response.status === 403) return { status: 401 };
      return response.json().then(
        function (answer) { return { status: response.status, body: answer }; },
        function () { return { status: response.status, body: {} }; }
      );
    }, function () { return { status: 0 }; });
  }

  function clock(ms) {
    var seconds = Math.floor(ms / 1000), rest = seconds % 60;
    return Math.floor(seconds / 60) + ":" + (rest < 10 ? "0" : "") + rest;
  }

  function Reporter(figure) {
    var say = figure.dataset, place = figure.querySelector("[data-player-state]");
    var medium = figure.querySelector("video, audio"), duration = Number(say.duration);
    var family = PREFIX + viewer + ":" + say.report;
    var key = family + ":" + Math.random().toString(36).slice(2, 10);
    var entry = { url: say.report, ranges: [], position: null, at: 0 };
    var from = null, until = null, wall = 0, sending = false, again = false, notBefore = 0, over = false;
    var percent = null;

    // What another visit could not send is taken over.
    keysOf().forEach(function (other) {
      var left = other.indexOf(family + ":") === 0 && stored(other);
      if (!left) return;
      entry.ranges = merged(entry.ranges.concat(left.ranges));
      if (left.position !== null && left.at > entry.at) { entry.position = left.position; entry.at = left.at; }
      store(other, null);
    });
    keep();

    function keep() { store(key, entry.ranges.length ? entry : null); }
    function tell(text, values) {
      place.textContent = Object.keys(values || {}).reduce(function (line, name) {
        return line.replace("{" + name + "}", values[name]);
      }, text);
    }
    function now() { return Math.min(duration, Math.max(0, Math.round(medium.currentTime * 1000))); }
    function take() {
      if (from !== null && until > from) entry.ranges = merged(entry.ranges.concat([[from, until]]));
      from = null;
    }
    function begin() { from = until = now(); wall = performance.now(); }
    // Content counts while it runs on from the moment before; a jump begins a new range.
    function follow() {
      if (medium.seeking) return;
      var at = now(), passed = performance.now() - wall;
      if (from === null) { if (!medium.paused) begin(); return; }
      if (at < until || at - until > passed * Math.max(1, medium.playbackRate) + 1000) { take(); begin(); return; }
      until = at;
      wall = performance.now();
      entry.position = at;
      entry.at = Date.now();
    }
    function pending() {
      return from !== null && until > from ? merged(entry.ranges.concat([[from, until]])) : entry.ranges;
    }
    function hold() {
      if (from !== null) { var at = until; take(); from = until = at; }
      keep();
    }

    function report(last) {
      if (over) return;
      if (sending && !last) { again = true; return; }
      hold();
      if (navigator.onLine === false) { tell(say.sayOffline); return; }
      if (Date.now() < notBefore) return;
      var sent = portion(pending());
      sending = true;
      send(entry, sent, last).then(function (answer) {
        sending = false;
        settle(answer, sent);
        if (again) { again = false; report(); }
      });
    }
    this.report = report;

    function settle(answer, sent) {
      if (answer.status === 200) {
        entry.ranges = without(entry.ranges, sent);
        keep();
        percent = answer.body.percent;
        tell(say.saySaved, { percent: percent });
        if (answer.body.fastest) {
          figure.dispatchEvent(new CustomEvent("qihang:fastest", { detail: answer.body.fastest }));
        }
        if (!medium.dataset.ready) resume(answer.body.position);
        if (entry.ranges.length && sent.length && medium.paused) again = true;
      } else if (answer.status === 429) {
        var wait = Math.max(1, answer.body.retry_after || 30);
        notBefore = Date.now() + wait * 1000;
        setTimeout(report, wait * 1000 + 200);
        tell(say.sayLater, { percent: percent === null ? 0 : percent, seconds: wait });
      } else if (answer.status === 401) {
        tell(say.saySignedOut);
      } else if (answer.status === 0 || answer.status >= 500) {
        tell(say.sayOffline);
        if (!medium.dataset.ready && entry.position !== null) resume(entry.position);
      } else {
        // Not acceptable, now or later: it would block what comes after it.
        over = answer.status === 404;
        entry.ranges = without(entry.ranges, sent);
        keep();
        tell(say.sayRefused, { reason: answer.body.error || answer.status });
      }
    }

    function resume(position) {
      medium.dataset.ready = "yes";
      if (!position || position > duration - 3000 || !medium.paused || medium.currentTime > 0) return;
      function jump() { medium.currentTime = position / 1000; }
      if (medium.readyState >= 1) jump();
      else medium.addEventListener("loadedmetadata", jump, { once: true });
      tell(say.sayContinued + " " + (percent === null ? "" : say.saySaved), { time: clock(position), percent: percent });
    }

    medium.addEventListener("playing", function () { if (from === null) begin(); });
    medium.addEventListener("timeupdate", follow);
    medium.addEventListener("seeking", take);
    medium.addEventListener("seeked", function () { if (!medium.paused) begin(); });
    medium.addEventListener("pause", function () { follow(); take(); report(); });
    medium.addEventListener("ended", function () {
      if (from !== null) until = Math.max(until, now());
      take();
      report();
    });
    setInterval(function () { if (!medium.paused || entry.ranges.length) report(); }, EVERY);
    setInterval(hold, 2000);
    window.addEventListener("online", function () { report(); });
    window.addEventListener("offline", function () { hold(); tell(say.sayOffline); });
    window.addEventListener("pagehide", function () {
      follow();
      hold();
      if (pending().length || entry.position !== null) report(true);
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && !medium.paused) { follow(); report(); }
    });
    report();
  }

  // --- Speed, beginning, keys: also for whoever isn't signed in ---------------------------------
  function equip(figure) {
    var medium = figure.querySelector("video, audio"), tools = figure.querySelector("[data-player-tools]");
    var speed = figure.querySelector("[data-player-speed]"), fastest = FASTEST;
    tools.hidden = false;
    // The school's rule may count slower watching only: a faster speed isn't offered then.
    figure.addEventListener("qihang:fastest", function (event) {
      fastest = Math.min(FASTEST, event.detail);
      Array.prototype.slice.call(speed.options).forEach(function (option) {
        if (Number(option.value) > fastest) option.remove();
      });
      if (medium.playbackRate > fastest) medium.playbackRate = fastest;
    });
    speed.addEventListener("change", function () { medium.playbackRate = Number(speed.value); });
    medium.addEventListener("ratechange", function () {
      if (medium.playbackRate > fastest) medium.playbackRate = fastest;
      speed.value = String(medium.playbackRate);
    });
    figure.querySelector("[data-player-restart]").addEventListener("click", function () {
      medium.currentTime = 0;
      medium.play();
    });
    function faster(step) {
      var wanted = speed.selectedIndex + step;
      if (speed.selectedIndex >= 0 && speed.options[wanted]) medium.playbackRate = Number(speed.options[wanted].value);
    }
    var keys = {
      k: function () { if (medium.paused) medium.play(); else medium.pause(); },
      j: function () { medium.currentTime = Math.max(0, medium.currentTime - 10); },
      l: function () { medium.currentTime += 10; },
      m: function () { medium.muted = !medium.muted; },
      "<": function () { faster(-1); },
      ">": function () { faster(1); }
    };
    figure.addEventListener("keydown", function (event) {
      var act = keys[event.key.toLowerCase()];
      if (!act || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input, textarea")) return;
      event.preventDefault();
      act();
    });
    var stranger = figure.querySelector("[data-player-stranger]");
    if (stranger) stranger.hidden = viewer !== "";
    if (viewer && figure.dataset.report) new Reporter(figure);
  }

  // What waits for recordings that aren't on this page.
  function sendTheRest() {
    if (navigator.onLine === false) return;
    var here = Array.prototype.map.call(document.querySelectorAll("[data-report]"), function (figure) {
      return PREFIX + viewer + ":" + figure.dataset.report + ":";
    });
    keysOf().forEach(function (key) {
      var entry = stored(key);
      if (!entry || here.some(function (family) { return key.indexOf(family) === 0; })) return;
      var sent = portion(entry.ranges);
      send(entry, sent).then(function (answer) {
        if ([200, 404, 422].indexOf(answer.status) < 0) return;
        entry.ranges = without(entry.ranges, sent);
        store(key, entry.ranges.length && answer.status !== 404 ? entry : null);
      });
    });
  }

  // A result of search names a recording and a second: that goes before where the person stopped.
  var asked = new URLSearchParams(location.search), second = parseFloat(asked.get("t"));
  document.querySelectorAll("[data-player]").forEach(function (figure) {
    var medium = figure.querySelector("video, audio"), source = medium && medium.querySelector("source");
    if (!asked.get("media") || !source || source.getAttribute("src").indexOf("/" + asked.get("media") + "/") < 0) return;
    function go() { if (second > 0) medium.currentTime = second; }
    if (second > 0) medium.dataset.ready = "yes";
    if (medium.readyState >= 1) go();
    else medium.addEventListener("loadedmetadata", go, { once: true });
    figure.scrollIntoView({ block: "center" });
  });

  document.querySelectorAll("[data-player]").forEach(function (figure) {
    if (figure.dataset.equipped) return;
    figure.dataset.equipped = "yes";
    equip(figure);
  });
  if (viewer) {
    sendTheRest();
    window.addEventListener("online", sendTheRest);
  }
})();
