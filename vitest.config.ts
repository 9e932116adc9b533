import { defineConfig } from "vitest/config";

const source = {
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
};

/** Two levels: `pure` needs nothing but Node; `feature` runs on a real PostgreSQL that its global set-up starts. */
export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: "pure",
          include: [
            "packages/rbac/src/**/*.test.ts",
            "packages/contract/src/**/*.test.ts",
            "packages/server/src/platform/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: {
          name: "feature",
          include: ["packages/server/src/**/*.test.ts", "packages/testkit/src/**/*.test.ts"],
          exclude: ["packages/server/src/platform/**"],
          globalSetup: ["packages/testkit/src/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
