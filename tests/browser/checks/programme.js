// The programme: every task by keyboard, links with mistakes in them, and the printed hand-out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forEach, visit } from "../lib/browser.js";
import { clean } from "../lib/clean.js";
import { focusFaults, overflow, targets, text, violations } from "../lib/measure.js";
import { room, sheets } from "../lib/paper.js";
import { served } from "../lib/sites.js";

/** @typedef {import("playwright-core").Page} Page */

const path = "/programme/";
const chosen = `${path}#1+bird-dog.h4.r6.t2.d5+bridge-pose`;

const hash = (/** @type {Page} */ page) => page.evaluate(() => location.hash);
const dose = (/** @type {Page} */ page, /** @type {string} */ id) => page.locator(`[data-exercise="${id}"] [data-dose]`).innerText();
const count = (/** @type {Page} */ page) => page.locator("#yours [data-at=count]").innerText();
const ticked = (/** @type {Page} */ page) =>
  page.evaluate(() => [...document.querySelectorAll(".move")].filter((row) => row.querySelector("input:checked")).map((row) => /** @type {HTMLElement} */ (row).dataset.exercise));

/** Presses Tab until `there` returns true, and checks the focus at every stop. @param {Page} page @param {() => boolean} there */
async function tabTo(page, there) {
  for (let stop = 0; stop < 120; stop += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    clean(await focusFaults(page), `stop ${stop}`);
    if (await page.evaluate(there)) return;
  }
  assert.fail("the keyboard does not reach it");
}

test("a programme is made, changed, started and sent by keyboard alone, and nothing leaves the browser", async () => {
  await visit(path, { width: 320, height: 640 }, async (page) => {
    await page.waitForLoadState("networkidle");
    served.own.sent.length = 0;
    await tabTo(page, () => Boolean(document.activeElement?.closest(".move .tick-label")));
    await page.keyboard.press("Space");
    assert.equal(await hash(page), "#1+lower-back-stretch");
    assert.equal(await count(page), "1 exercise is ticked.");
    await tabTo(page, () => document.activeElement?.closest("label")?.getAttribute("data-key") === "reps");
    await page.keyboard.type("4");
    await page.keyboard.press("Enter");
    await tabTo(page, () => document.activeElement?.closest("label")?.getAttribute("data-key") === "times");
    await page.keyboard.type("2");
    await page.keyboard.press("Tab");
    assert.equal(await hash(page), "#1+lower-back-stretch.r4.t2");
    assert.equal(await dose(page, "lower-back-stretch"), "Hold for 20 to 30 seconds. Repeat 4 times. Do this 2 times a day.");
    await tabTo(page, () => document.activeElement?.textContent === "Start them as one session");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("dialog [data-at=name]").innerText(), "Lower back stretch");
    assert.match(await page.locator("dialog [data-at=dose]").innerText(), /Repeat 4 times/);
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.locator("dialog [data-at=where]").innerText(), /Repeat 1 of 4/);
    await page.keyboard.press("Escape");
    assert.ok(await page.evaluate(() => document.activeElement?.textContent === "Start them as one session"));
    await tabTo(page, () => document.activeElement?.textContent === "Copy the link");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#yours [data-at=copied]")?.textContent === "The link is copied.");
    assert.match(await page.locator("#programme-link").inputValue(), /\/programme\/#1\+lower-back-stretch\.r4\.t2$/);
    await tabTo(page, () => document.activeElement?.textContent === "Untick all");
    await page.keyboard.press("Enter");
    assert.equal(await hash(page), "");
    clean(await focusFaults(page), "after unticking");
    assert.deepEqual(served.own.sent.map((file) => file.path).filter((path) => !path.includes("favicon")), []);
  });
});

