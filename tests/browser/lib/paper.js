// The printed pages: the words of a PDF with their places, by sheet.

import { execFileSync } from "node:child_process";

/** @typedef {{ text: string, top: number, bottom: number }} Word in points from the top of the sheet */
/** @typedef {{ height: number, words: Word[], text: string }} Sheet */

/** The area within the margins of `@page`, in CSS pixels. */
export const room = {
  A4: { width: Math.floor(((210 - 34) / 25.4) * 96), height: Math.floor(((297 - 34) / 25.4) * 96) },
  Letter: { width: Math.floor(((215.9 - 34) / 25.4) * 96), height: Math.floor(((279.4 - 34) / 25.4) * 96) },
};

/** @type {Record<string, string>} */
const marks = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

/**
 * The sheets of `pdf`.
 * @param {Buffer} pdf
 * @returns {Sheet[]}
 */
export function sheets(pdf) {
  const found = execFileSync("pdftotext", ["-bbox", "-", "-"], { input: pdf, encoding: "utf8", maxBuffer: 1e8 });
  return found.split("<page ").slice(1).map((page) => {
    const words = [...page.matchAll(/<word xMin="\S+" yMin="(\S+)" xMax="\S+" yMax="(\S+)">(.*?)<\/word>/g)].map(
      ([, top, bottom, text]) => ({
        text: (text ?? "").replace(/&([#\w]+);/g, (whole, name) => marks[name] ?? whole),
        top: Number(top),
        bottom: Number(bottom),
      }),
    );
    return { height: Number(/height="(\S+)"/.exec(page)?.[1]), words, text: words.map(({ text }) => text).join(" ") };
  });
}
