/**
 * Fails if there are `faults`, and lists the first of them.
 * @param {string[]} faults
 * @param {string} where
 */
export function clean(faults, where) {
  if (faults.length === 0) return;
  const more = faults.length > 6 ? `\n    … and ${faults.length - 6} more` : "";
  const error = new Error(`${where}:\n    ${faults.slice(0, 6).join("\n    ")}${more}`);
  error.stack = error.message;
  throw error;
}
