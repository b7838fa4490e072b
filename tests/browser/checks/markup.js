// The Nu HTML checker on every page of both sites.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { clean } from "../lib/clean.js";
import { everyPage, served } from "../lib/sites.js";

const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

/**
 * What the checker says about `files`, which may be addresses.
 * @param {string[]} files
 * @returns {Promise<string[]>}
 */
export function nu(files) {
  return new Promise((done, fail) => {
    const options = ["-Xss1024k", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", ...files];
    execFile("java", options, { maxBuffer: 1 << 26 }, (error, out) => {
      if (error) return fail(error);
      const said = JSON.parse(out || '{"messages":[]}').messages;
      done(said.map((/** @type {any} */ m) => `${m.url}:${m.lastLine}: ${m.subType ?? m.type}: ${m.message} ${m.extract ?? ""}`));
    });
  });
}

for (const [name, site] of Object.entries(served)) {
  test(`the Nu checker says nothing about any page of the ${name} site`, async () => {
    // By address, because the policy of a page refers to its address.
    const pages = site.paths.filter((path) => path.endsWith("/") || path === "/404.html");
    clean(await nu(pages.map((path) => site.origin + path)), name);
  });
}

test("no page has inline scripts, styles or event handlers", () => {
  for (const site of Object.values(served)) {
    for (const path of everyPage(site)) clean(inline(site.html(path)), path);
  }
});

/** What a strict policy would block; JSON is data, which no policy blocks. @param {string} html */
export function inline(html) {
  const found = [];
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) {
    if (/^<script(?![^>]*\ssrc=)(?![^>]*type="application\/(?:ld\+)?json")/i.test(tag)) found.push(tag);
    if (/^<style/i.test(tag) || /\s(style|on\w+)\s*=\s*["']/i.test(tag) || /=\s*["']?\s*javascript:/i.test(tag)) found.push(tag);
  }
  return found;
}
