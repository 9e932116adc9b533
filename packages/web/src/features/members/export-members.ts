import { toastFailed } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { download } from "../../lib/csv.ts";
import type { Organization } from "../../lib/organization.ts";
import { problemOf } from "../../lib/problem.ts";

/** Saves the members that match as a file; the server leaves an audit entry. A failure is told, nothing is saved then. */
export async function exportMembers(
  { id, name }: Organization,
  q: string,
  format: "csv" | "json",
): Promise<void> {
  try {
    const body: unknown = await api.call("exportMembers", {
      params: { organization: id },
      query: { format, q },
    });
    const text = typeof body === "string" ? body : JSON.stringify(body, null, 2);
    download(
      [text],
      `members-${name}.${format}`,
      format === "csv" ? "text/csv" : "application/json",
    );
  } catch (thrown) {
    const { message, requestId } = problemOf(thrown);
    toastFailed(`The members were not exported. ${message}`, requestId);
  }
}
