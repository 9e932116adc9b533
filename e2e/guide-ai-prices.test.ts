import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { call, logIn } from "./support/api.ts";
import { type Server, start, temporaryFolder } from "./support/server.ts";

const guide = fileURLToPath(new URL("../docs/guides/ai-prices.md", import.meta.url));
const owner = {
  username: "admin",
  email: "admin@example.com",
  password: "Meadow-lantern-4711",
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await start(`${folder.path}/data`);
  await call(server.url, { path: "/api/v2/users/first", body: owner });
});

afterAll(async () => {
  await server?.stop();
  await folder?.remove();
});

/** The commands of the guide in their order, without those that make a new price book from the network. */
async function commands(): Promise<string[]> {
  const text = await readFile(guide, "utf8");
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
  return blocks.filter((block) => !block.startsWith("npm "));
}

it("every command of the guide to AI prices works as written", async () => {
  const token = await logIn(server.url, owner.email, owner.password);
  const { body: me } = await call(server.url, { path: "/api/v2/users/me", token });
  const [organization] = me["organization_ids"] as string[];
  const blocks = await commands();
  const strict = 'curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }';

  const { stdout } = await promisify(execFile)("sh", ["-ec", [strict, ...blocks].join("\n")], {
    env: {
      PATH: process.env["PATH"],
      GATEHOUSE_URL: server.url,
      GATEHOUSE_TOKEN: token,
      ORGANIZATION: organization,
    },
  });

  expect(blocks.length).toBeGreaterThan(8);
  expect(stdout).toContain('"cost_micros":5400');
  expect(stdout).toContain('{"accepted":1,"duplicates":0,"rejected":[],"blocked_users":[]}');
  expect(stdout).toContain('"spend_limit_micros":200000000,"limit_source":"user_override"');
  expect(stdout).toMatch(/"allowed":true.*"reservation_id":"/);
  expect(stdout).toContain("day,input_tokens,output_tokens");
});
