import { mkdtempSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { startTestApp, type TestApp } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyCsrfToken } from "./csrf.ts";

const script = 'document.title = "Gatehouse";';
let folder: string;
let app: TestApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-console-"));
  await mkdir(join(folder, "assets"));
  const page =
    '<meta property="csrf-token" content="__CSRF_TOKEN__">' +
    '<meta property="session" content="__SESSION__"><div id="root"></div>';
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(join(folder, "favicon.svg"), "<svg/>");
  writeFileSync(join(folder, "assets/index-abc.js"), script);
  writeFileSync(join(folder, "assets/index-abc.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "assets/index-abc.js.gz"), gzipSync(script));
  app = await startTestApp({ consoleFolder: folder });
});

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

const asset = (headers: Record<string, string> = {}) =>
  app.anonymous.get("//assets/index-abc.js", { headers });

for (const path of ["/", "//users", "//users/mara/roles", "//organizations/a%20b", "//cli-auth"]) {
  test(`the console's page answers ${path} and is stored nowhere`, async () => {
    const answer = await app.anonymous.get(path);

    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text).toContain('<div id="root">');
  });
}

test("the page carries a CSRF token of this browser, masked anew each time", async () => {
  const first = await app.anonymous.get("/");
  const cookie = /csrf_token=([^;]+)/.exec(String(first.headers["set-cookie"]))?.[1] ?? "";
  const again = await app.anonymous.get("/", { headers: { cookie: `csrf_token=${cookie}` } });

  const [one, two] = [first, again].map(({ text }) => /content="([^"]+)"/.exec(text)?.[1] ?? "");
  expect(verifyCsrfToken(one ?? "", decodeURIComponent(cookie))).toBe(true);
  expect(verifyCsrfToken(two ?? "", decodeURIComponent(cookie))).toBe(true);
  expect(one).not.toBe(two);
});

test("the page tells whether a session cookie came, and nothing of it", async () => {
  const cookie = "coder_session_token=abcdefghij-0123456789012345678901";
  const without = await app.anonymous.get("/");
  const withCookie = await app.anonymous.get("/", { headers: { cookie } });

  expect(without.text).toContain('property="session" content="absent"');
  expect(withCookie.text).toContain('property="session" content="present"');
  expect(withCookie.text).not.toContain("abcdefghij");
});

test("paths of the API never answer with the page", async () => {
  for (const path of ["//api/v2/nothing", "//scim/x", "//oauth2/x", "//.well-known/x", "//bin/x"]) {
    const answer = await app.anonymous.get(path);

    expect([path, answer.status, answer.headers["content-type"]]).toEqual([
      path,
      404,
      "application/json; charset=utf-8",
    ]);
  }
});

test("hashed files are kept for ever and say their type", async () => {
  const answer = await asset();

  expect(answer.status).toBe(200);
  expect(answer.text).toBe(script);
  expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(answer.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["set-cookie"]).toBeUndefined();
});

test("files without a hash are asked for again", async () => {
  const { headers } = await app.anonymous.get("//favicon.svg");

  expect(headers["cache-control"]).toBe("no-cache");
  expect(headers["content-type"]).toBe("image/svg+xml");
});

test("the smallest prepared coding that the browser accepts is sent", async () => {
  const codings = [];
  for (const accepted of ["gzip, deflate, br", "gzip", "br;q=0, gzip", "*", "identity", ""]) {
    const { headers } = await asset({ "accept-encoding": accepted });
    codings.push(headers["content-encoding"]);
    expect(headers["vary"]).toBe("Accept-Encoding");
  }

  expect(codings).toEqual(["br", "gzip", "gzip", "br", undefined, undefined]);
});

test("a browser that holds the file is told so, apart for each coding", async () => {
  const plain = await asset();
  const coded = await asset({ "accept-encoding": "br" });
  const etags = [plain.headers["etag"], coded.headers["etag"]].map(String);

  const held = await asset({ "accept-encoding": "br", "if-none-match": etags[1] ?? "" });
  const other = await asset({ "accept-encoding": "br", "if-none-match": etags[0] ?? "" });

  expect(etags[0]).not.toBe(etags[1]);
  expect([held.status, held.text]).toEqual([304, ""]);
  expect(other.status).toBe(200);
});

for (const path of [
  "//assets/index-old.js",
  "//assets/../index.html.bak",
  "//assets/%2e%2e/%2e%2e/package.json",
  "//favicon.ico",
]) {
  test(`a file that the build does not hold is missing, not a page: ${path}`, async () => {
    expect((await app.anonymous.get(path)).status).toBe(404);
  });
}

test("the page is for reading: other methods are refused as before", async () => {
  expect((await app.anonymous.post("//users", {})).status).toBe(404);
  expect((await app.anonymous.delete("//")).status).toBe(404);
});
