/** A parser under test: where its code is, how it is called, what it may throw. */
export interface Parser {
  /** Module of the build, from the root of the clone. */
  readonly module: string;
  /** Names of errors that say "bad input"; anything else is a fault. */
  readonly refusals: readonly string[];
  /** Inputs to begin with. */
  readonly seeds: readonly string[];
  /** Feeds one input to the module's exports. */
  call(exports: Exports, input: Buffer): void;
}

/** Exports of a module as functions; a missing one is a fault of this table. */
export type Exports = Readonly<Record<string, unknown>>;

/** Calls an exported function. */
function invoke(exports: Exports, name: string, ...values: unknown[]): unknown {
  const candidate = exports[name];
  if (typeof candidate !== "function") throw new Error(`no function ${name} in the module`);
  return Reflect.apply(candidate, undefined, values);
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const contract = "packages/contract/dist/index.js";

/** Every parser that reads what comes from outside. */
export const parsers: Readonly<Record<string, Parser>> = {
  key: {
    module: "packages/server/dist/platform/secrets.js",
    refusals: [],
    seeds: ["abcdefghij-abcdefghijklmnopqrstuv", "a-b", "-", ""],
    call: (exports, input) => void invoke(exports, "parseApiKey", input.toString("latin1")),
  },
  json: {
    module: "packages/contract/dist/json/read.js",
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
    module: contract,
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
    module: "packages/server/dist/features/audit/search-keys.js",
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
  cookies: {
    module: "packages/server/dist/http/cookies.js",
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
    module: "packages/server/dist/http/csrf.js",
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
    module: "packages/server/dist/http/client-address.js",
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
    module: "packages/server/dist/platform/config/duration.js",
    refusals: [],
    seeds: ["1h30m", "-1.5s", "7d", "100ns", "9223372036s"],
    call: (exports, input) => void invoke(exports, "parseDuration", input.toString("latin1")),
  },
  "allow-list": {
    module: "packages/rbac/dist/index.js",
    refusals: [],
    seeds: ["*:*", "user:5ad0d3e2-0000-4000-8000-000000000000\ntemplate:*", "x", ":"],
    call: (exports, input) => {
      const entries = input.toString("utf8").split("\n");
      invoke(exports, "readAllowList", entries);
      for (const entry of entries) invoke(exports, "expandScope", entry);
    },
  },
  backup: {
    module: "packages/server/dist/db/backup/format.js",
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
