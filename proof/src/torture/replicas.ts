import { must, send } from "../support/http.ts";
import { firstUser, logIn, newUser, type Person } from "../support/people.ts";
import { until } from "../support/poll.ts";
import { type Random, seeded } from "../support/random.ts";
import { type ServerProcess, startServer } from "../support/server.ts";
import { deploy } from "./database.ts";
import type { PartOptions, PartReport } from "./report.ts";

/** Product §3.1: suspending, revoking and changing roles take effect on every replica within this time. */
const everywhereWithinMs = 1000;

/** A change of access and how to see that a server knows of it. */
interface Change {
  readonly name: string;
  /** Roles that the person has before. */
  readonly roles?: readonly string[];
  make(address: string, keeper: Person, person: Person): Promise<unknown>;
  knows(server: ServerProcess, person: Person): Promise<boolean>;
}

async function statusOf(server: ServerProcess, path: string, token: string): Promise<number> {
  const headers = { "coder-session-token": token };
  return (
    await send(server.address, { method: "GET", path: `/api/v2${path}`, headers, body: null })
  ).status;
}

const isOut = async (server: ServerProcess, { token }: Person): Promise<boolean> =>
  (await statusOf(server, "/users/me", token)) === 401;

const changes: readonly Change[] = [
  {
    name: "suspension",
    make: (address, { token }, { id }) =>
      must(address, "PUT", `/users/${id}/status/suspend`, { token }),
    knows: isOut,
  },
  {
    name: "revoked session",
    make: (address, { token }, person) =>
      must(address, "DELETE", `/users/${person.id}/keys/${person.token.split("-")[0]}`, { token }),
    knows: isOut,
  },
  {
    name: "deleted user",
    make: (address, { token }, { id }) => must(address, "DELETE", `/users/${id}`, { token }),
    knows: isOut,
  },
  {
    name: "granted role",
    make: (address, { token }, { id }) =>
      must(address, "PUT", `/users/${id}/roles`, { token, body: { roles: ["auditor"] } }),
    knows: async (server, { token }) => (await statusOf(server, "/audit?limit=1", token)) === 200,
  },
  {
    name: "role taken away",
    roles: ["auditor"],
    make: (address, { token }, { id }) =>
      must(address, "PUT", `/users/${id}/roles`, { token, body: { roles: [] } }),
    knows: async (server, { token }) => (await statusOf(server, "/audit?limit=1", token)) === 403,
  },
  {
    name: "password change",
    make: (address, { token }, { id }) =>
      must(address, "PUT", `/users/${id}/password`, {
        token,
        body: { password: "Another-Meadow-4712!" },
      }),
    knows: isOut,
  },
];

/** (c) Two and four replicas: every change of access made on one is in force on all within a second. */
export async function replicas({ seed, scale }: PartOptions): Promise<PartReport> {
  const random = seeded(seed);
  const report: PartReport = { lines: [], faults: [] };
  const deployment = await deploy();
  const start = () =>
    startServer(["--dangerous-disable-rate-limits", "--postgres-url", deployment.url]);
  const servers = [await start()];
  const keeper = await firstUser(random.pick(servers).address);
  const rounds = Math.max(changes.length, Math.round(40 * scale));
  for (const size of [2, 4]) {
    while (servers.length < size) servers.push(await start());
    const tookMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const name = `replica-${size}-${round}`;
      // Every kind of change in turn, so that the short form has them all.
      const change = changes[round % changes.length] ?? random.pick(changes);
      for (const told of await changeOnce({ change, random, servers, keeper, name })) {
        if (typeof told === "number") tookMs.push(told);
        else report.faults.push(`${size} servers: ${told.message}`);
      }
    }
    report.lines.push(`replicas: ${size} servers: ${summary(tookMs)}`);
  }
  for (const server of servers) await server.stop();
  await deployment.close();
  return report;
}

/** Changes the access of a new person on one server; gives for each server the milliseconds until it knew. */
async function changeOnce(input: {
  change: Change;
  random: Random;
  servers: readonly ServerProcess[];
  keeper: Person;
  name: string;
}): Promise<(number | Error)[]> {
  const { change, random, servers, keeper, name } = input;
  const { email } = await newUser(random.pick(servers).address, keeper, name);
  const person = await logIn(random.pick(servers).address, email);
  if (change.roles !== undefined) {
    const body = { roles: change.roles };
    await must(random.pick(servers).address, "PUT", `/users/${person.id}/roles`, {
      ...{ token: keeper.token, body },
    });
  }
  // Everybody has the identity in his cache.
  for (const { address } of servers)
    await must(address, "GET", "/users/me", { token: person.token });
  await change.make(random.pick(servers).address, keeper, person);
  return Promise.all(
    servers.map((server) =>
      until(`${change.name} is known everywhere`, everywhereWithinMs, () =>
        change.knows(server, person),
      ).catch((error: Error) => error),
    ),
  );
}

function summary(tookMs: readonly number[]): string {
  const sorted = [...tookMs].sort((a, b) => a - b);
  const [median, longest] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
  return `${sorted.length} effects, median ${Math.round(median)} ms, longest ${Math.round(longest)} ms`;
}
