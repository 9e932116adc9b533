/** What the server sorts users by, and the order that it takes without a word. */
const words: Readonly<Record<string, string>> = {
  username: "username",
  created_at: "created",
  last_seen_at: "last seen",
};

/** The orders of the list as one chooses them. */
export const orderChoices: readonly { readonly value: string; readonly label: string }[] = [
  { value: "username", label: "Username, A to Z" },
  { value: "-username", label: "Username, Z to A" },
  { value: "-created_at", label: "Created, newest first" },
  { value: "created_at", label: "Created, oldest first" },
  { value: "-last_seen_at", label: "Last seen, latest first" },
  { value: "last_seen_at", label: "Last seen, longest ago first" },
];

/** What an order goes by, in a word or two. */
export function sortWord(sort: string): string {
  return words[sort.replace("-", "")] ?? sort;
}

/** The order within the name of the table. */
export function orderText(sort: string): string {
  return `sorted by ${sortWord(sort)}${sort.startsWith("-") ? ", descending" : ""}`;
}
