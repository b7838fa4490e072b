// Tables with many rows can be sorted by any column: a button beside each header, which only this script makes.

const language = document.documentElement.lang;
const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
const point = new Intl.NumberFormat(language).formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
const grades = ["none", "very-low", "low", "moderate", "high"];

/** How many of the smallest of its kind a unit is: micrograms, microlitres, seconds. @type {Record<string, number>} */
const units = { mcg: 1, µg: 1, μg: 1, mg: 1e3, g: 1e6, kg: 1e9, ml: 1e3, l: 1e6, second: 1, sec: 1, minute: 60, min: 60, hour: 3600, day: 86400, week: 604800, month: 2.63e6, year: 3.156e7 };

/**
 * What a cell is worth beside others of its column: a grade, or an amount it starts with; undefined for words.
 * @param {HTMLTableCellElement | undefined} cell
 */
function worth(cell) {
  const grade = cell?.querySelector(".grade");
  if (grade) return grades.findIndex((name) => grade.classList.contains(name));
  const [, digits, unit = ""] = /^[^\p{L}\p{N}]*(\d[\d.,' \u00a0\u202f]*)(?:\s*(?:[–-]|to)\s*[\d.,]+)?\s*(\p{L}*)/u.exec(cell?.textContent?.trim() ?? "") ?? [];
  if (!digits) return undefined;
  const plain = digits.split(point).map((part) => part.replace(/\D/g, "")).join(".");
  return parseFloat(plain) * (units[unit.toLowerCase().replace(/s$/, "")] ?? 1);
}

/**
 * Sorts the rows of the table by the column of `head`, the other way round the second time.
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} head
 */
function sort(table, head) {
  const up = head.ariaSort !== "ascending";
  for (const body of table.tBodies) {
    const rows = [...body.rows].map((row) => {
      const cell = row.cells[head.cellIndex];
      return { row, text: cell?.textContent?.trim() ?? "", worth: worth(cell) };
    });
    // Amounts come before what says none in words.
    rows.sort((a, b) => ((a.worth ?? Infinity) - (b.worth ?? Infinity) || collator.compare(a.text, b.text)) * (up ? 1 : -1));
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
    button.ariaLabel = (table.dataset.sort ?? "").replace("{column}", head.textContent?.trim() ?? "");
    button.addEventListener("click", () => sort(table, head));
    head.append(button);
  }
}
