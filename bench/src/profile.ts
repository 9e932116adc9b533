import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeDataDir } from "./child.ts";
import { runLoad } from "./load.ts";
import { type ProfileName, profiles } from "./options.ts";
import { columns } from "./report.ts";
import { owner } from "./seed.ts";
import { setStage, withKey } from "./stage.ts";

/** Where the processor time of a server under one load went. */
export interface Profile {
  name: ProfileName;
  /** Shares of the busy time of the main thread by part, highest first; they add up to 1. */
  parts: { part: string; share: number }[];
  /** The functions with the most time of their own. */
  functions: { name: string; share: number }[];
}

/** Runs one load against a server that samples itself, and says where its time went. */
export async function measureProfile(name: ProfileName, quick: boolean): Promise<Profile> {
  const folder = await makeDataDir();
  const samples = join(folder, "samples");
  await mkdir(samples, { recursive: true });
  const stage = await setStage(quick, ["--cpu-prof", `--cpu-prof-dir=${samples}`]);
  const { path, connections } = profiles[name];
  const url = `${stage.server.address}/api/v2${path}`;
  const body = JSON.stringify({ email: owner.email, password: owner.password });
  const request =
    name === "login" ? { method: "POST", body, headers: {} } : { headers: withKey(stage) };
  await runLoad({ url, connections, seconds: 1, ...request });
  // The samples are stamped with the same clock, in microseconds.
  const micros = () => Number(process.hrtime.bigint() / 1000n);
  const begun = micros();
  await runLoad({ url, connections, seconds: quick ? 3 : 15, ...request });
  const ended = micros();
  await stage.close();
  const written = (await readdir(samples)).filter((file) => file.endsWith(".cpuprofile"));
  const read = await Promise.all(
    written.map(async (file) => JSON.parse(await readFile(join(samples, file), "utf8")) as Samples),
  );
  const during = read.map((one) => cut(one, begun, ended));
  await rm(folder, { recursive: true, force: true });
  const largest = during.toSorted((a, b) => busyOf(b) - busyOf(a))[0];
  if (largest === undefined) throw new Error("the server wrote no profile");
  return { name, ...summarizeSamples(largest) };
}

/** What V8 writes, as far as it is read here. */
interface Samples {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  /** When it began, in microseconds. */
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** The samples between two times. */
function cut(profile: Samples, from: number, to: number): Samples {
  let at = profile.startTime;
  const kept = profile.timeDeltas.map((delta) => {
    at += delta;
    return at >= from && at <= to;
  });
  return {
    ...profile,
    samples: profile.samples.filter((_id, index) => kept[index]),
    timeDeltas: profile.timeDeltas.filter((_delta, index) => kept[index]),
  };
}

function timeByNode({ samples, timeDeltas }: Samples): Map<number, number> {
  const times = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    times.set(id, (times.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  }
  return times;
}

function busyOf(samples: Samples): number {
  const times = timeByNode(samples);
  const idle = samples.nodes.filter(({ callFrame }) => idleNames.has(callFrame.functionName));
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return all - idle.reduce((sum, { id }) => sum + (times.get(id) ?? 0), 0);
}

const idleNames = new Set(["(idle)", "(program)", "(root)"]);

function summarizeSamples(samples: Samples): Pick<Profile, "parts" | "functions"> {
  const times = timeByNode(samples);
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const { id, callFrame } of samples.nodes) {
    const time = times.get(id) ?? 0;
    if (time === 0 || idleNames.has(callFrame.functionName)) continue;
    busy += time;
    const part = partOf(callFrame.functionName, callFrame.url);
    parts.set(part, (parts.get(part) ?? 0) + time);
    const name = `${callFrame.functionName || "(anonymous)"} · ${part}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  const shares = (from: Map<string, number>) =>
    [...from].map(([key, time]) => [key, time / busy] as const).sort((a, b) => b[1] - a[1]);
  return {
    parts: shares(parts).map(([part, share]) => ({ part, share })),
    functions: shares(functions)
      .slice(0, 15)
      .map(([name, share]) => ({ name, share })),
  };
}

/** The package, the folder of our own code, or the part of the engine that a function belongs to. */
function partOf(functionName: string, url: string): string {
  if (functionName === "(garbage collector)") return "garbage collection";
  const modules = url.lastIndexOf("/node_modules/");
  if (modules >= 0) {
    const [first = "", second = ""] = url.slice(modules + "/node_modules/".length).split("/");
    return first.startsWith("@") ? `${first}/${second}` : first;
  }
  const own = /\/packages\/([a-z]+)\/dist\/(?:([a-z-]+)\/)?(?:([a-z-]+)\/)?/.exec(url);
  if (own !== null) return ["ours", own[1], own[2], own[3]].filter(Boolean).join("/");
  if (url.startsWith("node:")) return `node: ${url.slice("node:".length).replace("internal/", "")}`;
  return "engine and system calls";
}

/** Both lists as tables for people. */
export function profileTable({ name, parts, functions }: Profile): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const shown = parts.filter(({ share }) => share >= 0.01);
  return [
    columns([[`${name}: part`, "time"], ...shown.map(({ part, share }) => [part, percent(share)])]),
    columns([
      [`${name}: function`, "time"],
      ...functions.map((one) => [one.name, percent(one.share)]),
    ]),
  ].join("\n\n");
}
