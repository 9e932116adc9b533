import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Content codings that the build prepares, the smallest first, with the ending of their files. */
const codings = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

/** A file of the console's build, held in memory: the whole build is a few megabytes. */
export interface ConsoleFile {
  readonly type: string;
  /** Files below /assets/ carry a hash of their contents in their name and never change. */
  readonly immutable: boolean;
  readonly etag: string;
  readonly body: Buffer;
  /** The prepared bodies by content coding, the smallest first. */
  readonly encoded: ReadonlyMap<string, Buffer>;
}

/** What the page tells its scripts about the browser that asked for it. */
export interface PageFacts {
  /** Masked anew for each page. */
  readonly csrfToken: string;
  /** Whether a session cookie came along, which scripts cannot see; it may be long over. */
  readonly hasSession: boolean;
}

/** The console's build. */
export interface Console {
  /** The page of every path, with what only the server knows about this browser. */
  page(facts: PageFacts): string;
  /** The file of a decoded path, undefined for paths of pages. */
  file(path: string): ConsoleFile | undefined;
}

/** Where the build is, beside this package in a clone. */
export const consoleFolder = fileURLToPath(new URL("../../../web/dist/", import.meta.url));

/** What the build's page holds in place of the facts. */
const placeholder = /__(?:CSRF_TOKEN|SESSION)__/g;

/**
 * Reads the build of the console; null when there is none, as in tests of the API alone.
 *
 * Security: a table of what the build wrote, so that no request reaches the file system.
 */
export function loadConsole(folder: string = consoleFolder): Console | null {
  const names = filesOf(folder);
  if (!names.includes("index.html")) return null;
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const files = new Map<string, ConsoleFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type !== undefined) files.set(`/${name}`, readFile(folder, name, type, names));
  }
  return {
    page: ({ csrfToken, hasSession }) => {
      const session = hasSession ? "present" : "absent";
      return page.replaceAll(placeholder, (name) => (name === "__SESSION__" ? session : csrfToken));
    },
    file: (path) => files.get(path),
  };
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      name.replaceAll(sep, "/"),
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function readFile(
  folder: string,
  name: string,
  type: string,
  names: readonly string[],
): ConsoleFile {
  const body = readFileSync(join(folder, name));
  const encoded = codings.flatMap(([coding, ending]) =>
    names.includes(name + ending)
      ? [[coding, readFileSync(join(folder, name + ending))] as const]
      : [],
  );
  return {
    type,
    immutable: name.startsWith("assets/"),
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    body,
    encoded: new Map(encoded),
  };
}

/**
 * The coding to answer with: the first prepared one that the client accepts (RFC 9110 §12.5.3), null for none.
 *
 * `q=0` refuses a coding; other weights are not compared, because every client that names both prefers the smaller.
 */
export function chosenCoding(file: ConsoleFile, accepted: string): string | null {
  const offered = new Map(
    accepted.split(",").map((part) => {
      const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
      return [name, !parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter))] as const;
    }),
  );
  for (const coding of file.encoded.keys()) {
    if (offered.get(coding) ?? offered.get("*") ?? false) return coding;
  }
  return null;
}
