// Tables with many rows can be sorted by any column: a button beside each header, which only this script makes.

/**
 * Sorts the rows of the table by the column of `head`, the other way round the second time.
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} head
 */
function sort(table, head) {
  const up = head.ariaSort !== "ascending";
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  for (const body of table.tBodies) {
    const rows = [...body.rows].map((row) => ({ row, text: row.cells[head.cellIndex]?.textContent?.trim() ?? "" }));
    rows.sort((a, b) => words.compare(a.text, b.text) * (up ? 1 : -1));
    body.append(...rows.map(({ row }) => row));
  }
  for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
  head.ariaSort = up ? "ascending" : "descending";
}

for (const table of document.querySelectorAll("table.sorts")) {
  if (!(table instanceof HTMLTableElement)) continue;
  for (const head of table.querySelectorAll("thead th")) {
    if (!(head instanceof HTMLTableCellElement)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button sort";
    button.ariaLabel = `Sort by ${head.textContent?.trim()}`;
    button.addEventListener("click", () => sort(table, head));
    head.append(button);
  }
}
