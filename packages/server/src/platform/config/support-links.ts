const icons = ["bug", "chat", "docs", "star"] as const;
const locations = ["navbar", "dropdown"] as const;

/** A link in the console's help menu (spec deployment §5.1). */
export interface SupportLink {
  readonly name: string;
  /** `http(s)` URL or root-relative path; may hold the placeholder `{CODER_BUILD_INFO}`. */
  readonly target: string;
  readonly icon: string;
  readonly location?: "navbar" | "dropdown";
}

/**
 * Reads the JSON text of `support-links`; null where it is no list of links, or where a target is one that a browser
 * would run. Security: targets are rendered as links for every user, so only http, https and rooted paths pass.
 */
export function parseSupportLinks(text: string): readonly SupportLink[] | null {
  if (text.trim() === "") return [];
  const input = parseJson(text);
  if (!Array.isArray(input)) return null;
  const links: SupportLink[] = [];
  for (const entry of input) {
    const link = readLink(entry);
    if (link === null) return null;
    links.push(link);
  }
  return links;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readLink(entry: unknown): SupportLink | null {
  if (typeof entry !== "object" || entry === null) return null;
  const fields = new Map<string, unknown>(Object.entries(entry));
  const name = fields.get("name");
  const target = fields.get("target");
  const icon = fields.get("icon") ?? "";
  const place = fields.get("location") ?? "";
  if (typeof name !== "string" || name === "") return null;
  if (typeof target !== "string" || !isTarget(target)) return null;
  if (typeof icon !== "string" || !isIcon(icon)) return null;
  if (place === "") return { name, target, icon };
  const location = locations.find((known) => known === place);
  return location === undefined ? null : { name, target, icon, location };
}

function isTarget(target: string): boolean {
  if (/^\/(?![/\\])/.test(target)) return true;
  const url = URL.canParse(target) ? new URL(target) : null;
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

function isIcon(icon: string): boolean {
  return icon === "" || icons.some((known) => known === icon) || isTarget(icon);
}
