import { partialMatchKey, type QueryKey } from "@tanstack/react-query";

/**
 * Keeps the rows that are shown until the next ones are there, as long as they are about the same thing: the key before
 * has all that `about` says (`["members", id]`, or a part of an object in it). Rows of another organization would stand
 * under the wrong heading. For `placeholderData`.
 */
export function keepWithin(about: QueryKey) {
  return <Data>(
    previous: Data | undefined,
    query: { readonly queryKey: QueryKey } | undefined,
  ): Data | undefined =>
    query !== undefined && partialMatchKey(query.queryKey, about) ? previous : undefined;
}
