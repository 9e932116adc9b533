const pattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const reserved: ReadonlySet<string> = new Set([
  "new",
  "create",
  "me",
  "bulk",
  "export",
  "import",
  "first",
  "login",
  "logout",
  "roles",
]);

/** The most bytes of a username; it is ASCII, so also its characters. */
export const maxUsernameLength = 32;

/** Whether a name is a path of the API below `/users/`, so that no user can be asked for by it. */
export function isReservedUsername(name: string): boolean {
  return reserved.has(name.toLowerCase());
}

/** What is wrong with a new username (spec users §5); undefined when the server will take its form. */
export function usernameFault(name: string): string | undefined {
  if (name === "") return "Enter a username.";
  if (name.length > maxUsernameLength) {
    return `Usernames have at most ${maxUsernameLength} characters; this one has ${name.length}.`;
  }
  if (!pattern.test(name)) return "Use letters, digits and single hyphens between them.";
  if (isReservedUsername(name)) return `“${name}” is reserved. Choose another username.`;
  return undefined;
}

/** A username proposed from an e-mail address: its local part without what usernames cannot hold. */
export function usernameFrom(email: string): string {
  const local = email.slice(0, email.includes("@") ? email.lastIndexOf("@") : undefined);
  return local
    .replaceAll(/[^a-zA-Z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, maxUsernameLength)
    .replace(/-+$/, "");
}

/** What is wrong with an e-mail address at a glance; the server judges it in full. */
export function emailFault(email: string): string | undefined {
  if (email.trim() === "") return "Enter an email address.";
  return /^[^\s@]+@[^\s@]+$/.test(email.trim())
    ? undefined
    : "An email looks like ada@example.com.";
}
