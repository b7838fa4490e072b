// Builds the sites, serves them, opens one browser, and lets every group of checks run on it.
//
//     node suite.js [WORD …]      only groups whose name contains one of the words
//
// BALM names the program to build with, ROOT another site than this repository's own, BALM_BLESS=1 rewrites the
// snapshots. README.md says what each group holds the pages to.

import { after, before, test } from "node:test";
import * as sites from "./lib/sites.js";
import * as browser from "./lib/browser.js";

const groups = [
  "planted",
  "markup",
  "accessibility",
  "weight",
  "layout",
  "reading",
  "print",
  "without",
  "session",
  "programme",
  "offline",
  "preview",
  "snapshots",
];

/** Groups that run only if they are named: they take minutes, and what they find others mostly find too. */
const onRequest = ["lighthouse"];

await sites.open();

before(() => browser.open());
after(async () => {
  await browser.close();
  sites.close();
});

const words = process.argv.slice(2);
let began = Date.now();
const isNamed = (group) => words.some((word) => group.includes(word));
const chosen = words.length === 0 ? groups : [...groups, ...onRequest].filter(isNamed);
for (const group of chosen) {
  await import(`./checks/${group}.js`);
  // Tests run one after the other, in the order they were written down.
  test(`the time of ${group}`, () => {
    console.log(`${group}: ${Math.round((Date.now() - began) / 1000)} s`);
    began = Date.now();
  });
}
