import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { say } from "../support/command.ts";
import { send } from "../support/http.ts";
import { pause } from "../support/poll.ts";
import { makeFolder, type ServerProcess, startServer } from "../support/server.ts";
import type { PartOptions, PartReport } from "./report.ts";

/** Other people's requests must be answered within this time while the attack goes on. */
const othersWithinMs = 2000;
/** The server's memory may grow by no more. */
const mostGrowthMib = 200;

/** The short form waits no longer than this for the server to close connections. */
const patientMs = 10_000;

/** One attack on a connection; resolves when the server has closed it or the attacker gives up. */
interface Attack {
  readonly name: string;
  readonly connections: number;
  /** Milliseconds after which the server must have closed the connection; null where it may keep it. */
  readonly closedWithinMs: number | null;
  drive(socket: Socket, isOver: () => boolean): Promise<void>;
}

const head = "POST /api/v2/users/login HTTP/1.1\r\nHost: x\r\n";

const attacks: readonly Attack[] = [
  {
    name: "half-open connections that say nothing",
    connections: 400,
    closedWithinMs: 75_000,
    drive: async () => {},
  },
  {
    name: "headers one byte at a time",
    connections: 200,
    closedWithinMs: 75_000,
    drive: (socket, isOver) => dribble(socket, "GET / HTTP/1.1\r\nX-Slow: ", "a", 500, isOver),
  },
  {
    name: "a body one byte at a time",
    connections: 200,
    closedWithinMs: 100_000,
    drive: (socket, isOver) =>
      dribble(socket, `${head}Content-Length: 100000\r\n\r\n{`, " ", 500, isOver),
  },
  {
    name: "endless headers",
    connections: 50,
    closedWithinMs: 5000,
    drive: (socket, isOver) =>
      dribble(socket, "GET / HTTP/1.1\r\n", `X-A: ${"b".repeat(8000)}\r\n`, 1, isOver),
  },
  {
    name: "a body of a gigabyte",
    connections: 20,
    closedWithinMs: 10_000,
    drive: (socket, isOver) =>
      dribble(
        socket,
        `${head}Content-Length: 1073741824\r\n\r\n`,
        "x".repeat(64 * 1024),
        1,
        isOver,
      ),
  },
  {
    name: "chunks without end",
    connections: 20,
    closedWithinMs: 10_000,
    drive: (socket, isOver) =>
      dribble(
        socket,
        `${head}Transfer-Encoding: chunked\r\n\r\n`,
        `8000\r\n${"x".repeat(0x8000)}\r\n`,
        1,
        isOver,
      ),
  },
  {
    name: "answers that nobody reads",
    connections: 50,
    closedWithinMs: null,
    drive: async (socket) => {
      socket.pause();
      for (let each = 0; each < 50; each += 1)
        socket.write("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n");
    },
  },
];

/** (e) Slow clients, half-open connections, floods of headers and bodies: others are served, memory stays bounded. */
export async function clients({ scale }: PartOptions): Promise<PartReport> {
  const report: PartReport = { lines: [], faults: [] };
  const dataDir = join(await makeFolder(), "data");
  // The attackers and those who must be served share one address here, and so its rate limit.
  const server = await startServer(["--data-dir", dataDir, "--dangerous-disable-rate-limits"]);
  const before = await residentMib(server.pid);
  for (const attack of attacks) {
    say(`  ${attack.name}`);
    await attacked(server, attack, scale, report);
  }
  const after = await residentMib(server.pid);
  if (before !== null && after !== null && after - before > mostGrowthMib) {
    report.faults.push(`clients: the server grew by ${Math.round(after - before)} MiB`);
  }
  report.lines.push(
    `clients: memory ${Math.round(before ?? 0)} MiB before, ${Math.round(after ?? 0)} MiB at its highest`,
  );
  if ((await server.stop()) !== 0)
    report.faults.push("clients: the server did not stop with status 0");
  return report;
}

async function attacked(
  server: ServerProcess,
  attack: Attack,
  scale: number,
  report: PartReport,
): Promise<void> {
  let isOver = false;
  let closed = 0;
  const { port } = new URL(server.address);
  const sockets = Array.from({ length: attack.connections }, () => {
    const socket = connect({ host: "127.0.0.1", port: Number(port) });
    socket.on("error", () => {});
    socket.once("close", () => {
      closed += 1;
    });
    // Whoever does not read never hears that the server hung up; an attack that wants that pauses again.
    socket.resume();
    void attack.drive(socket, () => isOver || socket.destroyed);
    return socket;
  });
  const begun = performance.now();
  const lastsMs = Math.max(4000, 15_000 * scale);
  // The short form does not wait for what the server closes by its minute-long limits.
  const boundMs = attack.closedWithinMs ?? 0;
  const waitsMs = scale < 1 && boundMs > patientMs ? lastsMs : Math.max(lastsMs, boundMs);
  const goesOn = (): boolean => {
    const tookMs = performance.now() - begun;
    return tookMs < lastsMs || (tookMs < waitsMs && closed < attack.connections);
  };
  let slowestMs = 0;
  let asked = 0;
  while (goesOn()) {
    const answer = await send(server.address, {
      method: "GET",
      path: "/api/v2/buildinfo",
      headers: {},
      body: null,
    }).catch((error: Error) => error);
    asked += 1;
    if (answer instanceof Error || answer.status !== 200) {
      const told = answer instanceof Error ? answer.message : `status ${answer.status}`;
      report.faults.push(`clients: ${attack.name}: another client was refused: ${told}`);
      break;
    }
    slowestMs = Math.max(slowestMs, answer.tookMs);
    await pause(20);
  }
  isOver = true;
  if (
    attack.closedWithinMs !== null &&
    performance.now() - begun >= boundMs &&
    closed < attack.connections
  ) {
    report.faults.push(
      `clients: ${attack.name}: ${attack.connections - closed} connections are still open`,
    );
  }
  for (const socket of sockets) socket.destroy();
  if (slowestMs > othersWithinMs) {
    report.faults.push(
      `clients: ${attack.name}: another client waited ${Math.round(slowestMs)} ms`,
    );
  }
  report.lines.push(
    `clients: ${attack.name}: ${attack.connections} connections, ${closed} closed by the server; ` +
      `${asked} requests of others, slowest ${Math.round(slowestMs)} ms`,
  );
}

async function dribble(
  socket: Socket,
  first: string,
  then: string,
  everyMs: number,
  isOver: () => boolean,
) {
  socket.write(first);
  while (!isOver()) {
    if (!socket.write(then))
      await new Promise((resolve) => socket.once("drain", resolve).once("close", resolve));
    await pause(everyMs);
  }
}

async function residentMib(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  const peak = /^VmHWM:\s+(\d+)/m.exec(text ?? "")?.[1];
  return peak === undefined ? null : Number(peak) / 1024;
}
