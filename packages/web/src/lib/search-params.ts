/**
 * Search parameters of the address are texts, nothing else: the router's own notation writes JSON (`q="123"`), which
 * people and mails do not. These two take its place.
 */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The counterpart of {@link parseSearch}: empty and absent values are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === "" ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return text === "" ? "" : `?${text}`;
}

/** The parameters that a page knows, with the values that stand for their absence. */
export type SearchDefaults = Readonly<Record<string, string>>;

/** What a page reads from its address: a text for every parameter that it knows. */
export type SearchOf<D extends SearchDefaults> = { readonly [Name in keyof D]: string };

/** Reads the known parameters of an address; what it does not hold has its default. */
export function readSearch<D extends SearchDefaults>(
  defaults: D,
  given: Readonly<Record<string, unknown>>,
): SearchOf<D> {
  const entries = Object.entries(defaults).map(([name, standard]) => {
    const value = given[name];
    return [name, typeof value === "string" && value !== "" ? value : standard];
  });
  return Object.fromEntries(entries);
}

/** Writes parameters over those of an address; defaults vanish, unknown ones stay. */
export function writeSearch<D extends SearchDefaults>(
  defaults: D,
  given: Readonly<Record<string, unknown>>,
  patch: Partial<SearchOf<D>>,
): Record<string, unknown> {
  const merged = { ...given, ...patch };
  return Object.fromEntries(
    Object.entries(merged).filter(([name, value]) => value !== "" && value !== defaults[name]),
  );
}

/** A whole number from the address within bounds, else the default. */
export function numberIn(
  text: string,
  { min, max, standard }: { min: number; max: number; standard: number },
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : standard;
}
