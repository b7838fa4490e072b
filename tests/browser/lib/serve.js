// A small web server: a folder in memory, Brotli, a strict policy, and a record of what was sent.

import { createServer } from "node:http";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".webp": "image/webp",
};

/** The policy that pages have to work with: nothing inline, nothing from other hosts. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith(".balm")) return [];
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/**
 * Sends `body` as over a bad connection.
 * @param {import("node:http").ServerResponse} response
 * @param {Buffer} body
 */
async function trickle(response, body) {
  for (let at = 0; at < body.length && !response.destroyed; at += 400) {
    response.write(body.subarray(at, at + 400));
    await new Promise((done) => setTimeout(done, 20));
  }
  response.end();
}

/**
 * Serves `folder` on a free port.
 * @param {string} folder
 */
export async function serve(folder) {
  /** @type {Map<string, { plain: Buffer, small: Buffer, type: string }>} */
  const kept = new Map();
  for (const file of files(folder)) {
    const path = `/${relative(folder, file).split(sep).join("/")}`.replace(/(^|\/)index\.html$/, "$1");
    const plain = readFileSync(file);
    const type = types[extname(file)] ?? "application/octet-stream";
    const packed = /text|xml|json/.test(type) ? brotliCompressSync(plain) : plain;
    kept.set(path, { plain, small: packed, type });
  }
  /** @type {{ path: string, type: string, bytes: number }[]} */
  const sent = [];
  const state = { slow: false };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    const found = kept.get(path);
    const answer = found ?? kept.get("/404.html");
    const small = !state.slow && /\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""));
    const fingerprinted = /\.[0-9a-f]{12}\.\w+$/.test(path);
    const body = answer ? (small ? answer.small : answer.plain) : Buffer.from("nothing here");
    sent.push({ path, type: answer?.type ?? "", bytes: body.length });
    response.writeHead(found ? 200 : 404, {
      "content-type": answer?.type ?? "text/plain",
      "content-length": body.length,
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "cache-control": fingerprinted ? "max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
      ...(small && answer && answer.small !== answer.plain ? { "content-encoding": "br" } : {}),
    });
    if (request.method === "HEAD") response.end();
    else if (state.slow && /html/.test(answer?.type ?? "")) trickle(response, body);
    else response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    folder,
    origin: `http://localhost:${port}`,
    paths: [...kept.keys()].sort(),
    sent,
    /** Whether pages arrive in small pieces, with enough time between them to be painted. */
    state,
    has: (/** @type {string} */ path) => kept.has(path),
    html: (/** @type {string} */ path) => kept.get(path)?.plain.toString("utf8") ?? "",
    /** Serves a page changed by `change`; the returned function restores it. */
    replace(/** @type {string} */ path, /** @type {(html: string) => string} */ change) {
      const before = kept.get(path);
      if (!before) throw new Error(`there is no page ${path}`);
      const plain = Buffer.from(change(before.plain.toString("utf8")));
      kept.set(path, { ...before, plain, small: brotliCompressSync(plain) });
      return () => void kept.set(path, before);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
