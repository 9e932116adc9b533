/** What something with a name for people is called on screen: that name, or the unique one where it has none. */
export function labelOf({
  name,
  display_name: label = "",
}: {
  readonly name: string;
  readonly display_name?: string | undefined;
}): string {
  return label === "" ? name : label;
}
