import { numberIn, type SearchOf } from "../../lib/search-params.ts";

/** The parameters of the list's address; these values do not show in it. */
export const usersSearch = { q: "", sort: "username", page: "1", size: "50" } as const;

/** What the list asks of the server. */
export interface UsersRequest {
  readonly q: string;
  readonly sort: string;
  readonly limit: number;
  readonly offset: number;
}

const sorts = ["username", "created_at", "last_seen_at"].flatMap((key) => [key, `-${key}`]);
const sizes = [25, 50, 100];
const maxPage = 1_000_000;

/** The page number and size of an address; anything else is the first page of 50. */
export function pageOf(search: SearchOf<typeof usersSearch>): { page: number; size: number } {
  const size = numberIn(search.size, { min: 1, max: 100, standard: 50 });
  return {
    page: numberIn(search.page, { min: 1, max: maxPage, standard: 1 }),
    size: sizes.includes(size) ? size : 50,
  };
}

/** Reads the address into a request. */
export function listRequest(search: SearchOf<typeof usersSearch>): UsersRequest {
  const { page, size } = pageOf(search);
  const sort = sorts.includes(search.sort) ? search.sort : usersSearch.sort;
  return { q: search.q, sort, limit: size, offset: (page - 1) * size };
}
