import { createHash } from "node:crypto";

const namePattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const longestName = 255;
const longestDisplayName = 64;
const reserved = new Set(["everyone", "new", "create"]);

/** Whether a claim value can be the name of a group as it is (spec organizations §1.4). */
export function isGroupName(text: string): boolean {
  return text.length <= longestName && namePattern.test(text) && !reserved.has(text.toLowerCase());
}

/** A group that auto-create would make for a claim value. */
export interface NewGroup {
  readonly name: string;
  readonly displayName: string;
}

/**
 * The names under which auto-create knows a claim value, the preferred one first. A value that is no name is
 * slugified and kept as the display name. The second form carries a digest of the value and is taken where the
 * first belongs to another group: nobody enters a group by a value that only looks like its name.
 */
export function newGroupsFor(value: string): readonly NewGroup[] {
  if (isGroupName(value)) return [{ name: value, displayName: "" }];
  if (reserved.has(value.toLowerCase())) return [];
  const slug = value.replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const digest = createHash("sha256").update(value, "utf8").digest("hex").slice(0, 8);
  const base = slug.slice(0, longestName - digest.length - 1).replace(/-+$/, "");
  const displayName = displayNameOf(value);
  const names = [slug, base === "" ? `group-${digest}` : `${base}-${digest}`].filter(isGroupName);
  return names.map((name) => ({ name, displayName }));
}

function displayNameOf(value: string): string {
  const shown = [...value.trim()];
  while (Buffer.byteLength(shown.join(""), "utf8") > longestDisplayName) shown.pop();
  return shown.join("").trim();
}
