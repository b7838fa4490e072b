// The guided session: every task by keyboard, axe in every state, time measured by the clock and not by ticks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { forEach, visit } from "../lib/browser.js";
import { clean } from "../lib/clean.js";
import { focusFaults, overflow, spacing, targets, violations } from "../lib/measure.js";
import { served } from "../lib/sites.js";

/** @typedef {import("playwright-core").Page} Page */

const path = "/exercises/bird-dog/";

/** Records announcements to screen readers, speech, vibration, and each request to keep the screen awake. */
const listen = `
  window.heard = []; window.spoken = []; window.shaken = 0; window.woken = 0;
  new MutationObserver((list) => {
    for (const { target } of list) {
      const status = (target.nodeType === 1 ? target : target.parentElement)?.closest("dialog [role=status]");
      if (status && status.textContent) window.heard.push(status.textContent);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
  Object.defineProperty(navigator, "vibrate", { value: () => { window.shaken += 1; return true; } });
  Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { window.woken += 1; return { release: async () => {} }; } } });
  Object.defineProperty(window, "speechSynthesis", { value: { cancel() {}, speak(words) { window.spoken.push(words.text); } } });
`;

/** @param {Page} page @returns {Promise<string[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard);
/** The text of the part `name` of the dialog. @param {Page} page @param {string} name */
const shown = (page, name) => page.locator(`dialog [data-at="${name}"]`).innerText();

/** Opens the session of the page by keyboard. @param {Page} page */
async function open(page) {
  await page.locator(".start button").focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.session[open]").waitFor();
}

/** Reloads the page with a clock that only the test moves. @param {Page} page */
async function still(page) {
  await page.clock.install({ time: "2026-01-02T10:00:00" });
  await page.reload();
  await page.clock.pauseAt("2026-01-02T11:00:00");
}

/**
 * All announcements in the session of an exercise, including the end.
 * @param {string} path
 * @param {{ origin: string }} site
 */
const whole = (path, site) =>
  visit(path, { init: listen, site }, async (page) => {
    await still(page);
    await open(page);
    for (let turn = 0; turn < 400 && !(await page.locator(".session-end").isVisible()); turn += 1) {
      if (/Begin|Go on/.test(await shown(page, "main"))) await page.keyboard.press("Space");
      await page.clock.runFor(2_000);
    }
    assert.ok(await page.locator(".session-end").isVisible(), `${path} does not end`);
    return heard(page);
  });

test("a session works by keyboard alone, and each step is announced once", async () => {
  await visit(path, { init: listen, width: 320, height: 640 }, async (page) => {
    await still(page);
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement?.matches(".start button"))) break;
    }
    clean(await focusFaults(page), "the start button");
    await page.keyboard.press("Enter");
    clean(await focusFaults(page), "the open session");
    assert.equal(await shown(page, "main"), "Begin");
    await page.keyboard.press("Space");
    assert.equal(await shown(page, "do"), "Get into place");
    await page.clock.runFor(20_200);
    assert.equal(await shown(page, "do"), "Hold");
    assert.equal(await shown(page, "number"), "3");
    assert.match(await shown(page, "where"), /Repeat 1 of 10 · First side/);
    assert.match(await shown(page, "next"), /Change sides/);
    await page.clock.runFor(1_200);
    assert.equal(await shown(page, "number"), "2");

    await page.keyboard.press("Space");
    assert.equal(await shown(page, "do"), "Paused");
    await page.clock.runFor(60_000);
    assert.equal(await shown(page, "number"), "2", "the time runs during a pause");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    assert.equal(await shown(page, "do"), "Change sides");
    await page.keyboard.press("ArrowLeft");
    assert.match(await shown(page, "where"), /Repeat 1 of 10 · First side/);
    for (let step = 0; step < 60 && !(await page.locator(".session-end").isVisible()); step += 1) {
      clean(await focusFaults(page), `step ${step}`);
      await page.keyboard.press("ArrowRight");
    }
    clean(await focusFaults(page), "the end");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.ok(await page.evaluate(() => document.activeElement?.matches(".start button")), "the focus returns");
  });
});

