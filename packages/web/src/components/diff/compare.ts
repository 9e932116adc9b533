/** What a set lost and won; order and doubles do not count. */
export function diffSets(
  before: readonly string[],
  after: readonly string[],
): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  const old = new Set(before);
  const now = new Set(after);
  return {
    removed: [...old].filter((value) => !now.has(value)),
    added: [...now].filter((value) => !old.has(value)),
  };
}

/** A line of a comparison. */
export interface DiffLine {
  readonly change: "same" | "removed" | "added";
  readonly text: string;
}

/** Above this many pairs of lines the two sides are shown one after the other. */
const maxPairs = 1_000_000;

/** Lengths of the longest common rests, `rest[i][j]` for the lines from i and j on. */
function commonRests(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const rest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = rest[i];
    const below = rest[i + 1];
    if (row === undefined || below === undefined) continue;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rest;
}

/** Compares two texts line by line with as few changes as there can be. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before === "" ? [] : before.split("\n");
  const b = after === "" ? [] : after.split("\n");
  const removed = (text: string): DiffLine => ({ change: "removed", text });
  const added = (text: string): DiffLine => ({ change: "added", text });
  if (a.length * b.length > maxPairs) return [...a.map(removed), ...b.map(added)];
  const rest = commonRests(a, b);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [left = "", right = ""] = [a[i], b[j]];
    if (left === right) {
      lines.push({ change: "same", text: left });
      i += 1;
      j += 1;
    } else if ((rest[i + 1]?.[j] ?? 0) >= (rest[i]?.[j + 1] ?? 0)) {
      lines.push(removed(left));
      i += 1;
    } else {
      lines.push(added(right));
      j += 1;
    }
  }
  return [...lines, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}
