// Dragging a weekly time of a draft opens its page at the place where it was dropped: the server says
// there what would clash and what it costs. Without a mouse the same page is opened by its link.
(() => {
  "use strict";
  let dragged = null;

  document.addEventListener("dragstart", (event) => {
    const entry = event.target.closest("[data-slot]");
    if (!entry) return;
    dragged = entry;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.dataset.slot);
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    for (const cell of document.querySelectorAll(".timetable-drop")) cell.classList.remove("timetable-drop");
  });

  document.addEventListener("dragover", (event) => {
    const cell = dragged && event.target.closest("td[data-weekday]");
    if (!cell) return;
    event.preventDefault();
    for (const other of document.querySelectorAll(".timetable-drop")) {
      if (other !== cell) other.classList.remove("timetable-drop");
    }
    cell.classList.add("timetable-drop");
  });

  document.addEventListener("drop", (event) => {
    const cell = dragged && event.target.closest("td[data-weekday]");
    if (!cell) return;
    event.preventDefault();
    const asked = new URLSearchParams({
      weekday: cell.dataset.weekday,
      first_period: cell.dataset.period,
    });
    window.location.assign(`${dragged.dataset.slot}?${asked}`);
  });
})();
