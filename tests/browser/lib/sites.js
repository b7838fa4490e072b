// The sites under test: built by the program, then served from memory.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./serve.js";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "../../..");

/** The folder the sites are built into. */
const scratch = mkdtempSync(join(tmpdir(), "balm-browser-"));

/** The program: `BALM`, or whichever build is there. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, "target");
  const found = [process.env.BALM, join(target, "release/balm"), join(target, "debug/balm")].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error("build balm first (cargo build), or name the program in BALM");
  return found;
}

/**
 * Builds the site at `root` and serves it.
 * @param {string} name
 * @param {string} root
 */
async function build(name, root) {
  const out = join(scratch, name);
  execFileSync(program(), ["build", "--quiet", "--root", root, "--out", out], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return serve(out);
}

/**
 * This repository's own site, and one with what that has none of.
 * @type {{ own: Awaited<ReturnType<typeof build>>, other: Awaited<ReturnType<typeof build>> }}
 */
export const served = /** @type {any} */ ({});

export async function open() {
  served.own = await build("own", process.env.ROOT ?? repository);
  served.other = await build("other", join(here, "../site"));
}

export function close() {
  served.own?.close();
  served.other?.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** One page of each type, by the name the figures and snapshots have; `other` marks pages of the second site. */
export const pages = {
  home: "/",
  topic: "/back-muscle-spasms/",
  article: "/back-muscle-spasms/remedies/",
  "get-help": "/back-muscle-spasms/get-help/",
  exercise: "/exercises/bird-dog/",
  remedy: "/remedies/hot-and-cold-therapy/",
  exercises: "/exercises/",
  remedies: "/remedies/",
  programme: "/programme/",
  sources: "/sources/",
  tags: "/tags/",
  tag: "/tags/safety/",
  about: "/about/",
  "not-found": "/404.html",
};

/** The page types that are there: a theme may be tried before all of them are. */
export function types() {
  return Object.entries(pages).filter(([, path]) => served.own.has(path));
}

/**
 * Every page of `site`, as addresses; former addresses lead on by themselves and are left out.
 * @param {{ paths: string[], html: (path: string) => string }} site
 */
export function everyPage(site) {
  return site.paths.filter(
    (path) => (path.endsWith("/") || path === "/404.html") && !site.html(path).includes('http-equiv="refresh"'),
  );
}

/** The text of a file beside the suite. @param {string} path */
export function text(path) {
  return readFileSync(join(here, "..", path), "utf8");
}
