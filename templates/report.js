"use strict";
// Comfort for the reader of a report. Everything can be read without it; it touches nothing but this page.
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (id) => document.getElementById(id);

  // A link to a finding opens it, and whatever it lies in.
  function follow() {
    let target = null;
    try { target = one(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  all('a[href^="#"]').forEach((link) => link.addEventListener("click", () => {
    if (link.hash === location.hash) follow();
  }));

  // Copy buttons. Without the clipboard's permission the text is selected, ready for the keyboard.
  function copied(button, pre) {
    const say = (words) => { button.textContent = words; setTimeout(() => { button.textContent = "Copy"; }, 2500); };
    const fall = () => {
      const range = document.createRange();
      range.selectNodeContents(pre);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      let done = false;
      try { done = document.execCommand("copy"); } catch (error) { done = false; }
      say(done ? "Copied" : "Selected: press Ctrl+C");
    };
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(pre.textContent).then(() => say("Copied"), fall);
    } else fall();
  }
  function copier(source, name, look) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy: " + name);
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copied(button, source()));
    return button;
  }
  all("details[data-copy]").forEach((details) => {
    const texts = all("pre", details);  // the letter is there in two languages, of which one is shown
    const shown = () => texts.find((pre) => pre.offsetParent) || texts[0];
    texts[0].before(copier(shown, details.querySelector("h3").textContent, "copy"));
  });
  all("code.cmd").forEach((code) => code.after(copier(() => code, code.textContent, "copy small")));

  // Tables are sorted by the column whose head is pressed; again, the other way round.
  function value(row, place) {
    const cell = row.cells[place];
    const text = (cell.dataset.v || cell.textContent).trim();
    const number = Number(text.replace(/,/g, ""));
    return text === "–" ? -Infinity : text !== "" && Number.isFinite(number) ? number : text.toLowerCase();
  }
  function compare(a, b) {
    if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
    return typeof a === "number" ? -1 : 1;
  }
  function sort(table, place) {
    const heads = all("thead th", table);
    const down = heads[place].getAttribute("aria-sort") === "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const groups = [];  // a row, and the rows of notes that belong to it
    Array.from(body.rows).forEach((row) => {
      if (row.className === "under") groups[groups.length - 1].push(row); else groups.push([row]);
    });
    groups.sort((a, b) => (down ? -1 : 1) * compare(value(a[0], place), value(b[0], place)));
    groups.forEach((group) => body.append(...group));
  }
  all("table").forEach((table) => {
    if (table.tBodies[0].rows.length < 3) return;
    all("thead th", table).forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => sort(table, place));
    });
  });

  // A table that is wider than the screen can be scrolled with the keyboard.
  const widths = new ResizeObserver((seen) => seen.forEach((entry) => {
    const box = entry.target;
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption").textContent);
    } else ["tabindex", "role", "aria-label"].forEach((name) => box.removeAttribute(name));
  }));
  all(".table").forEach((box) => widths.observe(box));

  // Print shows everything, in browsers too whose styles cannot unfold.
  let folded = [];
  addEventListener("beforeprint", () => { folded = all("details:not([open])"); folded.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => { folded.forEach((d) => { d.open = false; }); folded = []; });

  // Filter, order and unfold the findings.
  const tools = one("tools");
  if (tools) {
    tools.hidden = false;
    const box = one("filter");
    const order = one("order");
    const unfold = one("unfold");
    const told = one("told");
    const findings = all("#list > details");
    const opened = new Map(findings.map((details) => [details, details.open]));
    const entries = findings.concat(all(".signature")).map((node) => {
      const proofs = all(".evidence > li", node).map((item) => [item, item.textContent.toLowerCase()]);
      const copy = node.cloneNode(true);
      all(".evidence", copy).forEach((list) => list.remove());
      return { node, proofs, text: copy.textContent.toLowerCase() };
    });
    const filter = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      entries.forEach((entry) => {
        const without = words.filter((word) => !entry.text.includes(word));
        let hits = 0;
        entry.proofs.forEach(([item, text]) => {
          const hit = without.every((word) => text.includes(word));
          item.hidden = !hit;
          hits += hit;
        });
        const shown = without.length === 0 || hits > 0;
        entry.node.hidden = !shown;
        left += shown;
        if (entry.node.tagName === "DETAILS") entry.node.open = words.length ? shown : opened.get(entry.node);
      });
      told.textContent = words.length ? left + " of " + entries.length + " shown" + (left ? "" : ". Clear the filter to see all.") : "";
    };
    box.addEventListener("input", filter);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.value) { event.preventDefault(); box.value = ""; filter(); }
    });
    order.addEventListener("change", () => {
      const key = order.value;
      const at = (details) => details.dataset[key];
      const rank = (a, b) => a.dataset.rank - b.dataset.rank;
      findings.sort((a, b) => {
        if (key === "rank") return rank(a, b);
        if (key === "count") return at(b) - at(a) || rank(a, b);
        if (!at(a) || !at(b)) return !at(a) - !at(b) || rank(a, b);
        return compare(at(a), at(b)) * (key === "last" ? -1 : 1) || rank(a, b);
      });
      one("list").append(...findings);
      told.textContent = "Order: " + order.selectedOptions[0].textContent;
    });
    unfold.addEventListener("click", () => {
      const open = unfold.getAttribute("aria-pressed") !== "true";
      unfold.setAttribute("aria-pressed", String(open));
      unfold.textContent = open ? "Close all" : "Open all";
      all("details").forEach((details) => { details.open = open; });
    });
    addEventListener("hashchange", () => { if (box.value) { box.value = ""; filter(); follow(); } });
  }
  follow();
})();
