import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const sources = fileURLToPath(new URL(".", import.meta.url));

/** Lines of the product's own code with the file they are in, from this folder. */
async function linesOfCode(): Promise<{ file: string; line: string }[]> {
  const names = await readdir(sources, { recursive: true });
  const files = names.filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name));
  const texts = await Promise.all(files.map((file) => readFile(join(sources, file), "utf8")));
  return texts.flatMap((text, at) =>
    text.split("\n").map((line) => ({ file: files[at] ?? "", line: line.trim() })),
  );
}

const secretOperand = String.raw`[\w.?]*(?:secret|token|hash|passcode|nonce|password|signature|state)`;
const plainValue = String.raw`(?:"|'|\x60|undefined|null|true|false|-?\d)`;
const comparison = new RegExp(
  String.raw`\b${secretOperand}\)? (?:===|!==) (?!${plainValue})|(?<!${plainValue}) (?:===|!==) ${secretOperand}\b(?![\w.?])`,
  "i",
);

test("what a client sends as a secret is compared in constant time, never with ===", async () => {
  const found = (await linesOfCode()).filter(({ line }) => comparison.test(line));

  // Telling a wrong secret from a right one by time needs an operator of the language; none is left in the code.
  expect(found).toEqual([]);
});

test("that check finds a comparison that stops at the first difference", () => {
  expect(comparison.test("if (identity.hashedSecret === hash) return key;")).toBe(true);
  expect(comparison.test("return query.state !== state;")).toBe(true);
  expect(comparison.test('if (token === "" || secret === undefined) return null;')).toBe(false);
});

test("sessions begin in one place, and tokens in one other", async () => {
  const found = (await linesOfCode()).filter(({ line }) =>
    /insertInto\("api_keys"\)|insert into api_keys\b/.test(line),
  );

  expect(found.map(({ file }) => file).sort()).toEqual([
    "features/api-keys/store.ts",
    "features/sessions/store.ts",
  ]);
});
