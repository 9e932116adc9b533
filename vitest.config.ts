import { defineConfig } from "vitest/config";

/** Packages of the workspace resolve to their sources, in tests and in the global set-up alike. */
const conditions = ["source"];
const source = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};

const pureServer = "packages/server/src/{platform,http}/**";
const databaseTests = "packages/*/src/**/*.db.test.ts";

/**
 * Four levels. `pure` needs nothing but Node; `web` renders parts of the console without a browser; `feature` runs on a real PostgreSQL that its global set-up starts;
 * `e2e` drives the built server with a browser.
 */
export default defineConfig({
  ...source,
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...source,
        test: {
          name: "pure",
          include: [
            "packages/rbac/src/**/*.test.ts",
            "packages/contract/src/**/*.test.ts",
            `${pureServer}/*.test.ts`,
          ],
          exclude: [databaseTests],
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: {
          name: "web",
          environment: "happy-dom",
          setupFiles: ["packages/web/src/testing/setup.ts"],
          include: ["packages/{web,sdk}/src/**/*.test.{ts,tsx}"],
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: {
          name: "feature",
          include: [
            "packages/server/src/!(platform|http)/**/*.test.ts",
            "packages/server/src/*.test.ts",
            "packages/testkit/src/**/*.test.ts",
            databaseTests,
          ],
          globalSetup: ["packages/testkit/src/global-setup.ts"],
          // Files of a worker share the loaded server: loading it for each file took a third of the run. Nothing of the
          // product keeps state in modules, and no test replaces one.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...source,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          // What a page shows, it shows when it can: a busy machine is no failure.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