test("one box ticks all exercises of a topic, and they run as one session", async () => {
  await visit(path, {}, async (page) => {
    await page.getByLabel("Add all of these: Back muscle spasms").press("Space");
    assert.equal(await count(page), "4 exercises are ticked.");
    await page.getByRole("button", { name: "Start them as one session" }).press("Enter");
    assert.equal(await page.locator("dialog [data-at=count]").innerText(), "Exercise 1 of 4");
    const names = new Set();
    for (let step = 0; step < 200 && !(await page.locator(".session-end").isVisible()); step += 1) {
      names.add(await page.locator("dialog [data-at=name]").innerText());
      await page.keyboard.press("ArrowRight");
    }
    assert.equal(names.size, 4);
    assert.equal(await page.locator(".session-end li").count(), 4);
  });
});

test("an exercise's page adds it to a programme", async () => {
  await visit("/exercises/bird-dog/", {}, async (page) => {
    await page.getByRole("link", { name: "Add it to a programme" }).press("Enter");
    await page.waitForURL(/#1\+bird-dog$/);
    assert.deepEqual(await ticked(page), ["bird-dog"]);
    const days = page.locator('[data-exercise="bird-dog"] [data-key=days] input');
    await days.fill("5");
    await days.press("Tab");

    // The next one is added to the programme, whatever pages the reader has visited since.
    await page.goto(new URL("/exercises/bridge-pose/", page.url()).href);
    await page.getByRole("link", { name: "Add it to a programme" }).press("Enter");
    await page.waitForURL(/#1\+bird-dog\.d5\+bridge-pose$/);
    assert.equal(await count(page), "Bridge pose is in your programme now. 2 exercises are ticked.");
    assert.ok(await page.evaluate(() => document.activeElement?.closest(".move")?.getAttribute("data-exercise") === "bridge-pose"));
    clean(await focusFaults(page), "the box of the added exercise");
    await page.goto(new URL(path, page.url()).href);
    assert.deepEqual(await ticked(page), ["bird-dog", "bridge-pose"], "a tab keeps its programme");
    await page.getByRole("button", { name: "Untick all" }).press("Enter");
    await page.reload();
    assert.deepEqual(await ticked(page), []);
  });
});

test("a link restores the same programme, even on a page that is already open", async () => {
  await visit(chosen, {}, async (page) => {
    assert.deepEqual(await ticked(page), ["bird-dog", "bridge-pose"]);
    assert.equal(await hash(page), "#1+bird-dog.h4.r6.t2.d5+bridge-pose");
    assert.equal(
      await dose(page, "bird-dog"),
      "Hold for 4 seconds. Repeat 6 times on each side, changing sides each time. Do this 2 times a day, on 5 days a week.",
    );
    await page.evaluate(() => (location.hash = "#1l+childs-pose.w6"));
    await page.waitForFunction(() => document.documentElement.classList.contains("large"));
    assert.deepEqual(await ticked(page), ["childs-pose"]);
    assert.match(await dose(page, "childs-pose"), /Keep going for 6 weeks\.$/);
    assert.match(await dose(page, "bird-dog"), /^Hold for 3 to 5 seconds/);
  });
});

test("a link with unknown ids, impossible amounts, a newer version or nonsense does no harm", async () => {
  const cases = /** @type {const} */ ([
    ["#1+gone+bird-dog", ["bird-dog"], /^1 exercise of this link is no longer on this site\. This programme has 1 exercise\.$/],
    ["#1+gone+too+%E0%A4%A", [], /^3 exercises of this link are no longer/],
    ["#1+bird-dog.h0.r5000.x9.t-1.d8.s1e1+bird-dog.r4", ["bird-dog"], /^6 amounts of this link cannot be used\. .* This programme has 1 exercise\.$/],
    ["#1+bird-dog.w1.5", ["bird-dog"], /^2 amounts of this link|^1 amount of this link/],
    ["#2+bird-dog", [], /newer page/],
    ["#1+", [], /^Nothing is ticked/],
    ["#main", [], /^Nothing is ticked/],
  ]);
  for (const [fragment, ids, said] of cases) {
    await visit(path + fragment, {}, async (page) => {
      assert.deepEqual(await ticked(page), ids, fragment);
      assert.match(await count(page), said, fragment);
      const before = await dose(page, "bird-dog");
      assert.match(before, /^Hold for 3 to 5 seconds\. Repeat 10 times on each side, changing sides each time\./, fragment);
      const status = await page.locator("#yours [data-at=count]").boundingBox();
      assert.ok(ids.length === 0 || (status && status.y < 900), `${fragment}: the message about the link is out of view`);
    });
  }
});

test("an amount out of range changes nothing, and a message below it says why", async () => {
  await visit(path, {}, async (page) => {
    await page.getByLabel("Add to my programme: Bird dog").press("Space");
    const days = page.locator('[data-exercise="bird-dog"] [data-key=days]');
    for (const wrong of ["9", "0", "1.5", "-3", "1e1"]) {
      await days.locator("input").fill(wrong);
      await days.locator("input").press("Tab");
      assert.equal(await hash(page), "#1+bird-dog", wrong);
      assert.equal(await days.locator("input").getAttribute("aria-invalid"), "true", wrong);
      assert.equal(await days.locator(".wrong").innerText(), "Give a whole number from 1 to 7.", wrong);
      assert.match(await count(page), /^1 amount is not used/, wrong);
    }
    await days.locator("input").fill("5");
    await days.locator("input").press("Tab");
    assert.equal(await hash(page), "#1+bird-dog.d5");
    assert.equal(await days.locator(".wrong").isVisible(), false);
  });
});

test("a link shows only its programme, at the top, until the reader wants to change it", async () => {
  await visit(chosen, { width: 320, height: 640 }, async (page) => {
    const seen = () => page.evaluate(() => [...document.querySelectorAll(".move")].filter((row) => row.checkVisibility()).length);
    assert.equal(await seen(), 2);
    assert.equal(await count(page), "This programme has 2 exercises.");
    const start = await page.getByRole("button", { name: "Start them as one session" }).boundingBox();
    const first = await page.locator(".move.chosen").first().boundingBox();
    assert.ok(start && first && start.y < first.y && start.y < 2 * 640, `Start is at ${start?.y} px`);
    assert.ok(await page.locator(".move.chosen .steps").first().isVisible(), "the steps are open");
    assert.equal(await page.locator(".move.chosen .tick").first().isVisible(), false);
    await page.getByRole("button", { name: "Change this programme" }).press("Enter");
    clean(await focusFaults(page), "after “Change this programme”");
    assert.ok((await seen()) > 2);
    await page.getByLabel("Add to my programme: Bridge pose").press("Space");
    assert.equal(await hash(page), "#1+bird-dog.h4.r6.t2.d5");
  });
});

test("the page and its script put a dose into the same words", async () => {
  for (const site of Object.values(served)) {
    await visit(path, { site }, async (page) => {
      const differing = await page.evaluate(async () => {
        const source = /** @type {HTMLScriptElement} */ (document.querySelector('script[src*="/programme"]')).src;
        const { dose } = await import(source);
        return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".move"))]
          .map((row) => [row.querySelector("[data-dose]")?.textContent ?? "", dose(row.dataset)])
          .filter(([page, script]) => page !== script);
      });
      assert.deepEqual(differing, []);
    });
  }
});

