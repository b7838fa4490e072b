// axe-core: every page type at three widths, light and dark, and in print.

import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, visit } from "../lib/browser.js";
import { violations } from "../lib/measure.js";
import { types } from "../lib/sites.js";

const widths = [320, 768, 1280];
const schemes = /** @type {const} */ (["light", "dark"]);

for (const [name, path] of types()) {
  test(`axe finds nothing on ${name}`, async () => {
    const ways = widths.flatMap((width) =>
      schemes.map((scheme) => ({ width, scheme, media: /** @type {const} */ ("screen") })),
    );
    const paper = { width: 768, scheme: /** @type {const} */ ("light"), media: /** @type {const} */ ("print") };
    /** @type {Map<string, string[]>} */
    const faults = new Map();
    await forEach([...ways, paper], (way) =>
      visit(path, { ...way, lenient: true }, async (page) => {
        const where = way.media === "print" ? "print" : `${way.width} px ${way.scheme}`;
        for (const fault of await violations(page)) faults.set(fault, [...(faults.get(fault) ?? []), where]);
      }),
    );
    clean([...faults].map(([fault, where]) => `${fault} (${where.length === 7 ? "everywhere" : where.join(", ")})`), path);
  });
}
