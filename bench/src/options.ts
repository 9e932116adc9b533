import { parseArgs } from "node:util";

/** Names of the budgets, in the order of their run. */
export const budgetNames = [
  "decide",
  "start",
  "me",
  "list",
  "search",
  "members",
  "groups",
  "login",
  "usage",
  "check",
  "memory",
] as const;

/** One of the budgets of product §3.4. */
export type BudgetName = (typeof budgetNames)[number];

/** The hot paths that can be profiled. */
export const profiles = {
  me: { path: "/users/me", connections: 32 },
  list: { path: "/users?limit=25", connections: 8 },
  search: { path: "/users?limit=25&q=anna", connections: 8 },
  members: { path: "/organizations/default/paginated-members?limit=25", connections: 8 },
  login: { path: "/users/login", connections: 2 },
} as const;

/** Name of a hot path. */
export type ProfileName = keyof typeof profiles;

/** What a run does. */
export interface Options {
  quick: boolean;
  only: ReadonlySet<BudgetName>;
  /** Other measurements, instead of the budgets. */
  growth: boolean;
  processes: boolean;
  profile: ProfileName | undefined;
  jsonPath: string;
}

/** Text of `--help`. */
export const help = `Usage: npm run bench -- [options]

Measures the budgets of the product: each path against a baseline in the same run, round by round.
Prints a table, writes the figures as JSON, and exits with 1 when a budget is missed.

Options:
  --quick        shorter rounds and fewer of them: about two minutes instead of eight
  --only NAME    only this budget; may be repeated
  --growth       instead: how the hot paths grow from 1,000 to 1,000,000 users, about four minutes
  --processes    instead: one, two and four server processes on one database, about a minute
  --profile NAME instead: where the time of a path goes: me, list, search, members or login
  --json FILE    where the figures go (default: .cache/bench.json)
  --help         this text

Budgets:
  decide   one permission decision in process
  start    start on an empty data directory and on an existing one
  me       GET /users/me against a bare Fastify route
  list     GET /users over ${(100_000).toLocaleString("en")} users against the same SQL through the bare driver
  search   GET /users?q=… the same way, its slowest answers, and pages far behind
  members  pages of members of large and small organizations against GET /users/me
  groups   pages of members of large groups, and a patch that adds 10,000 members
  login    password logins while they saturate the machine
  usage    POST /ai/usage in batches against the bare INSERT … SELECT of the same rows
  check    slowest answers of POST /ai/budget/check
  memory   resident memory of the server process, idle and after the load

Examples:
  npm run bench
  npm run bench -- --quick
  npm run bench -- --only me --only list
  npm run bench -- --growth
  npm run bench -- --profile me
  npm run bench -- --quick --json /tmp/before.json
`;

/** Reads the command line; null when help is asked for. Throws with a sentence for anything unknown. */
export function readOptions(argv: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      growth: { type: "boolean", default: false },
      processes: { type: "boolean", default: false },
      profile: { type: "string" },
      json: { type: "string", default: ".cache/bench.json" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const wanted = values.only.map((name) => {
    const known = budgetNames.find((budget) => budget === name);
    if (known === undefined) {
      throw new Error(`--only ${name}: not one of ${budgetNames.join(", ")}`);
    }
    return known;
  });
  const profile = (Object.keys(profiles) as ProfileName[]).find((name) => name === values.profile);
  if (values.profile !== undefined && profile === undefined) {
    throw new Error(`--profile ${values.profile}: not one of ${Object.keys(profiles).join(", ")}`);
  }
  const only = new Set(wanted.length > 0 ? wanted : budgetNames);
  const { quick, growth, processes, json: jsonPath } = values;
  return { quick, only, growth, processes, profile, jsonPath };
}
