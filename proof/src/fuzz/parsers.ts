import { inspect } from "node:util";
import {
  catalogue,
  changeMapping,
  convertPrices,
  type Exports,
  invoke,
  must,
  readClaimsOf,
} from "./parser-properties.ts";

/** A parser under test: where its code is, how it is called, what it may throw. */
export interface Parser {
  /** Modules of the build, from the root of the clone; `call` gets the exports of all of them. */
  readonly modules: readonly string[];
  /** Names of errors that say "bad input"; anything else is a fault. */
  readonly refusals: readonly string[];
  /** Inputs to begin with. */
  readonly seeds: readonly string[];
  /** Feeds one input to the module's exports. */
  call(exports: Exports, input: Buffer): void;
}

const contract = "packages/contract/dist/index.js";

/** Every parser that reads what comes from outside. */
export const parsers: Readonly<Record<string, Parser>> = {
  key: {
    modules: ["packages/server/dist/platform/secrets.js"],
    refusals: [],
    seeds: ["abcdefghij-abcdefghijklmnopqrstuv", "a-b", "-", ""],
    call: (exports, input) => void invoke(exports, "parseApiKey", input.toString("latin1")),
  },
  json: {
    modules: ["packages/contract/dist/json/read.js"],
    refusals: [],
    seeds: [
      '{"a":[1,2.5e3,-0,"x\\u00e9\\n",true,null,{}]}',
      "[[[[]]]]",
      '"\\ud83e\\udd8a"',
      "1e400 trailing",
    ],
    call: (exports, input) => {
      const read = invoke(exports, "readJson", input) as { ok?: boolean; value?: unknown };
      const again = invoke(exports, "readJson", input) as { ok?: boolean };
      must(read.ok === again.ok, "the same bytes were read in two ways");
    },
  },
  body: {
    modules: [contract],
    refusals: ["ApiError"],
    seeds: [
      '{"username":"a","email":"a@example.com","roles":["owner"],"organization_ids":[]}',
      "{}",
      "null",
      "[]",
    ],
    call: (exports, input) => {
      const endpoints = exports["endpoints"] as Record<string, { body?: unknown }>;
      for (const id of ["createUser", "createToken", "checkAuthorization", "updateUserProfile"]) {
        const body = endpoints[id]?.body;
        if (body !== undefined) invoke(exports, "decodeBody", body, input);
      }
    },
  },
  search: {
    modules: ["packages/server/dist/features/audit/search-keys.js"],
    refusals: ["ApiError"],
    seeds: [
      'action:create resource_type:user "free text"',
      "date_from:2026-01-01",
      'username:"a b" x',
      "a:b:c",
    ],
    call: (exports, input) =>
      void invoke(
        exports,
        "readAuditSearch",
        input.toString("utf8"),
        "5ad0d3e2-0000-4000-8000-000000000000",
      ),
  },
  "user search": {
    modules: [contract, "packages/server/dist/features/users/search-keys.js"],
    refusals: ["ApiError"],
    seeds: [
      "status:active role:owner ann",
      'name:"a b" organization:x group:y',
      "last_seen_before:2026-01-01T00:00:00Z github_com_user_id:9223372036854775808",
      "service_account:t login_type:oidc,github",
    ],
    call: (exports, input) => {
      const text = input.toString("utf8");
      const first = invoke(exports, "parseSearch", exports["userListSearchKeys"], text);
      const again = invoke(exports, "parseSearch", exports["userListSearchKeys"], text);
      must(inspect(first) === inspect(again), "the same search was read in two ways");
    },
  },
  claims: {
    modules: [
      "packages/server/dist/features/federated-login/claims-rules.js",
      "packages/server/dist/features/federated-login/profile-rules.js",
      "packages/server/dist/features/idp-sync/claim-list.js",
    ],
    refusals: [],
    seeds: [
      '{"sub":"1","email":"ann@example.com","email_verified":true,"groups":["a","b"],"preferred_username":"Ann.B"}',
      '{"email":"x","email_verified":"t","groups":"a,b","picture":"https://a.example/b.png","n":12345678901234567890}',
      '{"groups":[1,null,{"a":[]}],"_claim_names":{"groups":"src1"},"name":"A\\u0000\\ud800"}',
      '{"__proto__":{"email":"a@b.example"},"groups":""}',
    ],
    call: readClaimsOf,
  },
  mapping: {
    modules: ["packages/server/dist/features/idp-sync/mapping-change.js"],
    refusals: [],
    seeds: ["a>1 a>2 -a>1", "__proto__>x -__proto__>x toString>y", " > -> >", "a>a -b>b a>a"],
    call: changeMapping,
  },
  prices: {
    modules: [
      "packages/testkit/dist/price-book/convert.js",
      "packages/testkit/dist/price-book/book.js",
    ],
    refusals: ["CatalogueError"],
    seeds: [
      catalogue('{"input":3,"output":15.075,"cache_read":3e-1}'),
      catalogue('{"input":-1,"output":0,"cache_write":9223372036854.775807}'),
      catalogue('{"input":1e999999999,"output":"3"}'),
      catalogue("null"),
    ],
    call: convertPrices,
  },
  decimal: {
    modules: ["packages/testkit/dist/price-book/decimal.js"],
    refusals: ["RangeError"],
    seeds: ["3", "-0.0000005", "1e-7", "9223372036854.775807", "1e400", "12345.6789E+3"],
    call: (exports, input) => {
      const micros = invoke(exports, "microsOf", input.toString("latin1"));
      must(typeof micros === "bigint" && micros < 2n ** 63n, "more than the database holds");
    },
  },
  "comma list": {
    modules: ["packages/server/dist/platform/config/csv.js"],
    refusals: [],
    seeds: ['a,b,"c,d"', '"', 'a"b', '"a""b",', " , "],
    call: (exports, input) => void invoke(exports, "parseCsv", input.toString("utf8")),
  },
  cookies: {
    modules: ["packages/server/dist/http/cookies.js"],
    refusals: [],
    seeds: [
      "coder_session_token=abc-def; csrf_token=x",
      'a="b"; c',
      "=;=; =",
      "a=%zz; a=1; __Host-coder_session_token=y",
    ],
    call: (exports, input) => {
      const header = input.toString("latin1");
      invoke(exports, "parseCookies", header);
      const rest = String(invoke(exports, "withoutPrivateCookies", header) ?? "");
      const names = rest.split(";").map((pair) => pair.split("=")[0]?.trim() ?? "");
      must(!names.includes("coder_session_token"), "a private cookie was left in");
    },
  },
  csrf: {
    modules: ["packages/server/dist/http/csrf.js"],
    refusals: [],
    seeds: ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "a", "%3D", ""],
    call: (exports, input) => {
      const text = input.toString("latin1");
      invoke(exports, "unmaskCsrfToken", text);
      invoke(
        exports,
        "verifyCsrfToken",
        text.slice(0, text.length / 2),
        text.slice(text.length / 2),
      );
    },
  },
  address: {
    modules: ["packages/server/dist/http/client-address.js"],
    refusals: [],
    seeds: [
      "127.0.0.1",
      "::ffff:1.2.3.4",
      "fe80::1%eth0",
      "10.0.0.0/8",
      "::/0",
      "1.2.3.4, 5.6.7.8",
    ],
    call: (exports, input) => {
      const text = input.toString("latin1");
      invoke(exports, "parseAddress", text);
      invoke(exports, "parseCidr", text);
      invoke(exports, "addressBlock", text);
    },
  },
  duration: {
    modules: ["packages/server/dist/platform/config/duration.js"],
    refusals: [],
    seeds: ["1h30m", "-1.5s", "7d", "100ns", "9223372036s"],
    call: (exports, input) => void invoke(exports, "parseDuration", input.toString("latin1")),
  },
  "allow-list": {
    modules: ["packages/rbac/dist/index.js"],
    refusals: [],
    seeds: ["*:*", "user:5ad0d3e2-0000-4000-8000-000000000000\ntemplate:*", "x", ":"],
    call: (exports, input) => {
      const entries = input.toString("utf8").split("\n");
      invoke(exports, "readAllowList", entries);
      for (const entry of entries) invoke(exports, "expandScope", entry);
    },
  },
  backup: {
    modules: ["packages/server/dist/db/backup/format.js"],
    refusals: ["BackupError"],
    seeds: [
      '{"format":"gatehouse-backup","formatVersion":1}',
      '{"table":"users","columns":["id"]}',
      '{"rows":{}}',
    ],
    call: (exports, input) => {
      const text = input.toString("utf8");
      for (const name of ["parseHeader", "parsePart", "parseSeal"]) {
        try {
          invoke(exports, name, text);
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "BackupError") throw error;
        }
      }
    },
  },
};

/** Names of all parsers. */
export const parserNames: readonly string[] = Object.keys(parsers);
