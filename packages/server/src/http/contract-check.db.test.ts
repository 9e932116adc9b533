import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { startTestApp, type TestApp } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../../..");
const checker = path.join(root, "..", "shared", "tools", "contract-check");
const present = existsSync(checker);

/** Operations of the reference that this release does not serve. */
const notServed = ["/autofill-parameters", "/provisionerjobs"];

let app: TestApp;
let origin: string;
beforeAll(async () => {
  app = await startTestApp();
  origin = await app.listen();
});
afterAll(() => app.stop());

function check(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [checker, ...args], (error, stdout, stderr) => {
      const code = typeof error?.code === "number" ? error.code : 0;
      resolve({ code, output: stdout + stderr });
    });
  });
}

test("the served API document has no difference to the reference", async (context) => {
  if (!present) context.skip("the folder with the reference is not beside the repository");
  const except = notServed.join("|");

  const found = await check([
    `${origin}/openapi.json`,
    "--tags",
    "Users,Authorization,General,Organizations,Members",
    "--except",
    except,
  ]);

  expect(found.output).not.toMatch(/missing|instead of|lacks/);
  expect(found.code).toBe(0);
});

test("the operations of groups have no difference to the reference", async (context) => {
  if (!present) context.skip("the folder with the reference is not beside the repository");
  const operations = String.raw`/groups(/\{[^}]+\}(/members)?)?$`;

  const found = await check([
    `${origin}/openapi.json`,
    "--tags",
    "Enterprise",
    "--only",
    operations,
    "--except",
    "idpsync",
  ]);

  expect(found.output).toContain("9 of 9 operations agree with the reference");
  expect(found.code).toBe(0);
});

test("the operations of identity sync have no difference to the reference", async (context) => {
  if (!present) context.skip("the folder with the reference is not beside the repository");

  const found = await check([
    `${origin}/openapi.json`,
    "--tags",
    "Enterprise",
    "--only",
    "/settings/idpsync",
  ]);

  expect(found.output).toContain("16 of 16 operations agree with the reference");
  expect(found.code).toBe(0);
});
