import { type Endpoint, endpoints } from "@gatehouse/contract";

/** The contents of `packages/sdk/src/endpoints.gen.ts`: method and path of every endpoint, and no schema. */
export function sdkRoutes(): string {
  const table: Readonly<Record<string, Endpoint>> = endpoints;
  const lines = Object.entries(table).map(
    ([id, { method, path }]) => `  ${id}: [${JSON.stringify(method)}, ${JSON.stringify(path)}],`,
  );
  return [
    "// Generated from the contract by `npm run generate`.",
    "",
    "/** Method and path of every endpoint by its id. Open, so that a contract ahead of this file still compiles. */",
    "export const routes: Readonly<Record<string, readonly [method: string, path: string]>> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}
