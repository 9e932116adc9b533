// Who may import what: the table of ARCHITECTURE.md, once, as rules. Every layer has a white list (`pathNot`), so a
// new folder starts with no rights. Tests are bound by `no-cycles` only.

const test = "\\.test\\.tsx?$|^packages/rbac/test/";
const server = "^packages/server/src/";
const web = "^packages/web/src/";
const npm = (...names) => names.map((name) => `^node_modules/${name}/`);
const rbac = "^packages/rbac/src/index\\.ts$";
const contract = "^packages/contract/src/index\\.ts$";
const platform = `${server}platform/`;
const db = `${server}db/`;
const context = `${server}context/`;
const http = `${server}http/`;
const features = `${server}features/`;
const store = "/(store|[a-z-]+-store)\\.ts$";
const pure = "/(rules|present|[a-z-]+-rules|present-[a-z-]+)\\.ts$";
// What a feature takes from db besides types: the transaction, the lock registry, and how SQL values are written.
const transactions = `${db}(transaction|advisory-locks)\\.ts$`;
const statements = `${db}(transaction|advisory-locks|row-filter|snapshot|values|list-literals)\\.ts$`;
// The parts of platform that compute and touch nothing.
const purePlatform = `${platform}(wire-time|ids|password-strength)\\.ts$`;

