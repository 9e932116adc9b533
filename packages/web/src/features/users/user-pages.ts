import { api } from "../../lib/api.ts";

const pageSize = 500;

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
