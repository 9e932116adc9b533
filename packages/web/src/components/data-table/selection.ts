/** Keys of a page with one turned on or off; with a range everything between the last touched and this one follows. */
export function toggled(
  keys: ReadonlySet<string>,
  page: readonly string[],
  key: string,
  anchor: string | undefined,
): ReadonlySet<string> {
  const next = new Set(keys);
  const on = !keys.has(key);
  const start = anchor === undefined ? -1 : page.indexOf(anchor);
  const end = page.indexOf(key);
  const touched = start < 0 ? [key] : page.slice(Math.min(start, end), Math.max(start, end) + 1);
  for (const each of touched) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}

/** Turns a whole page on, or off when all of it is on. Rows of other pages keep their state. */
export function pageToggled(
  keys: ReadonlySet<string>,
  page: readonly string[],
): ReadonlySet<string> {
  const all = page.every((key) => keys.has(key));
  const next = new Set(keys);
  for (const key of page) {
    if (all) next.delete(key);
    else next.add(key);
  }
  return next;
}
