import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTestApp, type TestApp } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildProgram } from "./cli/commands.ts";
import { options } from "./platform/config/options.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const operations = join(root, "docs", "operations");

let app: TestApp;
let pages: { path: string; text: string }[];

async function page(path: string) {
  return { path, text: await readFile(path, "utf8") };
}

beforeAll(async () => {
  app = await startTestApp();
  const names = (await readdir(operations)).map((name) => join(operations, name));
  const deploy = ["deploy/compose/compose.yaml", "deploy/systemd/gatehouse.service", "Dockerfile"];
  pages = await Promise.all([...names, ...deploy.map((name) => join(root, name))].map(page));
});

afterAll(() => app.close());

/** All matches of a pattern's first group, with the page they stand on. */
function found(pattern: RegExp): string[] {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => `${match[1]} (${path.slice(root.length)})`),
  );
}

test("every variable that the operator's pages name is a setting", () => {
  const known = new Set(options.map(({ name }) => name.toUpperCase().replaceAll("-", "_")));
  const named = found(/\bGATEHOUSE_([A-Z0-9_]+)\b/g);

  expect(named.length).toBeGreaterThan(10);
  expect(
    named.filter((name) => !known.has(name.split(" ")[0] ?? "") && !/^NAME /.test(name)),
  ).toEqual([]);
});

test("every flag behind our command or in a sentence is one of the server or of a command", () => {
  const ofCommands = buildProgram({}).commands.flatMap((command) =>
    command.options.map(({ long }) => long?.replace(/^--(no-)?/, "") ?? ""),
  );
  const known = new Set([...options.map(({ name }) => name), ...ofCommands, "help", "name"]);
  const ours = [
    ...found(/`--([a-z0-9-]+)[^`]*`/g),
    ...found(/gatehouse(?:\.cjs)? [a-z-]+(?: [^\n`]*?)? --([a-z0-9-]+)/g),
  ];

  expect(ours.length).toBeGreaterThan(5);
  expect(ours.filter((name) => !known.has(name.split(" ")[0] ?? ""))).toEqual([]);
});

test("every metric that an alert looks at is there", async () => {
  // The application of tests has no embedded database.
  app.deps.metrics.watchEmbeddedDatabase(() => true);
  const metrics = await app.anonymous.get("/metrics");
  const served = new Set([...metrics.text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]));
  const named = found(/\b(gatehouse_[a-z0-9_]+)\b(?=[{[ ])/g);

  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((name) => !served.has(name.split(" ")[0] ?? ""))).toEqual([]);
});

test("every file that the operator's pages point to exists", async () => {
  const missing: string[] = [];
  for (const { path, text } of pages.filter(({ path: name }) => name.endsWith(".md"))) {
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      await access(join(dirname(path), target)).catch(() => missing.push(`${target} in ${path}`));
    }
  }

  expect(missing).toEqual([]);
});
