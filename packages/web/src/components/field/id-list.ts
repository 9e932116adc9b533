/** Joins ids for `aria-describedby`; undefined when there are none. */
export function idList(...ids: readonly (string | false | undefined)[]): string | undefined {
  const present = ids.filter((id) => typeof id === "string" && id !== "");
  return present.length === 0 ? undefined : present.join(" ");
}
