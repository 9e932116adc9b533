import { call, logIn } from "./api.ts";

/** Whoever signs in for the photographs. */
export const sampleOwner = {
  email: "ada@acme.dev",
  username: "ada",
  name: "Ada Byron",
  password: "Meadow-lantern-4711",
};

/** What the parameters of page paths stand for among the sample data. */
export const sampleParams: Readonly<Record<string, string>> = {
  org: "design",
  group: "backend",
  role: "release-managers",
  user: "mara",
};

/** Names as people have them: long ones, in other scripts, with marks. */
const people: readonly (readonly [username: string, name: string])[] = [
  ["mara", "Mara Voss"],
  ["jo", "Jo Lindqvist"],
  ["layla", "ليلى الحسيني"],
  ["haruki", "春樹 村上"],
  ["maximilian-von-habsburg-lothring", "Maximilian Ferdinand Georg von Habsburg-Lothringen"],
  ["priya", "Priya Raghunathan"],
  ["tomas", "Tomáš Dvořák"],
  ["zoe", "Zoë Müller"],
];

interface Sample {
  readonly token: string;
}

/** Fills a new server with what the pages of the console show: people, organizations, groups, roles, tokens, spend. */
export async function fillWithSample(url: string): Promise<Sample> {
  await send(url, { path: "/users/first", body: sampleOwner });
  const token = await logIn(url, sampleOwner.email, sampleOwner.password);
  const ask = (path: string, body?: object, method?: string) =>
    send(url, {
      path,
      token,
      ...(body === undefined ? {} : { body }),
      ...(method === undefined ? {} : { method }),
    });
  const design = String(
    (
      await ask("/organizations", {
        name: "design",
        display_name: "Design",
        description: "Interfaces and research.",
      })
    )["id"],
  );
  const first = String((await ask("/organizations/default"))["id"]);
  const ids = new Map<string, string>();
  for (const [username, name] of people) {
    const body = {
      username,
      name,
      email: `${username}@acme.dev`,
      password: "River-copper-8321",
      organization_ids: [first, design],
      user_status: username === "zoe" ? "dormant" : "active",
    };
    ids.set(username, String((await ask("/users", body))["id"]));
  }
  const robot = await ask("/users", {
    username: "ci-deploy",
    service_account: true,
    organization_ids: [design],
  });
  await ask("/users/jo/roles", { roles: ["auditor"] }, "PUT");
  await ask("/organizations/design/members/roles", {
    name: "release-managers",
    display_name: "Release managers",
    organization_permissions: [
      { resource_type: "template", action: "update" },
      { resource_type: "workspace", action: "read" },
      { resource_type: "workspace", action: "start" },
    ],
  });
  await ask("/organizations/design/members/mara/roles", { roles: ["release-managers"] }, "PUT");
  const groups = [
    ["backend", "Backend", 20],
    ["research", "Research", 4],
    ["accessibility-and-internationalisation", "Accessibility and internationalisation", 0],
  ] as const;
  for (const [name, display_name, quota_allowance] of groups) {
    const body = { name, display_name, quota_allowance };
    const { id } = await ask("/organizations/design/groups", body);
    const add_users = [...ids.values()].slice(0, name === "backend" ? 6 : 2);
    await ask(`/groups/${id}`, { add_users }, "PATCH");
    await ask(`/groups/${id}/ai/budget`, { spend_limit_micros: 50_000_000 }, "PUT");
  }
  await tokens(ask, String(robot["id"]));
  await spend(ask, [ids.get("mara"), ids.get("jo")]);
  await ask("/users/priya/keys/tokens", { token_name: "old-laptop", lifetime: daysNs(3) });
  await ask("/users/priya/status/suspend", undefined, "PUT");
  return { token };
}

type Ask = (path: string, body?: object, method?: string) => Promise<Record<string, unknown>>;

const daysNs = (days: number): number => days * 86_400_000_000_000;

async function tokens(ask: Ask, robot: string): Promise<void> {
  await ask("/users/me/keys/tokens", { token_name: "laptop", lifetime: daysNs(5) });
  await ask("/users/me/keys/tokens", {
    token_name: "read-the-catalogue",
    scopes: ["user:read", "template:read"],
  });
  await ask(`/users/${robot}/keys/tokens`, {
    token_name: "deploy",
    scopes: ["coder:workspaces.create"],
    allow_list: [{ type: "*", id: "*" }],
  });
  await ask("/users/mara/keys/tokens", { token_name: "mara-ci" });
}

async function spend(ask: Ask, users: readonly (string | undefined)[]): Promise<void> {
  const records = users.flatMap((user_id, person) =>
    Array.from({ length: 6 }, (_, at) => ({
      id: crypto.randomUUID(),
      user_id,
      provider: at === 5 && person === 0 ? "in-house" : "anthropic",
      model: at === 5 && person === 0 ? "house-model-1" : "claude-sonnet-4-5",
      input_tokens: 120_000 * (at + 1),
      output_tokens: 8_000 * (person + 1),
      created_at: new Date(Date.now() - at * 3_600_000).toISOString(),
    })),
  );
  await ask("/ai/usage", { records });
}

async function send(
  url: string,
  request: { path: string; body?: object; method?: string; token?: string },
): Promise<Record<string, unknown>> {
  const { status, body } = await call(url, { ...request, path: `/api/v2${request.path}` });
  if (status >= 300) throw new Error(`${request.path}: ${status} ${JSON.stringify(body)}`);
  return body;
}