for (const format of /** @type {const} */ (["A4", "Letter"])) {
  for (const size of /** @type {const} */ (["normal", "large"])) {
    test(`the hand-out is complete on ${format} in ${size} print`, async () => {
      // The width between the margins of 18 mm, in CSS pixels.
      const width = Math.floor(((format === "A4" ? 210 : 215.9) - 36) / 25.4 * 96);
      const address = size === "large" ? chosen.replace("#1", "#1l") : chosen;
      await visit(address, { width, height: 1000, media: "print" }, async (page) => {
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        clean(await overflow(page), format);
        const seen = await page.evaluate(() => ({
          words: document.body.innerText,
          boxes: [...document.querySelectorAll(".boxes")].filter((e) => e.checkVisibility()).map((e) => e.querySelectorAll("td .box").length),
          controls: [...document.querySelectorAll("button, input, nav")].filter((e) => e.checkVisibility()).length,
          least: Math.min(...[...document.querySelectorAll(".move.chosen :is(p, li, th, caption)")].filter((e) => e.checkVisibility() && !e.closest(".vh")).map((e) => parseFloat(getComputedStyle(e).fontSize))),
          colours: [...document.querySelectorAll("main *")].filter((e) => e.checkVisibility() && !e.closest("svg")).map((e) => getComputedStyle(e).color).filter((c) => c !== "rgb(0, 0, 0)"),
        }));
        assert.deepEqual(seen.boxes, [28, 14], "two weeks, twice a day and once");
        assert.equal(seen.controls, 0);
        assert.ok(seen.least >= (size === "large" ? 24 : 15), `the smallest text is ${seen.least} px`);
        assert.deepEqual([...new Set(seen.colours)], [], "black on white");
        for (const wanted of ["Bird dog", "Bridge pose", "Hold for 4 seconds", "Stop if:", "call 999", "Back pain", "No clinician has reviewed", "Printed on", "#1", "Bird dog: tick a box", "Low back pain: physiotherapy", "Guy"]) {
          assert.ok(seen.words.includes(wanted), `“${wanted}” is not printed`);
        }
        assert.ok(!/free-exercise-db: Child/.test(seen.words), "a source of an exercise that is not ticked is printed");
        assert.ok(!seen.words.includes("3 to 5 seconds"), "a drawing shows an amount that the programme has changed");
        assert.ok(!seen.words.includes("Child’s pose") && !seen.words.includes("Child's pose"), "an exercise that is not ticked is printed");
        const pdf = await page.pdf({ format, printBackground: false });
        const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
        assert.ok(pages >= 2 && pages <= (size === "large" ? 8 : 5), `${pages} sheets`);
      });
    });
  }
}

