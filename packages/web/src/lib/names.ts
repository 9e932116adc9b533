const pattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const reserved: ReadonlySet<string> = new Set(["new", "create"]);

/** What is wrong with a name that stands in addresses; undefined when the server will take its form. */
export function nameFault(name: string, maxLength: number): string | undefined {
  if (name === "") return "Enter a name.";
  if (name.length > maxLength) {
    return `Names have at most ${maxLength} characters; this one has ${name.length}.`;
  }
  if (!pattern.test(name)) return "Use letters, digits and single hyphens between them.";
  if (reserved.has(name.toLowerCase())) return `“${name}” is reserved. Choose another name.`;
  return undefined;
}

/** A name proposed from a name for people: small letters, what names cannot hold becomes a hyphen. */
export function nameFrom(displayName: string, maxLength: number): string {
  return displayName
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, "");
}
