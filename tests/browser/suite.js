// Builds the sites, serves them, opens one browser, and runs every group of checks in it.
//
//     node suite.js [WORD …]      only groups whose name contains one of the words
//
// BALM is the program to build with, ROOT a site to check in place of this repository's own, BALM_BLESS=1 rewrites the
// snapshots. README.md says what each group checks.

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

/** Groups that run only if named: they take minutes, and other groups find most of what they find. */
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
  // Tests run one after the other, in the order in which they are declared.
  test(`the time of ${group}`, () => {
    console.log(`${group}: ${Math.round((Date.now() - began) / 1000)} s`);
    began = Date.now();
  });
}
