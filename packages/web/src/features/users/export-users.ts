import { api } from "../../lib/api.ts";
import { csvLine } from "../../lib/csv.ts";
import type { User } from "./queries.ts";

const pageSize = 500;

/** Where an export is: rows so far and how many there will be. */
export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

const head = ["id", "username", "name", "email", "status", "login_type", "service_account"];
const tail = ["roles", "organizations", "created_at", "last_seen_at"];

/** The line of a user; lists are separated by semicolons, as the import reads them. */
export function exportLine(user: User, organizationName: (id: string) => string): string {
  return csvLine([
    user.id,
    user.username,
    user.name ?? "",
    user.email,
    user.status,
    user.login_type,
    String(user.is_service_account === true),
    user.roles.map(({ name }) => name).join(";"),
    user.organization_ids.map(organizationName).join(";"),
    user.created_at,
    user.last_seen_at,
  ]);
}

/** Every user that matches, read page after page, as parts of a CSV file. Throws the reason of `signal` when stopped. */
export async function exportUsers(settings: {
  readonly q: string;
  readonly signal: AbortSignal;
  readonly organizationName: (id: string) => string;
  readonly onProgress: (progress: ExportProgress) => void;
}): Promise<readonly string[]> {
  const { q, signal, organizationName, onProgress } = settings;
  const parts = [csvLine([...head, ...tail])];
  for await (const { users, count } of userPages(q, signal)) {
    for (const user of users) parts.push(exportLine(user, organizationName));
    onProgress({ done: parts.length - 1, total: count });
  }
  return parts;
}

/** The pages of a search, each after the last user of the one before, so that changes meanwhile shift nothing. */
export async function* userPages(q: string, signal: AbortSignal) {
  let after: string | undefined;
  for (;;) {
    const page = await api.call(
      "listUsers",
      { query: { q, limit: pageSize, ...(after === undefined ? {} : { after_id: after }) } },
      { signal },
    );
    yield page;
    after = page.users.at(-1)?.id;
    if (page.users.length < pageSize) return;
  }
}