for (const format of /** @type {const} */ (["A4", "Letter"])) {
  for (const size of /** @type {const} */ (["normal", "large"])) {
    const version = size === "large" ? "1l" : "1";

    test(`text keeps its size and there is a box or line for every time on ${format} in ${size} print`, async () => {
      const ids = { own: "lower-back-stretch+childs-pose+bird-dog+bridge-pose", other: "each+alt+half+few+none+hold+many+angle+nine+ten" };
      for (const [site, every] of /** @type {["own" | "other", string][]} */ (Object.entries(ids))) {
        await visit(`${path}#${version}+${every}`, { site: served[site], ...room[format], media: "print" }, async (page) => {
          const faults = await page.evaluate(() => {
            dispatchEvent(new Event("beforeprint"));
            const faults = [];
            const tables = [...document.querySelectorAll(".move.chosen .boxes")];
            for (const times of [1, 2, 3, 4, 5, 6, 7, 48]) {
              for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-key=times] input"))) field.value = String(times);
              document.querySelector("[data-key=times] input")?.dispatchEvent(new Event("change", { bubbles: true }));
              const { scrollWidth } = document.documentElement;
              if (scrollWidth > innerWidth) faults.push(`${times} times a day: ${scrollWidth} px on a sheet of ${innerWidth} px`);
              for (const table of tables) {
                const words = table.querySelector("caption")?.textContent ?? "";
                const told = times > 6 ? words.endsWith(`: make a mark each time you do it, ${times} a day`) : words.endsWith(": tick a box each time you do it");
                if (!told) faults.push(`${times} times a day: “${words}”`);
                for (const cell of table.querySelectorAll("td")) {
                  const boxes = cell.querySelectorAll(".box:not(.tally)").length;
                  const lines = cell.querySelectorAll(".tally").length;
                  if (boxes !== (times > 6 ? 0 : times) || lines !== (times > 6 ? 1 : 0)) faults.push(`${times} times a day: ${boxes} boxes and ${lines} lines`);
                }
              }
            }
            return [...new Set(faults)];
          });
          clean(faults, site);
        });
      }
      for (const times of [1, 4, 6, 48]) {
        await visit(`${path}#${version}+bird-dog.t${times}`, {}, async (page) => {
          const found = sheets(await page.pdf({ format })).flatMap(({ words }) => words);
          const step = found.find(({ text }) => text === "Gently");
          // The height of words in this font is 1.117 times the font size.
          const points = step ? (step.bottom - step.top) / 1.117 : 0;
          assert.ok(Math.abs(points - (size === "large" ? 18 : 12)) < 0.3, `${times} times a day: a step is in ${points.toFixed(1)} pt`);
        });
      }
    });

    test(`on ${format} in ${size} print an exercise keeps its cautions and stop signs`, async () => {
      const names = { "lower-back-stretch.h15.t3.d5": "Lower back stretch", "bird-dog": "Bird dog", "childs-pose": "Child's pose", "bridge-pose.t6": "Bridge pose" };
      const all = Object.keys(names);
      for (const ids of [all, all.slice(0, 2), [...all].reverse()]) {
        await visit(`${path}#${version}+${ids.join("+")}`, {}, async (page) => {
          const found = sheets(await page.pdf({ format }));
          const on = (/** @type {string} */ text) => found.findIndex((sheet) => sheet.text.replace(/’/g, "'").includes(text));
          for (const id of ids) {
            const name = names[/** @type {keyof names} */ (id)];
            const starts = on(`${name} Start`);
            const stops = on(`${name}. Stop if:`);
            const boxes = on(`${name}: tick a box`);
            const where = `${ids.join("+")}: ${name} starts on sheet ${starts}, its stop signs are on ${stops}, its boxes on ${boxes}`;
            assert.ok(starts >= 0 && stops >= starts && boxes >= stops, where);
            if (size === "normal") assert.ok(starts === boxes, where);
            else assert.ok(boxes <= starts + 2, where);
          }
          const sources = on("Sources Effective");
          assert.equal(sources, found.length - 1);
          assert.ok(!/Stop if|tick a box/.test(found[sources]?.text ?? ""), `${ids.join("+")}: sources have a sheet of their own`);
          for (const [at, { text, words, height }] of found.entries()) {
            assert.match(text, /^(Easing|Sources|\d|Do not do it if|Ask a health|Start position|How much|[^.:]+ Start|[^.:]+\. Stop if:|[^.:]+: (tick|make))/, `${ids.join("+")}: sheet ${at} begins with what it is about`);
            // Lists are not split, and a drawing stays with its dose; the space left empty because of that is no larger than those.
            const used = Math.max(...words.map(({ bottom }) => bottom)) / (height - 48);
            if (size === "large" && at > 0 && at < sources - 1) assert.ok(used > 0.65, `${ids.join("+")}: only ${Math.round(used * 100)} % of sheet ${at} is used`);
          }
        });
      }
    });
  }
}

