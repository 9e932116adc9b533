import type { Input, Request } from "@gatehouse/sdk";
import { readCsv } from "../../lib/csv.ts";
import { randomPassword } from "../../lib/random-password.ts";

/** The most rows of a file. */
export const maxRows = 20_000;

/** Columns that are read; others are named and left out. */
export const columns = [
  "email",
  "username",
  "name",
  "login_type",
  "user_status",
  "service_account",
  "roles",
  "organizations",
] as const;

/** Name of a column. */
export type ColumnName = (typeof columns)[number];

/** A row of the file as texts, with the line it began on. */
export interface Entry {
  readonly line: number;
  readonly values: Readonly<Record<ColumnName, string>>;
  /** The password of whoever is created with one. Files hold none: it is made here and handed out after the import. */
  readonly password: string;
}

/** A file, read; or a part of one. */
export interface ImportFile {
  readonly entries: readonly Entry[];
  /** Columns of the file that mean nothing here. */
  readonly ignored: readonly string[];
}

/** The next rows of a file, and how much of it is read with them, from 0 to 1. */
export interface FilePart extends ImportFile {
  readonly share: number;
}

/** Why a file cannot be used at all. */
export class UnreadableFile extends Error {}

const columnNames: readonly string[] = columns;
const aliases: Readonly<Record<string, ColumnName>> = {
  "full name": "name",
  full_name: "name",
  organization: "organizations",
  organization_ids: "organizations",
  role: "roles",
  status: "user_status",
};

/**
 * Reads a file part by part: a header row with field names, then a user on each row. The last part, which may hold no
 * rows, has the share 1. Throws UnreadableFile; the parts before it are void then.
 */
export function* readParts(text: string, rowsOfPart: number): Generator<FilePart> {
  const rows = readCsv(text);
  const head = rows.next().value;
  if (head === undefined) throw new UnreadableFile("The file is empty.");
  const names = head.cells.map((cell) => columnOf(cell.trim().toLowerCase()));
  if (!names.includes("username")) {
    throw new UnreadableFile(
      "The first row must name the columns, among them username. The template shows how.",
    );
  }
  const ignored = head.cells.filter((_cell, at) => names[at] === null);
  let entries: Entry[] = [];
  let count = 0;
  let read = head.end;
  for (const { line, end, cells } of rows) {
    if (entries.length === rowsOfPart) {
      yield { entries, ignored, share: read / text.length };
      entries = [];
    }
    count += 1;
    read = end;
    // The rest is only counted.
    if (count <= maxRows) {
      entries.push({ line, values: valuesOf(names, cells), password: randomPassword() });
    }
  }
  if (count > maxRows) {
    throw new UnreadableFile(
      `The file has ${count.toLocaleString()} rows; at most ${maxRows.toLocaleString()} are taken at once.`,
    );
  }
  yield { entries, ignored, share: 1 };
}

function columnOf(name: string): ColumnName | null {
  const known = aliases[name] ?? name;
  return isColumn(known) ? known : null;
}

function isColumn(name: string): name is ColumnName {
  return columnNames.includes(name);
}

function valuesOf(
  names: readonly (ColumnName | null)[],
  cells: readonly string[],
): Readonly<Record<ColumnName, string>> {
  const values: Record<ColumnName, string> = {
    email: "",
    username: "",
    name: "",
    login_type: "",
    user_status: "",
    service_account: "",
    roles: "",
    organizations: "",
  };
  names.forEach((name, at) => {
    if (name !== null) values[name] = (cells[at] ?? "").trim();
  });
  return values;
}

/** The entry of the request for a row. */
export type ImportUser = Input<Exclude<Request<"createUser">["body"], undefined>>;

/** Values of lists are separated by semicolons. */
function listOf(text: string): readonly string[] {
  return text
    .split(";")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const yes: readonly string[] = ["true", "yes", "1", "x"];

const isServiceAccount = ({ values }: Entry): boolean =>
  yes.includes(values.service_account.toLowerCase());

/** Whether a row makes somebody who signs in by password; without a login type that is meant. */
export function signsInByPassword(entry: Entry): boolean {
  return (
    ["", "password"].includes(entry.values.login_type.toLowerCase()) && !isServiceAccount(entry)
  );
}

/**
 * What a row asks for, or the sentence about what the server could not judge: organizations that are not known by name.
 * Without organizations the default one is meant.
 */
export function requestOf(
  entry: Entry,
  organizationId: (name: string) => string | undefined,
): { readonly user: ImportUser } | { readonly fault: string } {
  const { values } = entry;
  const names = listOf(values.organizations);
  const unknown = names.filter((name) => organizationId(name) === undefined);
  if (unknown.length > 0) return { fault: `organizations: no “${unknown.join("”, “")}” here` };
  const ids = names.flatMap((name) => organizationId(name) ?? []);
  const isService = isServiceAccount(entry);
  return {
    user: {
      username: values.username,
      name: values.name,
      roles: listOf(values.roles),
      organization_ids: ids.length === 0 ? [defaultOrganization] : ids,
      ...(values.email === "" ? {} : { email: values.email }),
      ...(isService ? { service_account: true } : {}),
      ...(signsInByPassword(entry) ? { password: entry.password } : {}),
      // What is not one of the names the server knows is refused by it, with the row.
      ...(values.login_type === "" ? {} : wireChoice("login_type", values.login_type)),
      ...(values.user_status === "" ? {} : wireChoice("user_status", values.user_status)),
    },
  };
}

const defaultOrganization = "00000000-0000-0000-0000-000000000000";

function wireChoice(name: string, value: string): object {
  return { [name]: value.toLowerCase() };
}

/** What must be one's own among all users. */
export const ownColumns = ["email", "username"] as const;

/**
 * Says of rows, given one after the other, whether they use an e-mail or a username of an earlier one: the server only
 * compares within one request.
 */
export function repetitions(): (entry: Entry) => string | undefined {
  const seen = { email: new Map<string, number>(), username: new Map<string, number>() };
  return ({ line, values }) => {
    let repeated: string | undefined;
    for (const column of ownColumns) {
      const value = values[column].toLowerCase();
      if (value === "") continue;
      const first = seen[column].get(value);
      if (first === undefined) seen[column].set(value, line);
      else repeated = `${column}: used by row ${first}`;
    }
    return repeated;
  };
}

/** The template: the columns, and a row of each kind. */
export const template = [
  columns.join(","),
  "mara@example.com,mara,Mara Voss,password,dormant,,auditor,",
  ",ci-deploy,Deployments,,,true,,",
  "",
].join("\r\n");