test("holds, repeats, sides, sets and rests are those of the row, each announced once", async () => {
  const own = await whole(path, served.own);
  const holds = own.filter((text) => text.startsWith("Hold for 3 seconds."));
  assert.equal(holds.length, 20, "10 on each side");
  assert.equal(new Set(holds).size, 20, "a step is announced twice");
  assert.deepEqual(holds.slice(0, 2).map((text) => text.replace(/.*· /, "")), ["First side.", "Other side."]);

  const moves = (/** @type {string} */ id) => whole(`/exercises/${id}/`, served.other);
  const count = (/** @type {string[]} */ all, /** @type {RegExp} */ what) => all.filter((text) => what.test(text)).length;
  const each = await moves("each");
  assert.equal(count(each, /^Hold for 5 seconds/), 8, "2 repeats, 2 sides, 2 sets");
  assert.equal(count(each, /^Change sides/), 2);
  assert.equal(count(each, /^Rest: 3 seconds/), 1);
  assert.deepEqual(each.filter((text) => /^Hold/.test(text)).slice(0, 3).map((text) => /(First|Other) side/.exec(text)?.[1]), ["First", "First", "Other"]);
  const alternate = (await moves("alt")).filter((text) => /^Hold/.test(text));
  assert.deepEqual(alternate.map((text) => /(First|Other) side/.exec(text)?.[1]), ["First", "Other", "First"]);
  assert.equal(count(await moves("half"), /^Move slowly/), 4);
  assert.equal(count(await moves("few"), /^Hold for a few seconds/), 2);
  assert.equal(count(await moves("hold"), /^Hold for 90 seconds/), 1);
  assert.equal(count(await moves("many"), /^Move slowly/), 8, "the lower ends of 8 to 12 repeats and 1 to 3 sets");
  assert.deepEqual(await moves("none"), ["No numbers at all."], "the heading of the end is read because it has the focus");
});

test("the higher numbers can be chosen", async () => {
  await visit(path, { init: listen }, async (page) => {
    await still(page);
    await open(page);
    assert.equal(await shown(page, "amount"), "Hold for 3 seconds · Repeats on each side: 10");
    await page.getByRole("button", { name: "Use the higher numbers" }).press("Space");
    assert.equal(await shown(page, "amount"), "Hold for 5 seconds · Repeats on each side: 10", "and it is shown at once");
    await page.locator("dialog [data-do=main]").press("Enter");
    await page.clock.runFor(20_500);
    assert.equal(await shown(page, "number"), "5");
  });
});

test("time follows the clock: a tab in the background loses none, and a long sleep pauses the session", async () => {
  await visit(path, { init: listen }, async (page) => {
    await still(page);
    await open(page);
    await page.keyboard.press("Space");
    // One late tick, as in a tab in the background: 20 in place, 3 hold, 5 change, 3 hold, 5 change, 2 of 3.
    await page.clock.fastForward(38_000);
    assert.match(await shown(page, "where"), /Repeat 2 of 10 · First side/);
    assert.equal(await shown(page, "number"), "1");
    await page.clock.fastForward(600_000);
    assert.equal(await shown(page, "do"), "Paused");
    assert.match(await shown(page, "where"), /Repeat 2 of 10 · First side/);
  });
});

