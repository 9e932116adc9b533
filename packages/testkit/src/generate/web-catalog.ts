import {
  actionsOf,
  compositeScopes,
  expandScope,
  publicScopes,
  resourceTypes,
} from "@gatehouse/rbac";

/** The contents of `packages/web/src/generated/catalog.gen.ts`: the names that the console offers to choose from. */
export function webCatalog(): string {
  const types = resourceTypes.map(
    (type) => `  ${type}: ${JSON.stringify(actionsOf(type)).replaceAll(",", ", ")},`,
  );
  const bundles = Object.keys(compositeScopes).map((name) => {
    const parts = expandScope(name)?.map(
      ({ resourceType, action }) => `    "${resourceType}:${action}",`,
    );
    return [`  ${JSON.stringify(name)}: [`, ...(parts ?? []), "  ],"].join("\n");
  });
  const scopes = publicScopes.map((name) => `  ${JSON.stringify(name)},`);
  return [
    "// Generated from the tables of rbac by `npm run generate`.",
    "",
    "/** Every resource type with its actions. */",
    "export const resourceActions: Readonly<Record<string, readonly string[]>> = {",
    ...types,
    "};",
    "",
    "/** Scopes that stand for several permissions, with what they give. */",
    "export const scopeBundles: Readonly<Record<string, readonly string[]>> = {",
    ...bundles,
    "};",
    "",
    "/** The scopes that a token may be given, in byte order. */",
    "export const scopeNames: readonly string[] = [",
    ...scopes,
    "];",
    "",
  ].join("\n");
}
