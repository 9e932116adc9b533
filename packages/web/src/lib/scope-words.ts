/** The composite scopes and what each allows, in one line (spec authorization §4.2). */
export const bundleMeanings: Readonly<Record<string, string>> = {
  "coder:workspaces.create": "Create workspaces and start and stop them",
  "coder:workspaces.operate": "Change, start and stop workspaces that exist",
  "coder:workspaces.delete": "Delete workspaces",
  "coder:workspaces.access": "Reach workspaces by SSH and their applications",
  "coder:templates.build": "Build template versions in CI",
  "coder:templates.author": "Create, change and delete templates",
  "coder:apikeys.manage_self": "List, make, change and delete one's own tokens",
  "coder:application_connect": "Reach applications of workspaces, nothing else",
};

const nouns: Readonly<Record<string, string>> = {
  ai_model_price: "AI prices",
  api_key: "tokens",
  file: "files",
  organization: "organizations",
  task: "tasks",
  template: "templates",
  user: "users",
  user_secret: "secrets",
  workspace: "workspaces",
};

/** Actions whose name alone makes no sentence. */
const verbs: Readonly<Record<string, string>> = {
  "*": "do everything with",
  update: "change",
  view_insights: "view insights of",
  read_personal: "read personal settings of",
  update_personal: "change personal settings of",
  ssh: "SSH into",
  application_connect: "reach applications of",
  create_agent: "add agents to",
  delete_agent: "remove agents from",
  update_agent: "change agents of",
};

const spaced = (name: string): string => name.replaceAll("_", " ");
const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/**
 * What scopes allow, in words, a phrase for each bundle and each resource: "read and use templates". Without capitals,
 * to stand in a list. Names that are not known are spelled out.
 */
export function scopeWords(scopes: readonly string[]): readonly string[] {
  if (scopes.includes("coder:all")) return ["everything"];
  const actions = new Map<string, string[]>();
  const phrases: string[] = [];
  for (const scope of scopes) {
    const meaning = bundleMeanings[scope];
    const colon = scope.indexOf(":");
    const resource = scope.slice(0, colon);
    if (meaning !== undefined) phrases.push(lowered(meaning));
    else if (colon < 0 || resource === "coder") phrases.push(scope);
    else actions.set(resource, [...(actions.get(resource) ?? []), scope.slice(colon + 1)]);
  }
  for (const [resource, names] of actions) {
    const verb = listed(names.map((action) => verbs[action] ?? spaced(action)));
    phrases.push(`${verb} ${nouns[resource] ?? spaced(resource)}`);
  }
  return phrases;
}