test("one press on the pain button leads to the stop signs, and one leads back", async () => {
  await visit(path, { init: listen, width: 320, height: 640 }, async (page) => {
    await open(page);
    await page.keyboard.press("Space");
    const button = page.getByRole("button", { name: "Stop: it hurts" });
    const box = await button.boundingBox();
    assert.ok(box && box.width >= 200 && box.height >= 60 && box.y + box.height <= 640, "the button is small or out of view");
    await button.press("Enter");
    clean(await focusFaults(page), "the stop signs");
    const said = await page.locator("dialog [data-screen=pain]").innerText();
    const page_ = await page.evaluate(() => document.querySelector("template[data-exercise]")?.innerHTML ?? "");
    const signs = await page.locator("dialog [data-at=stop] li").allInnerTexts();
    assert.ok(signs.length > 0 && signs.every((sign) => page_.includes(sign)));
    assert.match(said, /call 999/);
    const leads = await page.locator("dialog .help a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    assert.match(leads[0] ?? "", /get-help/);
    assert.deepEqual(leads.slice(1), ["tel:999", "tel:111"]);
    const call = await page.locator('dialog a[href="tel:999"]').boundingBox();
    assert.ok(call && call.y + call.height <= 640, "the number to call is out of view");
    await page.getByRole("button", { name: "Go back to the session" }).press("Enter");
    assert.equal(await shown(page, "do"), "Paused");
    clean(await focusFaults(page), "back in the session");
  });
});

test("the page behind the session is inert, and the focus stays in the session", async () => {
  await visit(path, { init: listen }, async (page) => {
    await open(page);
    for (let stop = 0; stop < 30; stop += 1) {
      await page.keyboard.press("Tab");
      const within = await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement?.closest("dialog")));
      assert.ok(within, `stop ${stop}`);
    }
    assert.ok(await page.evaluate(() => document.querySelector("dialog")?.matches(":modal")));
  });
});

test("the choices of sound, voice and vibration are remembered, and nothing else is", async () => {
  await visit(path, { init: listen }, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Voice" }).press("Space");
    await page.getByRole("button", { name: "Vibration" }).press("Space");
    await page.keyboard.press("Escape");
    await page.reload();
    await open(page);
    assert.equal(await page.getByRole("button", { name: "Voice" }).getAttribute("aria-pressed"), "true");
    assert.equal(await page.getByRole("button", { name: "Vibration" }).getAttribute("aria-pressed"), "false");
    await page.keyboard.press("Space");
    const { spoken, shaken } = await page.evaluate(() => ({ spoken: /** @type {any} */ (window).spoken, shaken: /** @type {any} */ (window).shaken }));
    assert.equal(spoken.at(-1), "Get into place.");
    assert.equal(shaken, 0);
    const kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    assert.deepEqual(kept, [["balm-session"], [], ""]);
  });
});

test("a browser that denies storage, sound and everything else still runs a session", async () => {
  const deny = `
    for (const name of ["localStorage", "sessionStorage", "AudioContext", "speechSynthesis"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
    }
    delete window.speechSynthesis;
    Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { throw new DOMException("no"); } } });`;
  await visit(path, { init: deny }, async (page) => {
    await open(page);
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    assert.equal(await shown(page, "do"), "Hold");
  });
});

test("the screen is kept awake, also after the tab was hidden", async () => {
  await visit(path, { init: listen }, async (page) => {
    await open(page);
    const woken = () => page.evaluate(() => /** @type {any} */ (window).woken);
    assert.equal(await woken(), 1);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    assert.equal(await woken(), 2);
  });
});

test("the count and all buttons are visible without scrolling, in portrait and landscape", async () => {
  const parts = ["do", "where", "number"].map((name) => `[data-at=${name}]`);
  const buttons = ["back", "main", "skip", "pain"].map((name) => `[data-do=${name}]`);
  /** @type {[number, number, string[]][]} */
  const sizes = [
    ...[[320, 568], [360, 500], [360, 560], [375, 553], [320, 640], [390, 844], [568, 320], [640, 320], [667, 375], [844, 390], [1280, 800]].map(
      ([width = 0, height = 0]) => /** @type {[number, number, string[]]} */ ([width, height, [...parts, ...buttons]]),
    ),
    // 1280 by 1024 at 400 %, and the narrowest window.
    [320, 256, [...parts, ...buttons]],
    [240, 400, [...parts, ...buttons]],
  ];
  await visit(path, { init: listen }, async (page) => {
    await still(page);
    await open(page);
    await states.hold?.(page);
    for (const [width, height, wanted] of sizes) {
      await page.setViewportSize({ width, height });
      const hidden = await page.evaluate((wanted) => {
        const dialog = /** @type {HTMLElement} */ (document.querySelector("dialog"));
        dialog.scrollTop = 0;
        return wanted.filter((selector) => {
          const element = /** @type {HTMLElement} */ (dialog.querySelector(selector));
          const { top: above, bottom: below } = element.getBoundingClientRect();
          // A paragraph is as wide as the window, but its words are not.
          const words = document.createRange();
          words.selectNodeContents(element);
          const { left, width } = words.getBoundingClientRect();
          return [above + 4, below - 4].some((y) => {
            const top = y >= 0 && y < innerHeight && document.elementFromPoint(left + width / 2, y);
            // The line of the large number is higher than its digits, so it may be hit next to them.
            const same = top && top.closest(".session-now") && element.closest(".session-now");
            return !top || !(same || element.contains(top) || top.contains(element));
          });
        });
      }, wanted);
      clean(hidden, `${width} by ${height}`);
    }
  });
});

