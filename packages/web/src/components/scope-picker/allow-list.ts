/** An entry of an allow list: one object, or with `*` all of a type. */
export interface AllowEntry {
  readonly type: string;
  readonly id: string;
}

/** Most entries that the server takes (spec authorization §4.4). */
export const maxAllowEntries = 128;

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** True for an id that an entry may name. */
export function isAllowId(id: string): boolean {
  return id === "*" || uuid.test(id);
}

/** `type:id` of an entry. */
export function allowText({ type, id }: AllowEntry): string {
  return `${type}:${id}`;
}

/** Reads lines or commas of `type:id`; what is none is given back as it was. */
export function readAllowList(
  text: string,
  types: readonly string[],
): { readonly entries: readonly AllowEntry[]; readonly wrong: readonly string[] } {
  const entries: AllowEntry[] = [];
  const wrong: string[] = [];
  for (const part of text.split(/[\s,]+/).filter((each) => each !== "")) {
    const colon = part.indexOf(":");
    const type = part.slice(0, Math.max(0, colon));
    const id = part.slice(colon + 1).toLowerCase();
    if ((type === "*" || types.includes(type)) && isAllowId(id)) entries.push({ type, id });
    else wrong.push(part);
  }
  return { entries, wrong };
}

const order = (a: AllowEntry, b: AllowEntry): number =>
  a.type < b.type ? -1 : a.type > b.type ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** What the server will store: everything swallows all, a whole type its objects; doubles go; sorted. */
export function normalizedAllowList(entries: readonly AllowEntry[]): AllowEntry[] {
  if (entries.some(({ type, id }) => type === "*" && id === "*")) return [{ type: "*", id: "*" }];
  const whole = new Set(entries.filter(({ id }) => id === "*").map(({ type }) => type));
  const kept = new Map<string, AllowEntry>();
  for (const entry of entries) {
    if (entry.id === "*" || !whole.has(entry.type)) kept.set(allowText(entry), entry);
  }
  return [...kept.values()].sort(order);
}
