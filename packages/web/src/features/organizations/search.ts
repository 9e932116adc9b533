import { numberIn, type SearchOf } from "../../lib/search-params.ts";

/** The parameters of the list's address. */
export const organizationsSearch = { q: "", page: "1", size: "50" } as const;

/** The page and size of an address; anything else is the first page of 50. */
export function pageOf(search: SearchOf<typeof organizationsSearch>) {
  const size = numberIn(search.size, { min: 25, max: 100, standard: 50 });
  return {
    page: numberIn(search.page, { min: 1, max: 1_000_000, standard: 1 }),
    size: [25, 50, 100].includes(size) ? size : 50,
  };
}

/** The organizations whose name, name for people or description holds the text. */
export function matching<T extends { name: string; display_name: string; description: string }>(
  list: readonly T[],
  text: string,
): readonly T[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return list;
  return list.filter(({ name, display_name, description }) =>
    `${name}\n${display_name}\n${description}`.toLowerCase().includes(wanted),
  );
}