/** How far the part above the controls is scrolled. @param {Page} page */
const scrolled = (page) => page.evaluate(() => document.querySelector("dialog .session-middle")?.scrollTop ?? 0);

test("the scroll position is kept from one step to the next", async () => {
  await visit(path, { init: listen, width: 320, height: 256 }, async (page) => {
    await open(page);
    await states.hold?.(page);
    await page.evaluate(() => document.querySelector("dialog [data-at=next]")?.scrollIntoView({ block: "center" }));
    const before = await scrolled(page);
    assert.ok(before > 0);
    await page.keyboard.press("ArrowRight");
    assert.equal(await scrolled(page), before);
  });
});

test("keys scroll what is above the controls while a control has the focus", async () => {
  await visit(path, { init: listen, width: 320, height: 256 }, async (page) => {
    await open(page);
    for (let press = 0; press < 60; press += 1) await page.keyboard.press("ArrowDown");
    const steps = await page.locator("dialog [data-at=steps] li").last().boundingBox();
    const foot = await page.locator("dialog .session-foot").boundingBox();
    assert.ok(steps && foot && steps.y + steps.height <= foot.y, "the last step is hidden by the controls");
    for (let press = 0; press < 60; press += 1) await page.keyboard.press("PageUp");
    assert.equal(await scrolled(page), 0);
    await page.keyboard.press("Space");
    assert.equal(await shown(page, "do"), "Get into place", "and the keys of the session are unchanged");
  });
});

/**
 * What is not visible as it should be: the time or count, the button to stop, the control with the focus.
 * @param {Page} page
 * @param {boolean} counts whether there is a time or count
 */
const unseen = (page, counts) =>
  page.evaluate((counts) => {
    const dialog = /** @type {HTMLElement} */ (document.querySelector("dialog"));
    const middle = /** @type {HTMLElement} */ (dialog.querySelector(".session-middle"));
    const frame = middle.getBoundingClientRect();
    const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
    /** @type {string[]} */
    const faults = [];
    const look = (/** @type {Element} */ element, /** @type {string} */ name, from = 0, to = innerHeight) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      const lines = element.matches("button") ? [element.getBoundingClientRect()] : [...words.getClientRects()];
      if (lines.length === 0) faults.push(`${name} is not there`);
      for (const { left, right, top, bottom } of lines) {
        // The line of the large number is higher than its digits.
        const slack = element.matches("[data-at=number]") ? (bottom - top) * 0.17 : 1;
        if (top + slack < from - 1 || bottom - slack > to + 1) faults.push(`${name} is at ${top} to ${bottom} of ${from} to ${to}`);
        if (left < -1 || right > innerWidth + 1) faults.push(`${name} is at ${left} to ${right} of ${innerWidth} across`);
        const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (!there || !(element.contains(there) || there.contains(element))) faults.push(`${name} is covered by ${there?.className}`);
      }
    };
    if (counts) {
      const number = part("[data-at=number]");
      const counted = number.checkVisibility() ? number : part("[data-at=where]");
      look(counted, "what is counted", Math.max(0, frame.top), Math.min(innerHeight, frame.bottom));
      if (counted === number && parseFloat(getComputedStyle(number).fontSize) < 27) faults.push("the number is smaller than the text next to it");
    }
    for (const name of ["back", "main", "skip", "pain"]) look(part(`[data-do=${name}]`), name);
    if (document.activeElement) look(document.activeElement, "the focus");
    for (const word of dialog.querySelectorAll("header span, header h2, [data-do]")) {
      for (let walker = document.createTreeWalker(word, NodeFilter.SHOW_TEXT), text = walker.nextNode(); text; text = walker.nextNode()) {
        for (const match of (text.nodeValue ?? "").matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(text, match.index);
          range.setEnd(text, match.index + match[0].length);
          if (word.checkVisibility() && range.getClientRects().length > 1) faults.push(`“${match[0]}” is split over two lines`);
        }
      }
    }
    return faults;
  }, counts);

