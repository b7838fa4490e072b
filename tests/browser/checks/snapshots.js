// Pictures of every page type, compared with the stored ones. BALM_BLESS=1 stores the new ones: look at them first.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { forEach, look } from "../lib/browser.js";
import { types } from "../lib/sites.js";

const folder = new URL("../snapshots/", import.meta.url);
const failed = new URL("../failed/", import.meta.url);
const bless = process.env.BALM_BLESS === "1";

/** The scale of stored pictures, and how many pixels of the page they show at most. */
const scale = 4;
const longest = 2600;
/** The part of a picture that may differ. */
const tolerance = 0.004;

/** `png`, smaller: each pixel is the mean of `scale` times `scale`. @param {PNG} png */
function smaller(png) {
  const small = new PNG({ width: Math.floor(png.width / scale), height: Math.floor(png.height / scale) });
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      for (let channel = 0; channel < 4; channel += 1) {
        let sum = 0;
        for (let dy = 0; dy < scale; dy += 1) {
          for (let dx = 0; dx < scale; dx += 1) sum += png.data[((y * scale + dy) * png.width + x * scale + dx) * 4 + channel] ?? 0;
        }
        // Sixteen shades of each colour are enough to see a change, and compress well.
        const mean = Math.round(sum / (scale * scale) / 17) * 17;
        small.data[(y * small.width + x) * 4 + channel] = mean;
      }
    }
  }
  return small;
}

/**
 * Compares `shot` with the picture stored as `name`, or stores it.
 * @param {string} name
 * @param {Buffer} shot
 */
export function compare(name, shot) {
  const now = smaller(PNG.sync.read(shot));
  // With few colours, files are a third smaller without a filter.
  const packed = PNG.sync.write(now, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
  const file = new URL(`${name}.png`, folder);
  if (bless) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, packed);
    return;
  }
  const fail = (/** @type {string} */ why) => {
    mkdirSync(failed, { recursive: true });
    writeFileSync(new URL(`${name}.png`, failed), packed);
    assert.fail(`${name}: ${why}; the new picture is in tests/browser/failed/`);
  };
  if (!existsSync(file)) return fail("no picture is stored");
  const kept = PNG.sync.read(readFileSync(file));
  if (kept.width !== now.width || Math.abs(kept.height - now.height) > 2) {
    return fail(`was ${kept.width} by ${kept.height}, is ${now.width} by ${now.height}`);
  }
  const height = Math.min(kept.height, now.height);
  const bytes = height * now.width * 4;
  const differing = pixelmatch(kept.data.subarray(0, bytes), now.data.subarray(0, bytes), undefined, now.width, height, { threshold: 0.2 });
  const part = differing / (now.width * height);
  if (part > tolerance) fail(`${(part * 100).toFixed(2)} % of it differs`);
}

/** @typedef {{ name: string, width: number, scheme?: "light" | "dark", media?: "print" }} Way */

/** @type {Way[]} */
const ways = [320, 768, 1280].flatMap((width) => [
  { name: `${width}`, width, scheme: /** @type {const} */ ("light") },
  { name: `${width}-dark`, width, scheme: /** @type {const} */ ("dark") },
]);
ways.push({ name: "print", width: 720, media: "print" });

if (bless) rmSync(folder, { recursive: true, force: true });
rmSync(failed, { recursive: true, force: true });

for (const [type, path] of types()) {
  test(`${type} looks the same as before`, async () => {
    await forEach(ways, (way) =>
      look(path, way, async (page) => {
        await page.waitForTimeout(100);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        const clip = { x: 0, y: 0, width: way.width, height: Math.min(height, longest) };
        compare(`${type}-${way.name}`, await page.screenshot({ fullPage: true, clip, animations: "disabled" }));
      }),
    );
  });
}

test("the pictures take less than 3 MB", () => {
  const sizes = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(new URL(name, folder)).length) : [];
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 3_000_000);
});
