import { numberIn, type SearchOf } from "../../lib/search-params.ts";
import type { ListRequest } from "./queries.ts";

/** The parameters of a list's address: of groups, and of the members of one. */
export const listSearch = { q: "", page: "1", size: "50" } as const;

/** The page and size of an address; anything else is the first page of 50. */
export function pageOf(search: SearchOf<typeof listSearch>) {
  const size = numberIn(search.size, { min: 25, max: 100, standard: 50 });
  return {
    page: numberIn(search.page, { min: 1, max: 1_000_000, standard: 1 }),
    size: [25, 50, 100].includes(size) ? size : 50,
  };
}

/** Reads the address into a request. */
export function listRequest(search: SearchOf<typeof listSearch>): ListRequest {
  const { page, size } = pageOf(search);
  return { q: search.q, limit: size, offset: (page - 1) * size };
}