for (const spaced of [false, true]) {
  test(`in small and zoomed windows the count, the focus and the button to stop are visible${spaced ? ", with text spacing too" : ""}`, async () => {
    const sizes = [
      [240, 320], [240, 400], [320, 180], [320, 225], [320, 256], [320, 480], [320, 568], [360, 640], [375, 667], [568, 320],
      [667, 375], [640, 360], [768, 1024], [1024, 768], [1280, 720], [1280, 900],
    ];
    /** @type {[string, boolean, (page: Page) => Promise<unknown>][]} */
    const ways = [
      ["ready", false, async () => {}],
      ["getting into place", true, (page) => page.keyboard.press("Space")],
      ["hold", true, (page) => page.keyboard.press("ArrowRight")],
      ["paused", true, async (page) => {
        await page.clock.runFor(1_100);
        await page.keyboard.press("Space");
      }],
      ["skipped in a pause", true, (page) => page.keyboard.press("ArrowRight")],
      ["the next exercise", true, async (page) => {
        await page.keyboard.press("Space");
        for (let step = 0; step < 60 && !/2/.test((await shown(page, "count")).slice(0, 11)); step += 1) await page.keyboard.press("ArrowRight");
      }],
    ];
    await visit("/programme/#1+bird-dog+bridge-pose", { init: listen, lenient: true }, async (page) => {
      // With a long name.
      await page.route("**/programme/", async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replaceAll(/data-name="(Bird dog|Bridge pose)"/g, 'data-name="Straight leg raise"');
        await route.fulfill({ response, body });
      });
      await still(page);
      if (spaced) await page.addStyleTag({ content: spacing });
      /** @type {string[]} */
      const faults = [];
      for (const [width = 0, height = 0] of sizes) {
        await page.setViewportSize({ width, height });
        await page.locator(".start button").first().press("Enter");
        await page.locator("dialog.session[open]").waitFor();
        assert.equal(await shown(page, "name"), "Straight leg raise");
        for (const [state, counts, reach] of ways) {
          await reach(page);
          for (const fault of [...(await unseen(page, counts)), ...(await focusFaults(page)), ...(await overflow(page))]) {
            faults.push(`${width} by ${height}, ${state}: ${fault}`);
          }
        }
        // Every control can be reached by keyboard, and is visible then.
        for (const state of ["ready", "place"]) {
          assert.equal(await page.locator("dialog").getAttribute("data-kind"), state);
          for (let stop = 0; stop < 10; stop += 1) {
            await page.keyboard.press("Tab");
            const within = await page.evaluate(() => document.activeElement?.matches("dialog button"));
            if (within) for (const fault of await focusFaults(page)) faults.push(`${width} by ${height}, ${state}, stop ${stop}: ${fault}`);
          }
          await page.keyboard.press("ArrowRight");
        }
        if (width >= 768) {
          const row = await page.locator("dialog fieldset").boundingBox();
          const foot = await page.locator("dialog .session-foot").boundingBox();
          if (!row || !foot || row.y + row.height > foot.y) faults.push(`${width} by ${height}: the choices of sound, voice and vibration are cut off`);
        }
        await page.keyboard.press("Escape");
        await page.locator("dialog.session").waitFor({ state: "detached" });
      }
      assert.deepEqual(faults, []);
    });
  });
}

