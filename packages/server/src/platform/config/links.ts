import type { SupportLink } from "./option.ts";

const maxLinks = 50;

/**
 * Reads links from JSON: `[{"name", "target", "icon"?, "location"?}]`; `""` is an empty list.
 *
 * Null for anything else. Security: a target is http(s) or root-relative, never `javascript:`
 * (spec deployment §13.9); the placeholder `{CODER_BUILD_INFO}` passes unharmed.
 */
export function parseSupportLinks(text: string): SupportLink[] | null {
  if (text === "") return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length > maxLinks) return null;
  const links = parsed.map(readLink);
  return links.every((link) => link !== null) ? links : null;
}

function readLink(value: unknown): SupportLink | null {
  if (typeof value !== "object" || value === null) return null;
  const member = (name: string): unknown => Reflect.get(value, name) ?? "";
  const [name, target, icon, location] = ["name", "target", "icon", "location"].map(member);
  if (typeof name !== "string" || typeof target !== "string") return null;
  if (typeof icon !== "string" || typeof location !== "string") return null;
  const isKnownPlace = ["", "navbar", "dropdown"].includes(location);
  if (name === "" || !isSafeTarget(target) || !isKnownPlace) return null;
  return { name, target, icon, location };
}

function isSafeTarget(target: string): boolean {
  return /^(?:https?:\/\/[^\s\\]+|\/(?!\/)[^\s\\]*)$/i.test(target);
}