const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: test, ...from },
  to,
});
const values = { dependencyTypesNot: ["type-only"] };
// Node's own modules are not forbidden by this rule.
const exceptNode = { dependencyTypesNot: ["core"] };

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other are one module, or lack a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "The imported module does not exist (bin/ loads the build).",
      severity: "error",
      from: { pathNot: "^packages/server/bin/" },
      to: { couldNotResolve: true },
    },
    rule(
      "packages-by-their-index",
      "Another package is used through its src/index.ts.",
      { path: "^packages/([^/]+)/" },
      { path: "^packages/[^/]+/", pathNot: ["^packages/$1/", "^packages/[^/]+/src/index\\.ts$"] },
    ),
    rule(
      "no-test-code-in-production",
      "Nothing that ships imports the testkit, tests, e2e or bench.",
      { path: "^packages/", pathNot: [test, "^packages/testkit/"] },
      { path: ["^packages/testkit/", test, "^e2e/", "^bench/", "^proof/"] },
    ),
    rule(
      "no-development-dependencies",
      "What ships declares what it needs under dependencies; the console is bundled, so its packages do not ship.",
      { path: "^packages/[^/]+/src/", pathNot: [test, "^packages/(testkit|web)/"] },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], ...values },
    ),
    rule(
      "rbac",
      "rbac imports nothing, not even Node.",
      { path: "^packages/rbac/src/" },
      { pathNot: "^packages/rbac/src/" },
    ),
    rule(
      "contract",
      "contract imports names from rbac, and the schema builder in schema.ts.",
      { path: "^packages/contract/src/" },
      { pathNot: ["^packages/contract/src/", rbac, ...npm("typebox")] },
    ),
    rule(
      "schema-builder",
      "Only contract/src/schema.ts knows the schema builder.",
      { path: "^packages/", pathNot: [test, "^packages/contract/src/schema\\.ts$"] },
      { path: npm("typebox") },
    ),
    rule(
      "sdk",
      "sdk imports types of contract and nothing else, so that no schema reaches a browser.",
      { path: "^packages/sdk/src/" },
      { pathNot: ["^packages/sdk/src/", contract] },
    ),
    rule(
      "contract-types-only",
      "sdk and web take types of contract, no values.",
      { path: "^packages/(sdk|web)/src/" },
      { path: "^packages/contract/", ...values },
    ),
    rule(
      "cli",
      "cli imports sdk and contract, never the server.",
      { path: "^packages/cli/src/" },
      { path: "^packages/", pathNot: "^packages/(cli|sdk|contract)/" },
    ),
    rule(
      "web",
      "web imports sdk and types of contract, never the server.",
      { path: "^packages/web/src/" },
      { path: "^packages/", pathNot: "^packages/(web|sdk|contract)/" },
    ),
    rule(
      "web-components",
      "Owned components know neither pages nor the application; data and texts come from outside.",
      { path: `${web}components/` },
      { path: `${web}(app|features)/` },
    ),
    rule(
      "web-lib",
      "lib of the console stands below everything.",
      { path: `${web}lib/` },
      { path: `${web}(app|features|components)/` },
    ),
    rule(
      "web-features",
      "A feature of the console knows no other feature and not the application.",
      { path: `${web}features/([^/]+)/` },
      { path: `${web}(app|features)/`, pathNot: `${web}features/$1/` },
    ),
    rule(
      "testkit",
      "testkit imports anything except web.",
      { path: "^packages/testkit/" },
      { path: "^packages/web/" },
    ),
    rule(
      "server-and-clients",
      "The server does not know its clients.",
      { path: server },
      { path: "^packages/(sdk|cli|web)/" },
    ),
    rule(
      "server-platform",
      "platform imports Node and its libraries, nothing of ours.",
      { path: platform },
      {
        pathNot: [
          platform,
          ...npm(
            "@node-rs/argon2",
            "@types/ws",
            "jose",
            "nodemailer",
            "openid-client",
            "pino",
            "prom-client",
            "re2js",
            "ws",
          ),
        ],
        ...exceptNode,
      },
    ),
    rule(
      "server-db",
      "db imports platform, the driver and the query builder.",
      { path: db },
      {
        pathNot: [
          db,
          platform,
          rbac,
          ...npm("pg", "@types/pg", "pg-copy-streams", "@types/pg-copy-streams", "kysely"),
        ],
        ...exceptNode,
      },
    ),
    rule(
      "server-db-row-filter",
      "Only the row filter knows rbac, and only its types.",
      { path: db },
      { path: "^packages/rbac/", ...values },
    ),
    rule(
      "server-db-rbac",
      "Only the row filter knows rbac, and only its types.",
      { path: db, pathNot: [test, `${db}row-filter\\.ts$`] },
      { path: "^packages/rbac/" },
    ),
    rule(
      "server-context",
      "context imports contract, rbac, platform and types of db.",
      { path: context },
      { pathNot: [context, contract, rbac, platform, db, ...npm("kysely")], ...exceptNode },
    ),
    rule(
      "server-context-db",
      "context takes types of db and of the query builder, no values.",
      { path: context },
      { path: [db, ...npm("kysely")], ...values },
    ),
    rule(
      "server-features",
      "A feature imports contract, rbac, platform, context, db, itself, and other features; never http or Fastify.",
      { path: features },
      {
        pathNot: [features, contract, rbac, platform, context, db, ...npm("kysely")],
        ...exceptNode,
      },
    ),
    rule(
      "server-features-by-their-index",
      "Another feature is used through its index.ts.",
      { path: `${features}([^/]+)/` },
      { path: features, pathNot: [`${features}$1/`, `${features}[^/]+/index\\.ts$`] },
    ),
    rule(
      "server-features-query-builder",
      "SQL lives in store.ts (or something-store.ts).",
      { path: features, pathNot: [test, store] },
      { path: npm("kysely") },
    ),
    rule(
      "server-features-db",
      "Outside its store, a feature takes from db types, inTransaction and locks.",
      { path: features, pathNot: [test, store] },
      { path: db, pathNot: transactions, ...values },
    ),
    rule(
      "server-features-store-db",
      "A store writes statements; it opens no pool and runs no migration.",
      { path: `${features}.*${store}` },
      { path: db, pathNot: statements, ...values },
    ),
    rule(
      "server-features-pure",
      "Rules and presenters compute: types, rbac and the feature's own pure files.",
      { path: `${features}.*${pure}` },
      { pathNot: [rbac, contract, purePlatform, `${features}.*${pure}`], ...values },
    ),
    rule(
      "server-http",
      "http imports contract, rbac, platform, context, features and Fastify.",
      { path: http },
      {
        pathNot: [
          http,
          contract,
          rbac,
          platform,
          context,
          `${features}[^/]+/(index|handlers)\\.ts$`,
          ...npm("fastify", "@fastify/[^/]+"),
        ],
        ...exceptNode,
      },
    ),
    rule(
      "server-fastify",
      "http is the only place that knows Fastify.",
      { path: server, pathNot: [test, http, `${server}(app|main)\\.ts$`, `${server}cli/`] },
      { path: npm("fastify", "@fastify/[^/]+") },
    ),
    rule(
      "server-entry",
      "Nothing imports what wires the server together.",
      { path: `${server}[^/]+/`, pathNot: [test, `${server}cli/`] },
      { path: [`${server}[^/]+\\.ts$`, `${server}cli/`] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages/[^/]+|bench|proof)/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".cjs", ".d.ts"],
    },
  },
};