test("skipping before the start starts the session, and what is shown is also announced", async () => {
  for (const key of ["button", "ArrowRight"]) {
    await visit(path, { init: listen }, async (page) => {
      await still(page);
      await open(page);
      if (key === "button") await page.locator("dialog [data-do=skip]").click();
      else await page.keyboard.press(key);
      assert.equal(await shown(page, "do"), "Get into place");
      assert.equal(await shown(page, "main"), "Pause");
      assert.equal((await heard(page)).at(-1), "Get into place.");
      await page.clock.runFor(3_100);
      assert.equal(await shown(page, "number"), "17", "the time runs");
      await page.keyboard.press("ArrowLeft");
      assert.equal(await shown(page, "do"), "Get ready");
      assert.equal(await shown(page, "main"), "Begin");
      await page.keyboard.press("ArrowLeft");
      assert.equal(await shown(page, "do"), "Get ready", "there is no earlier step");
      await page.clock.runFor(60_000);
      assert.equal(await shown(page, "do"), "Get ready");
    });
  }
});

test("a pause lasts until the reader continues, whatever step they go to, and is shown and announced", async () => {
  await visit(path, { init: listen }, async (page) => {
    await still(page);
    await open(page);
    await states.hold?.(page);
    await page.clock.runFor(1_100);
    await page.keyboard.press("Space");
    assert.equal((await heard(page)).at(-1), "Paused.");
    const shaken = await page.evaluate(() => /** @type {any} */ (window).shaken);
    await page.keyboard.press("ArrowRight");
    assert.equal((await heard(page)).at(-1), "Paused. Next: Change sides.");
    assert.equal(await shown(page, "do"), "Paused");
    assert.equal(await shown(page, "next"), "Next: Change sides");
    await page.keyboard.press("ArrowRight");
    assert.equal((await heard(page)).at(-1), "Paused. Next: Hold, Repeat 1 of 10 · Other side.");
    assert.equal(await shown(page, "next"), "Next: Hold, Repeat 1 of 10 · Other side");
    assert.equal(await shown(page, "where"), "", "it is shown twice");
    await page.clock.runFor(60_000);
    assert.equal(await shown(page, "number"), "3");
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).shaken), shaken, "a signal for a step that does not start");
    await page.keyboard.press("Space");
    assert.equal(await shown(page, "do"), "Hold");
    assert.equal(await shown(page, "where"), "Repeat 1 of 10 · Other side");
    assert.equal(await shown(page, "next"), "Next: Change sides");
    assert.equal((await heard(page)).at(-1), "Hold for 3 seconds. Repeat 1 of 10 · Other side.");
    await page.clock.runFor(1_100);
    assert.equal(await shown(page, "number"), "2");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowLeft");
    assert.equal((await heard(page)).at(-1), "Paused. Next: Hold, Repeat 1 of 10 · First side.");
  });
});

test("a rest without a time is not a pause: skip and back continue from it", async () => {
  await visit("/exercises/each/", { init: listen, site: served.other }, async (page) => {
    await still(page);
    await page.evaluate(() => document.querySelector("[data-exercise]")?.removeAttribute("data-rest"));
    await open(page);
    const rest = async () => {
      for (let step = 0; step < 30 && (await shown(page, "do")) !== "Rest"; step += 1) await page.keyboard.press("ArrowRight");
      assert.equal(await shown(page, "main"), "Go on");
      assert.equal((await heard(page)).at(-1), "Rest for as long as you need.");
    };
    for (const key of ["ArrowRight", "ArrowLeft", "Space"]) {
      await rest();
      await page.keyboard.press(key);
      assert.equal(await shown(page, "do"), "Hold");
      assert.equal(await shown(page, "main"), "Pause", "and the time runs");
      await page.clock.runFor(1_100);
      assert.equal(await shown(page, "number"), "4");
      while (key !== "Space" && !/Repeat 1 of 2 · First side · Set 1/.test(await shown(page, "where"))) await page.keyboard.press("ArrowLeft");
    }
  });
});

