import { createHash } from "node:crypto";
import { writeJson } from "@gatehouse/contract";
import { expect, test } from "vitest";
import { contentHash } from "./content-hash.ts";
import type { GivenRecord } from "./rules.ts";

const userId = "7d6f0f6c-31f1-4a52-9d5b-3a6b1f0f1c11";
const record: GivenRecord = {
  id: "0b8e5a52-6d2f-4f1c-8a5b-0f3f6d9b7a10",
  user_id: userId,
  username: "",
  provider_name: 'a "quoted" \\ name',
  provider: "openai",
  model: "gpt-5, mini\u2028",
  input_tokens: 1_000_000_000_000n,
  output_tokens: 7n,
  cache_read_input_tokens: 0n,
  cache_write_input_tokens: 1n,
  created_at: "2026-07-01T00:00:00.123Z",
  provider_response_id: "r",
  client: "",
  session_id: "s",
  metadata: { b: 1, a: [{ d: 2n ** 60n, c: null }] },
};

test("the digest is that of one JSON list: records that were stored before an upgrade stay known", () => {
  const list = writeJson([
    ...[record.id, userId, record.provider_name, record.provider, record.model],
    ...[1_000_000_000_000n, 7n, 0n, 1n, record.created_at, "r", "", "s"],
    ...[
      [
        [
          "a",
          [
            [
              ["c", null],
              ["d", 2n ** 60n],
            ],
          ],
        ],
        ["b", 1],
      ],
      null,
    ],
  ]);

  expect(contentHash(record, userId)).toEqual(createHash("sha256").update(list).digest());
});

test("the order of metadata and how the user was named do not matter; every other field does", () => {
  const { d, c } = { d: 2n ** 60n, c: null };
  const same = { ...record, user_id: undefined, username: "x", metadata: { a: [{ c, d }], b: 1 } };
  const others: Partial<GivenRecord>[] = [
    { id: userId },
    { provider_name: "" },
    { provider: "azure" },
    { model: "gpt-5" },
    { input_tokens: 1n },
    { output_tokens: 8n },
    { cache_read_input_tokens: 1n },
    { cache_write_input_tokens: 0n },
    { created_at: "2026-07-01T00:00:00Z" },
    { provider_response_id: "" },
    { client: "c" },
    { session_id: "" },
    { metadata: {} },
    { reservation_id: userId },
  ];

  const digests = others.map((other) =>
    contentHash({ ...record, ...other }, userId).toString("hex"),
  );

  const own = contentHash(record, userId).toString("hex");
  expect(contentHash(same, userId).toString("hex")).toBe(own);
  expect(new Set([own, ...digests]).size).toBe(others.length + 1);
});
