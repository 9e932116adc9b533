import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Files whose faults must be noticed, and the pure tests that must notice them. */
export interface Target {
  readonly name: string;
  /** Paths relative to the root of the clone. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

const rbac = "packages/rbac/src";
const server = "packages/server/src";

/** What decides about access: the permission package, and the validation of keys. */
export function targets(root: string): readonly Target[] {
  const files = readdirSync(join(root, rbac)).filter((name) => name.endsWith(".ts"));
  const isTest = (name: string) => name.endsWith(".test.ts");
  const within = (names: readonly string[]) => names.map((name) => `${rbac}/${name}`);
  return [
    {
      name: "permissions",
      sources: within(files.filter((name) => !isTest(name))),
      tests: within(files.filter(isTest)),
    },
    {
      name: "key validation",
      sources: [
        `${server}/platform/secrets.ts`,
        `${server}/http/session-token.ts`,
        `${server}/features/identity/identify.ts`,
        `${server}/features/identity/identity.ts`,
        `${server}/features/api-keys/rules.ts`,
      ],
      tests: [
        `${server}/platform/secrets.test.ts`,
        `${server}/http/session-token.test.ts`,
        `${server}/features/identity/identify.test.ts`,
        `${server}/features/api-keys/rules.test.ts`,
      ],
    },
  ];
}
