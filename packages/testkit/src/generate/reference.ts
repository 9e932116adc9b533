import {
  type Endpoint,
  type ErrorCode,
  endpoints,
  errorCodes,
  errorCodesOf,
  openApiDocument,
} from "@gatehouse/contract";
import { markdownPage, markdownTable } from "./markdown.ts";
import { prettyJson } from "./pretty-json.ts";

/** A generated file: its path below `docs/reference` and its whole contents. */
export interface GeneratedFile {
  readonly path: string;
  readonly contents: string;
}

const source = "the contract";

/**
 * The files of `docs/reference` that follow from the contract: the OpenAPI document, the table of endpoints with
 * what each decides and records, and the error codes.
 *
 * Pure and deterministic; the document names no deployment.
 */
export function referenceFiles(version: string): GeneratedFile[] {
  const table: readonly Endpoint[] = Object.values(endpoints);
  const document = openApiDocument({ version });
  const order = document.tags.map(({ name }) => name);
  return [
    { path: "openapi.json", contents: `${prettyJson(document)}\n` },
    { path: "api.md", contents: apiPage(table, order) },
    { path: "errors.md", contents: errorsPage(table) },
  ];
}

function apiPage(table: readonly Endpoint[], tags: readonly string[]): string {
  const chapters = tags.flatMap((tag) => {
    const rows = table.filter((endpoint) => endpoint.tags[0] === tag).sort(byRoute);
    if (rows.length === 0) return [];
    const header = ["Endpoint", "What it does", "Permission", "Without it", "Success", "Audit log"];
    return [`## ${tag}`, markdownTable(header, rows.map(endpointRow))];
  });
  return markdownPage({
    source,
    title: "API",
    introduction:
      "Every endpoint with the permission it decides on, what a caller without it receives, and the entry it leaves in " +
      "the audit log. Fields and examples: `/docs` of a running server, or [openapi.json](openapi.json). Failures: " +
      "[errors.md](errors.md).",
    blocks: chapters,
  });
}

function endpointRow(endpoint: Endpoint): string[] {
  const { audit, auth, method, path, permissions, success, summary } = endpoint;
  return [
    `\`${method} ${path}\``,
    summary,
    auth === "public" ? "none" : permissions.map(permissionText).join("<br>"),
    auth === "public" ? "" : permissions.map(({ refusal }) => refusalText(refusal)).join("<br>"),
    String(success.status),
    audit === undefined ? "" : `\`${audit.resource}\` ${audit.action.replaceAll("_", " ")}`,
  ];
}

function permissionText({ permission, refusal }: Endpoint["permissions"][number]): string {
  if (permission !== "self") return `\`${permission}\``;
  return refusal === 401 ? "signed in" : "oneself";
}

function refusalText(refusal: Endpoint["permissions"][number]["refusal"]): string {
  return refusal === "filtered" ? "left out" : String(refusal);
}

function byRoute(left: Endpoint, right: Endpoint): number {
  return compare(`${left.path} ${left.method}`, `${right.path} ${right.method}`);
}

/** By code unit, the same on every machine. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function errorsPage(table: readonly Endpoint[]): string {
  const rows = Object.entries(errorCodes).map(([code, [status, message]]) => [
    `\`${code}\``,
    String(status),
    message,
    placesOf(code, table),
  ]);
  return markdownPage({
    source,
    title: "Error codes",
    introduction:
      "Codes appear in logs and metrics. Clients see the status and the `Response` envelope: `message`, and where they " +
      "help `detail` and `validations`. A code keeps its meaning forever; texts may change.",
    blocks: [markdownTable(["Code", "Status", "Default message", "Answered by"], rows)],
  });
}

/** More endpoints than this are counted instead of named. */
const namedPlaces = 6;

function placesOf(code: string, table: readonly Endpoint[]): string {
  const places = table.filter((endpoint) =>
    errorCodesOf(endpoint).some((possible: ErrorCode) => possible === code),
  );
  if (places.length > namedPlaces) return `${places.length} endpoints`;
  return places.map(({ id }) => `\`${id}\``).join(", ");
}
