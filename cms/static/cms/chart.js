// Draws the table of a chart as a picture above it. Without this, the table is what is read.
(function () {
  "use strict";
  var DECALS = [
    { symbol: "none" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
    { symbol: "circle", dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: Math.PI / 4 },
    { symbol: "triangle", dashArrayX: [[9, 9], [0, 9, 9, 0]], dashArrayY: [7, 2], symbolSize: 0.75 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0 },
  ];
  var COLOURS = {
    light: ["#0f766e", "#b45309", "#1d4ed8", "#9d174d", "#4d7c0f", "#6d28d9"],
    dark: ["#5cc8bd", "#f0b95c", "#8ab4ff", "#f79ac0", "#b6dd72", "#c4a7ff"],
  };
  var SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];
  var loading = {};

  function load(address) {
    if (!loading[address]) {
      loading[address] = new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = reject;
        document.head.appendChild(script);
      });
    }
    return loading[address];
  }

  // Columns without figures are only for the table.
  function read(figure) {
    var rows = Array.prototype.slice.call(figure.querySelectorAll("tbody tr"));
    var cells = rows.map(function (row) { return row.querySelectorAll("td"); });
    var series = [];
    Array.prototype.slice.call(figure.querySelectorAll("thead th"), 1).forEach(function (heading, index) {
      var drawn = cells.some(function (row) { return row[index] && "figure" in row[index].dataset; });
      if (drawn) series.push({ name: text(heading), index: index });
    });
    return {
      series: series.map(function (one) { return one.name; }),
      rows: rows.map(function (row, number) {
        return {
          name: text(row.querySelector("th")),
          figures: series.map(function (one) {
            var figure = cells[number][one.index].dataset.figure;
            return figure === undefined ? null : Number(figure);
          }),
        };
      }),
    };
  }

  function text(element) {
    return element.textContent.trim();
  }

  function options(figure) {
    var kind = figure.dataset.chart;
    var unit = figure.dataset.unit;
    var data = read(figure);
    var style = getComputedStyle(document.documentElement);
    var ink = style.getPropertyValue("--q-ink").trim();
    var line = style.getPropertyValue("--q-line").trim();
    var names = data.rows.map(function (row) { return row.name; });
    var theme = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "dark" : "light";
    var chosen = {
      color: COLOURS[theme],
      textStyle: { color: ink, fontFamily: getComputedStyle(document.body).fontFamily },
      animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      // Drawn on the canvas: our policy forbids the style attributes of HTML tooltips.
      tooltip: { renderMode: "richText", trigger: kind === "bar" || kind === "line" ? "axis" : "item" },
      legend: { show: kind === "pie" || data.series.length > 1, textStyle: { color: ink }, bottom: 0, type: "scroll" },
    };
    function column(place) {
      return data.rows.map(function (row) { return row.figures[place]; });
    }
    function decal(place) {
      return { decal: DECALS[place % DECALS.length] };
    }
    if (kind === "pie") {
      chosen.series = [{
        type: "pie",
        radius: ["0%", "62%"],
        label: { color: ink, formatter: "{b} {c}" + (unit ? " " + unit : "") },
        data: data.rows.map(function (row, place) {
          return { name: row.name, value: row.figures[0], itemStyle: decal(place) };
        }),
      }];
      return chosen;
    }
    if (kind === "radar") {
      // All axes share one scale: figures of one unit are compared.
      var most = Math.max.apply(null, data.rows.map(function (row) { return Math.max.apply(null, row.figures); }));
      chosen.radar = {
        axisName: { color: ink },
        indicator: names.map(function (name) { return { name: name, max: most > 0 ? most : undefined }; }),
      };
      chosen.series = data.series.map(function (name, place) {
        return {
          type: "radar",
          name: name,
          symbol: SYMBOLS[place % SYMBOLS.length],
          lineStyle: { type: ["solid", "dashed", "dotted"][place % 3] },
          data: [{ name: name, value: column(place) }],
        };
      });
      return chosen;
    }
    chosen.grid = { left: 8, right: 16, top: 32, bottom: data.series.length > 1 ? 40 : 8, containLabel: true };
    chosen.xAxis = { type: "category", data: names, axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } };
    chosen.yAxis = {
      type: "value",
      name: unit || "",
      nameTextStyle: { color: ink, align: "left" },
      axisLabel: { color: ink },
      splitLine: { lineStyle: { color: line } },
    };
    chosen.series = data.series.map(function (name, place) {
      return {
        type: kind,
        name: name,
        data: column(place),
        symbol: SYMBOLS[place % SYMBOLS.length],
        symbolSize: 8,
        lineStyle: { type: ["solid", "dashed", "dotted"][place % 3] },
        itemStyle: kind === "bar" ? decal(place) : {},
      };
    });
    return chosen;
  }

  function draw(figure) {
    load(figure.dataset.script).then(function () {
      var canvas = figure.querySelector(".chart-canvas");
      canvas.hidden = false;
      var chart = window.echarts.init(canvas);
      chart.setOption(options(figure));
      figure.querySelector(".chart-figures").open = false;
      window.addEventListener("resize", function () { chart.resize(); });
      new MutationObserver(function () {
        chart.setOption(options(figure), true);
      }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
    }).catch(function () {
      // The table stays open: it says the same.
    });
  }

  // On paper the table is shown, not the picture.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".chart-figures").forEach(function (figures) { figures.open = true; });
  });

  var figures = document.querySelectorAll("figure[data-chart]");
  if (!("IntersectionObserver" in window)) {
    figures.forEach(draw);
    return;
  }
  var near = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      near.unobserve(entry.target);
      draw(entry.target);
    });
  }, { rootMargin: "400px" });
  figures.forEach(function (figure) { near.observe(figure); });
})();
