// axe-core: every page type at three widths, light and dark, and in print.

import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { forEach, look } from "../lib/browser.js";
import { violations } from "../lib/measure.js";
import { types } from "../lib/sites.js";

const widths = [320, 768, 1280];
const schemes = /** @type {const} */ (["light", "dark"]);

for (const [name, path] of types()) {
  test(`axe finds nothing on ${name}`, async () => {
    /** @type {Map<string, string[]>} */
    const faults = new Map();
    await forEach([...schemes], (scheme) =>
      look(path, { scheme, width: widths[0], lenient: true }, async (page) => {
        const look = async (/** @type {string} */ where) => {
          for (const fault of await violations(page)) faults.set(fault, [...(faults.get(fault) ?? []), where]);
        };
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await look(`${width} px ${scheme}`);
        }
        if (scheme === "dark") return;
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize({ width: 768, height: 900 });
        await look("print");
      }),
    );
    clean([...faults].map(([fault, where]) => `${fault} (${where.length === 7 ? "everywhere" : where.join(", ")})`), path);
  });
}
