import {
  everything,
  type ScopeBundle,
  type ScopeCatalog,
  type ScopeResource,
} from "../../components/scope-picker/scopes.ts";
import { bundleMeanings } from "../../lib/scope-words.ts";

/** Composite scopes with what they expand to (spec authorization §4.2). */
const permissions: readonly Omit<ScopeBundle, "meaning">[] = [
  {
    name: "coder:workspaces.create",
    permissions: [
      "template:read",
      "template:use",
      "workspace:create",
      "workspace:read",
      "workspace:update",
      "workspace:start",
      "workspace:stop",
      "organization_member:read",
    ],
  },
  {
    name: "coder:workspaces.operate",
    permissions: [
      "template:read",
      "workspace:read",
      "workspace:update",
      "workspace:start",
      "workspace:stop",
      "organization_member:read",
    ],
  },
  {
    name: "coder:workspaces.delete",
    permissions: [
      "template:read",
      "template:use",
      "workspace:read",
      "workspace:delete",
      "organization_member:read",
    ],
  },
  {
    name: "coder:workspaces.access",
    permissions: [
      "template:read",
      "workspace:read",
      "workspace:ssh",
      "workspace:application_connect",
      "organization_member:read",
    ],
  },
  {
    name: "coder:templates.build",
    permissions: ["template:read", "file:create", "file:read", "provisioner_jobs:read"],
  },
  {
    name: "coder:templates.author",
    permissions: [
      "template:read",
      "template:create",
      "template:update",
      "template:delete",
      "template:view_insights",
      "file:create",
      "file:read",
    ],
  },
  {
    name: "coder:apikeys.manage_self",
    permissions: ["api_key:read", "api_key:create", "api_key:update", "api_key:delete"],
  },
  {
    name: "coder:application_connect",
    permissions: ["workspace:application_connect"],
  },
];

const bundles = permissions.map((each) => ({ ...each, meaning: bundleMeanings[each.name] ?? "" }));

const meanings: Readonly<Record<string, string>> = {
  ai_model_price: "Prices of AI models",
  api_key: "Tokens and sessions",
  file: "Uploaded template sources",
  organization: "Organizations",
  task: "Tasks of AI agents",
  template: "Blueprints of workspaces",
  user: "Users and what is personal about them",
  user_secret: "Secrets that users keep",
  workspace: "Machines of members",
};

/** Puts the names that the server takes into the order in which people choose. Names without words of ours stay. */
export function scopeCatalog(external: readonly string[]): ScopeCatalog {
  const names = external.filter((name) => name !== everything);
  const known = bundles.filter(({ name }) => names.includes(name));
  const unknown = names
    .filter((name) => name.startsWith("coder:") && !known.some((bundle) => bundle.name === name))
    .map((name) => ({ name, meaning: "", permissions: [name] }));
  const resources = new Map<string, ScopeResource>();
  for (const name of names) {
    const colon = name.indexOf(":");
    const resource = name.slice(0, colon);
    const action = name.slice(colon + 1);
    if (resource === "coder") continue;
    const before = resources.get(resource);
    resources.set(resource, {
      resource,
      meaning: meanings[resource] ?? "",
      actions: action === "*" ? (before?.actions ?? []) : [...(before?.actions ?? []), action],
      wildcard: action === "*" || before?.wildcard === true,
    });
  }
  return { bundles: [...known, ...unknown], resources: [...resources.values()] };
}
