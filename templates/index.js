"use strict";
// Comfort for the reader of an index. Everything can be read without it; it touches nothing but this page.
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const table = one("table"), body = table.tBodies[0], box = one("filter"), told = one("told");
  const rows = Array.from(body.rows).map((row) => {
    const keys = new Set(row.dataset.k.toLowerCase().split(" "));
    return { row, keys, text: (row.textContent + " " + row.dataset.k).toLowerCase() };
  });

  // The filter leaves the rows that have all words; "outcome:error" and the like are what the links above the table ask for.
  function filter() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    rows.forEach((entry) => {
      const shown = words.every((word) => (/^(outcome|rule|outage):/.test(word) ? entry.keys.has(word) : entry.text.includes(word)));
      entry.row.hidden = !shown;
      left += shown;
    });
    told.textContent = words.length ? left + " of " + rows.length + " on this page" + (left ? "" : ". Clear the filter to see all.") : "";
  }
  function ask(key) {
    box.value = key;
    filter();
    one("cases").scrollIntoView();
    box.focus({ preventScroll: true });
  }
  box.addEventListener("input", filter);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.value) { event.preventDefault(); box.value = ""; filter(); }
  });
  if (all(".pages").length === 0) {  // with several pages a filter of this one would tell half of it
    all("a[data-key]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      ask(link.dataset.key);
    }));
  }
  // A link to a row that the filter hides shows it again.
  addEventListener("hashchange", () => { if (box.value) { box.value = ""; filter(); } });

  // A table is sorted by the column whose head is pressed; again, the other way round.
  function value(row, place) {
    const cell = row.cells[place];
    const time = cell.querySelector("time");
    const text = (cell.dataset.v || (time ? time.dateTime : cell.textContent)).trim();
    const number = Number(text.replace(/,/g, ""));
    return text === "–" ? "" : text !== "" && Number.isFinite(number) ? number : text.toLowerCase();
  }
  function compare(a, b) {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  }
  function sort(sorted, place) {
    const heads = all("thead th", sorted);
    const down = heads[place].getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[place].setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
    const keyed = Array.from(sorted.tBodies[0].rows).map((row) => [value(row, place), row]);
    keyed.sort((a, b) => down * compare(a[0], b[0]));
    sorted.tBodies[0].append(...keyed.map((pair) => pair[1]));
  }
  all("table").forEach((sorted) => {
    if (sorted.tBodies[0].rows.length < 3) return;
    all("thead th", sorted).forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(sorted, place));
      head.append(button);
    });
  });

  // Columns that nobody needs can be left out; the name of the case stays.
  all("thead th", table).forEach((head, place) => {
    if (place === 0) return;
    const label = document.createElement("label"), tick = document.createElement("input");
    tick.type = "checkbox";
    tick.checked = true;
    tick.addEventListener("change", () => table.classList.toggle("hide" + (place + 1), !tick.checked));
    label.append(tick, head.textContent);
    one("columns").append(label);
  });
  one("tools").hidden = false;
})();
