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

/** The program: `BALM`, or the first build that exists. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, "target");
  const found = [process.env.BALM, join(target, "release/balm"), join(target, "debug/balm")].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error("build balm first (cargo build), or set BALM to the path of the program");
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
 * This repository's own site, and one with what that site lacks.
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

/** One page of each type, by the name in figures and snapshots; `other` marks pages of the second site. */
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

/** The page types that exist: a theme may be tested before it has all of them. */
export function types() {
  return Object.entries(pages).filter(([, path]) => served.own.has(path));
}

/**
 * Every page of `site`, as addresses; redirects are left out.
 * @param {{ paths: string[], html: (path: string) => string }} site
 */
export function everyPage(site) {
  return site.paths.filter(
    (path) => (path.endsWith("/") || path === "/404.html") && !site.html(path).includes('http-equiv="refresh"'),
  );
}

/** The text of a file in the folder of the suite. @param {string} path */
export function text(path) {
  return readFileSync(join(here, "..", path), "utf8");
}