test("the end is announced once", async () => {
  await visit(path, { init: listen }, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Voice" }).press("Space");
    await states.done?.(page);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "You have finished");
    assert.ok(!(await heard(page)).includes("You have finished"), "the heading has the focus and is read anyway");
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).spoken.at(-1)), "You have finished", "and spoken if the reader wants that");
  });
});

test("Space presses the middle button even after a mouse was used", async () => {
  await visit(path, { init: listen, width: 1280 }, async (page) => {
    await open(page);
    await page.locator("dialog [data-do=main]").click();
    await page.locator("dialog [data-do=skip]").click();
    assert.equal(await shown(page, "do"), "Hold");
    await page.keyboard.press("Space");
    assert.equal(await shown(page, "do"), "Paused");
  });
});

test("before the next exercise of several, the time until it starts is shown and announced", async () => {
  await visit("/programme/#1+lower-back-stretch+bird-dog", { init: listen }, async (page) => {
    await still(page);
    await page.locator(".start button").press("Enter");
    for (let step = 0; step < 60 && !(await shown(page, "name")).startsWith("Bird dog"); step += 1) await page.keyboard.press("ArrowRight");
    await page.clock.runFor(1_100);
    const before = /Starts in (\d+) seconds/.exec(await shown(page, "where"));
    await page.clock.runFor(5_000);
    const after = /Starts in (\d+) seconds/.exec(await shown(page, "where"));
    assert.equal(Number(before?.[1]) - Number(after?.[1]), 5);
    assert.ok((await heard(page)).some((text) => /^Next: Bird dog\. .*Starts in 30 seconds\.$/.test(text)));
  });
});

test("numbers can be read from two metres, and nothing is animated", async () => {
  for (const [width, height] of /** @type {const} */ ([[320, 640], [390, 844], [844, 390], [1280, 800]])) {
    await visit(path, { init: listen, width, height, motion: true }, async (page) => {
      await open(page);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      const size = (/** @type {string} */ name) =>
        page.locator(`dialog [data-at=${name}]`).evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
      assert.ok((await size("number")) >= 108, `the number at ${width} px`);
      assert.ok((await size("do")) >= 32, `the word at ${width} px`);
      assert.equal(await page.evaluate(() => document.querySelector("dialog")?.getAnimations({ subtree: true }).length), 0);
    });
  }
});

/** Each state, with the way to it from the open session. @type {Record<string, (page: Page) => Promise<unknown>>} */
export const states = {
  ready: async () => {},
  hold: async (page) => {
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
  },
  change: async (page) => {
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
  },
  paused: async (page) => {
    await page.keyboard.press("Space");
    await page.keyboard.press("Space");
  },
  pain: (page) => page.getByRole("button", { name: "Stop: it hurts" }).press("Enter"),
  done: async (page) => {
    for (let step = 0; step < 60 && !(await page.locator(".session-end").isVisible()); step += 1) await page.keyboard.press("ArrowRight");
  },
};

for (const [state, reach] of Object.entries(states)) {
  test(`axe finds nothing in the session: ${state}`, async () => {
    const ways = [320, 768, 1280].flatMap((width) => /** @type {const} */ (["light", "dark"]).map((scheme) => ({ width, scheme })));
    await forEach(ways, (way) =>
      // High enough that nothing scrolls below the controls, where its contrast could not be measured.
      visit(path, { ...way, height: 1400, init: listen, lenient: true }, async (page) => {
        await open(page);
        await reach(page);
        const where = `${state} at ${way.width} px, ${way.scheme}`;
        clean(await violations(page), where);
        clean(await overflow(page), where);
        if (way.scheme === "light") {
          clean(await targets(page), where);
          for (const small of [{ width: 240, height: 400 }, { width: 320, height: 256 }, { width: 320, height: 180 }]) {
            await page.setViewportSize(small);
            clean(await overflow(page), `${where}, then ${small.width} by ${small.height}`);
          }
        }
      }),
    );
  });
}