test("the order of a link is that of the programme, the session and the hand-out; newly ticked exercises come last", async () => {
  const link = "#1+childs-pose+bridge-pose.r5+bird-dog";
  const order = ["Child's pose", "Bridge pose", "Bird dog"];
  const plain = (/** @type {string[]} */ names) => names.map((name) => name.replace("’", "'"));
  await visit(path + link, {}, async (page) => {
    assert.equal(await hash(page), link);
    const seen = () => page.evaluate(() => [...document.querySelectorAll(".move")].filter((row) => row.checkVisibility()).map((row) => /** @type {HTMLElement} */ (row).dataset.name ?? ""));
    assert.deepEqual(plain(await seen()), order);
    assert.deepEqual(plain(await page.locator(".plan strong").allTextContents()), order);
    await page.getByRole("button", { name: "Start them as one session" }).press("Enter");
    assert.equal(plain([await page.locator("dialog [data-at=name]").innerText()])[0], order[0]);
    await page.keyboard.press("Escape");
    const paper = sheets(await page.pdf({ format: "A4" })).map(({ text }) => text).join(" ").replace(/’/g, "'");
    const places = order.map((name) => paper.indexOf(`${name}. Stop if`));
    assert.ok(places.every((place, at) => place > (places[at - 1] ?? 0)), `on paper at ${places}`);

    await page.getByRole("button", { name: "Change this programme" }).press("Enter");
    const page_order = ["Lower back stretch", "Child's pose", "Bird dog", "Bridge pose"];
    assert.deepEqual(plain(await seen()), page_order, "each is back in its topic");
    await page.getByLabel("Add to my programme: Child").press("Space");
    await page.getByLabel("Add to my programme: Child").press("Space");
    assert.equal(await hash(page), "#1+bridge-pose.r5+bird-dog+childs-pose");
    assert.ok(await page.evaluate(() => document.activeElement?.closest(".move")?.getAttribute("data-exercise") === "childs-pose"));
    await page.pdf({ format: "A4" });
    assert.deepEqual(plain(await seen()), page_order, "also after printing");
    assert.ok(await page.evaluate(() => document.activeElement?.closest(".move")?.getAttribute("data-exercise") === "childs-pose"), "printing keeps the focus");
    await page.reload();
    assert.deepEqual(plain(await page.locator(".plan strong").allTextContents()), ["Bridge pose", "Bird dog", "Child's pose"]);
  });
});

