import type { Sent } from "../support/http.ts";
import { type Random, seeded, seedOf } from "../support/random.ts";
import type { ApiDocument, Operation } from "./document.ts";
import { type Known, oddValue, pathText, valueFor } from "./values.ts";

/** One request of a run. */
export interface Case {
  readonly operation: Operation;
  /** Which of the actors sends it. */
  readonly actor: string;
  readonly sent: Sent;
}

const utf8 = new TextEncoder();

/** The case with this number: the same for the same seed, document and objects. */
export function buildCase(
  run: { seed: number; index: number },
  document: ApiDocument,
  actors: readonly string[],
  knownTo: (actor: string) => Known,
): Case {
  const random = seeded(seedOf(run.seed, run.index));
  const actor = random.pick(actors);
  const known = knownTo(actor);
  const operation = random.pick(document.operations);
  const body =
    operation.body === null && !random.chance(0.05)
      ? null
      : bodyOf(random, document, operation, known);
  const sent = {
    method: random.chance(0.02)
      ? random.pick(["GET", "POST", "PUT", "PATCH", "DELETE"])
      : operation.method,
    path: pathOf(random, document, operation, known),
    headers: headersOf(random),
    body,
  };
  return { operation, actor, sent };
}

function pathOf(random: Random, document: ApiDocument, operation: Operation, known: Known): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
    encoded(random, pathText(random, name, known)),
  );
  const pairs = operation.parameters
    .filter((parameter) => parameter.in === "query" && random.chance(0.4))
    .map(({ name, schema }) => {
      const value = valueFor(random, document, schema ?? {}, known);
      return `${name}=${encoded(random, typeof value === "string" ? value : JSON.stringify(value))}`;
    });
  if (random.chance(0.03))
    pairs.push(`${encoded(random, "x\u0000")}=${"y".repeat(random.below(5000))}`);
  if (random.chance(0.03) && pairs[0] !== undefined) pairs.push(pairs[0]);
  const separator = random.chance(0.02) ? ";" : "&";
  return pairs.length === 0 ? path : `${path}?${pairs.join(separator)}`;
}

/** Mostly proper percent-encoding, sometimes broken. */
function encoded(random: Random, text: string): string {
  const proper = encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, "?"));
  if (random.chance(0.98)) return proper === "." || proper === ".." ? "%2e%2e" : proper;
  return `${proper}${random.pick(["%", "%z", "%c3", "%ff", "%00", "+", "%2F", "//"])}`;
}

function bodyOf(random: Random, document: ApiDocument, operation: Operation, known: Known): Buffer {
  const value = valueFor(random, document, operation.body ?? {}, known);
  const text = JSON.stringify(random.chance(0.03) ? oddValue(random) : value);
  if (random.chance(0.85)) return Buffer.from(text);
  return mangled(random, Buffer.from(text));
}

/** Bytes that are no longer what the client meant. */
export function mangled(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const makers: readonly (() => Buffer)[] = [
    () => bytes.subarray(0, at),
    () =>
      Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at)]),
    () => Buffer.concat([bytes, bytes]),
    () => Buffer.concat([bytes, Buffer.from("}}]]")]),
    () => Buffer.from(`${"[".repeat(random.below(20_000))}`),
    () => Buffer.from(`{"a":${"9".repeat(1 + random.below(2000))}}`),
    () => Buffer.from(bytes.toString("utf8").replace(/"/, '"\\ud800')),
    () => Buffer.from(bytes.toString("utf8").replace("{", '{"email":1,"email":"x",')),
    () => Buffer.from(bytes.toString("utf8").replaceAll(/"(\w+)":/g, (all) => all.toUpperCase())),
    () => Buffer.concat([Buffer.from(utf8.encode("\ufeff")), bytes]),
    () => random.bytes(random.below(64)),
    () => Buffer.alloc(0),
  ];
  return random.pick(makers)();
}

function headersOf(random: Random): Record<string, string> {
  const headers: Record<string, string> = {};
  if (random.chance(0.5)) headers["content-type"] = "application/json";
  if (random.chance(0.05))
    headers["content-type"] = random.pick(["text/plain", "multipart/form-data", "x", ""]);
  if (random.chance(0.05))
    headers["accept"] = random.pick(["text/html", "*/*;q=0", "application/scim+json"]);
  if (random.chance(0.03))
    headers["cookie"] = random.pick(["a=b", "coder_session_token=x", "=;=;", "x".repeat(3000)]);
  if (random.chance(0.03))
    headers["x-forwarded-for"] = random.pick(["::1", "not an address", "1.2.3.4, 5.6.7.8"]);
  if (random.chance(0.02))
    headers["authorization"] = random.pick(["Bearer x", "Basic eDp5", "Bearer", "x".repeat(3000)]);
  if (random.chance(0.02)) headers["expect"] = "100-continue";
  return headers;
}
