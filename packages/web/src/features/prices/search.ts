/** The parameters of the book's address; these values do not show in it. */
export const pricesSearch = {
  q: "",
  provider: "",
  source: "",
  sort: "",
  page: "1",
  size: "50",
  model: "",
} as const;

/** The parameters of the address of the history. */
export const historySearch = { provider: "", source: "" } as const;

/** The address of a model's drawer: provider and id, of which only the id may hold a slash. */
export function modelKey(provider: string, model: string): string {
  return `${provider}/${model}`;
}