test("a ticked exercise is announced at once, visibly and once to screen readers, in a line that links to the programme", async () => {
  // The last size is a window of 1280 by 1024 px at 400 %.
  for (const [width, height] of /** @type {const} */ ([[320, 640], [240, 500], [1280, 800], [320, 256]])) {
    await visit(path, { width, height }, async (page) => {
      const where = `${width} by ${height} px`;
      const line = page.locator(".so-far");
      assert.equal(await line.isVisible(), false, where);
      await page.evaluate(() => {
        /** @type {any} */ (window).told = 0;
        for (const status of document.querySelectorAll("[role=status]")) {
          new MutationObserver(() => ((/** @type {any} */ (window)).told += 1)).observe(status, { childList: true, characterData: true, subtree: true });
        }
      });
      const told = () => page.evaluate(() => /** @type {any} */ (window).told);
      await page.getByLabel("Add to my programme: Bird dog").press("Space");
      assert.match(await line.innerText(), /^1 exercise in your programme/, where);
      assert.equal(await told(), 1, `${where}: not announced exactly once`);
      const box = await line.locator("button").boundingBox();
      assert.ok(box && box.height >= 44 && box.height <= 72 && box.y + box.height <= height + 1, `${where}: it is out of view, ${JSON.stringify(box)}`);
      clean(await overflow(page), where);
      await page.getByLabel("Repeats").and(page.locator(":visible")).fill("4");
      await page.keyboard.press("Tab");
      assert.equal(await told(), 1, `${where}: an unchanged status is announced again`);
      for (let stop = 0; stop < 25; stop += 1) {
        clean(await focusFaults(page), `${where}, stop ${stop}`);
        const covered = await page.evaluate(() => {
          const at = document.activeElement;
          const line = document.querySelector(".so-far");
          if (!at || !line || !(line.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING)) return false;
          return at.getBoundingClientRect().bottom > line.getBoundingClientRect().top + 1;
        });
        assert.ok(!covered, `${where}, stop ${stop}: the line hides the focus`);
        await page.keyboard.press("Tab");
      }
      await page.getByLabel("Add to my programme: Child").press("Space");
      assert.match(await line.innerText(), /^2 exercises in your programme/, where);
      await line.getByRole("button").press("Enter");
      clean(await focusFaults(page), `${where}: the programme`);
      assert.ok(await page.evaluate(() => document.activeElement?.id === "yours-title"), where);
      assert.ok(await page.getByText("2 exercises are ticked.").evaluate((text) => { const { top, bottom } = text.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }), `${where}: it is out of view`);
      await page.getByRole("button", { name: "Untick all" }).press("Enter");
      assert.equal(await line.isVisible(), false, where);
    });
  }
});

test("axe finds nothing on a programme in use", async () => {
  const ways = [320, 768, 1280].flatMap((width) => /** @type {const} */ (["light", "dark"]).map((scheme) => ({ width, scheme })));
  await forEach(ways, (way) =>
    visit(chosen, { ...way, lenient: true }, async (page) => {
      const where = `${way.width} px, ${way.scheme}`;
      clean(await violations(page), where);
      clean(await targets(page), where);
      clean(await text(page, way.width < 700 ? 18 : 19), where);
      for (const width of [way.width, 240]) {
        await page.setViewportSize({ width, height: 640 });
        clean(await overflow(page), `${where}, then ${width} px`);
      }
    }),
  );
});
