const namePattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const versionNamePattern = /^[a-zA-Z0-9]+(?:[_.-][a-zA-Z0-9]+)*$/;
const outerSpace = /^\p{White_Space}|\p{White_Space}$/u;
const trailingSpace = /\p{White_Space}+$/u;
const dotAtom = /^(?:[\w!#$%&'*+/=?^`{|}~-]|[^\p{ASCII}\p{White_Space}\p{Cc}\p{Cs}])+$/u;
const quotedText = /^(?:[ !#-[\]-~]|\\[ -~]|[^\p{ASCII}\p{Cc}\p{Cs}])*$/u;
const domainLabel =
  /^(?:[a-zA-Z0-9]|[^\p{ASCII}\p{White_Space}\p{Cc}\p{Cs}])(?:[\w-]|[^\p{ASCII}\p{White_Space}\p{Cc}\p{Cs}])*$/u;

/**
 * Names that are refused for new users on top of `new` and `create`: they are path segments under `/users` and
 * would be unreachable by name (spec users §1.1, §5).
 */
export const reservedUsernames: readonly string[] = [
  "me",
  "bulk",
  "export",
  "import",
  "first",
  "authmethods",
  "login",
  "logout",
  "validate-password",
  "otp",
  "oauth2",
  "oidc",
  "oidc-claims",
  "roles",
];

/**
 * The named formats of text fields, by tag (spec users §1.5, §5). Each says whether a non-empty value satisfies it;
 * the empty string counts as absent and is judged by `required` alone.
 */
export const formats = {
  email: isEmail,
  username: isUsername,
  username_new: isNewUsername,
  user_real_name: isRealName,
  display_name: isDisplayName,
  group_name: isGroupName,
  template_version_name: isTemplateVersionName,
  avatar_url: isImageAddress,
  icon: isImageAddress,
} as const satisfies Readonly<Record<string, (value: string) => boolean>>;

/** The tag of a text format. */
export type FormatName = keyof typeof formats;

/**
 * Whether a text is a bare RFC 5322 addr-spec (spec users §1.5, tag `email`).
 *
 * Unicode and quoted local parts are allowed; the domain needs a dot and its last label is not purely numeric.
 * There is no length limit; the time is linear in the length.
 */
export function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  return at > 0 && isLocalPart(value.slice(0, at)) && isMailDomain(value.slice(at + 1));
}

function isLocalPart(local: string): boolean {
  if (local.startsWith('"')) {
    return local.length >= 2 && local.endsWith('"') && quotedText.test(local.slice(1, -1));
  }
  return local.split(".").every((atom) => dotAtom.test(atom));
}

function isMailDomain(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels[labels.length - 1] ?? "";
  return (
    labels.length >= 2 &&
    labels.every((label) => domainLabel.test(label) && !/[-_]$/.test(label)) &&
    !/^[0-9]+$/.test(last)
  );
}

/** Whether a text is a name of the tag `username`: also organizations, templates, workspaces, apps (spec users §5). */
export function isUsername(value: string): boolean {
  return value.length <= 32 && namePattern.test(value) && value !== "new" && value !== "create";
}

/**
 * Whether a text may become a username by creation or rename (spec users §5).
 *
 * Stricter than {@link isUsername}: also refuses reserved path segments in any case and texts of 32 hexadecimal
 * digits, which a path would read as an id.
 */
export function isNewUsername(value: string): boolean {
  return (
    isUsername(value) &&
    !reservedUsernames.includes(value.toLowerCase()) &&
    !/^[0-9a-fA-F]{32}$/.test(value)
  );
}

/** Whether a text may be a full name: at most 128 code points, no white space at either end (spec users §5). */
export function isRealName(value: string): boolean {
  return codePoints(value) <= 128 && !outerSpace.test(value);
}

/** Whether a text may be a display name: at most 64 bytes, no white space at either end (spec users §1.5). */
export function isDisplayName(value: string): boolean {
  return utf8Length(value) <= 64 && !outerSpace.test(value);
}

/** Whether a text may name a group: the username pattern with up to 255 bytes (spec users §1.5). */
export function isGroupName(value: string): boolean {
  return value.length <= 255 && namePattern.test(value) && value !== "new" && value !== "create";
}

/** Whether a text may name a template version (spec users §1.5). */
export function isTemplateVersionName(value: string): boolean {
  return value.length <= 64 && versionNamePattern.test(value);
}

/**
 * Whether a text may be the address of an image: http(s), root-relative or `data:image/`, at most 2048 bytes
 * (spec users §5).
 *
 * Security: refuses what a browser would read as another scheme or host (`javascript:`, `//host`, `/\host`,
 * embedded tabs and line ends).
 */
export function isImageAddress(value: string): boolean {
  if (utf8Length(value) > 2048 || /[\p{Cc}\p{White_Space}]/u.test(value)) return false;
  if (value.startsWith("/")) return !/^\/[/\\]/.test(value);
  if (/^data:image\//i.test(value)) return true;
  return /^https?:\/\/[^/\\]/i.test(value) && URL.canParse(value);
}

/** The number of Unicode code points of a text. */
export function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

/** The number of bytes of a text in UTF-8. */
export function utf8Length(value: string): number {
  return new TextEncoder().encode(value).length;
}

/**
 * The username that a free text proposes (sign-up flows, spec users §5), or `undefined` when it proposes none and
 * the caller takes a random name.
 *
 * A valid name is kept; otherwise the part before the last `@` without the characters that names cannot have.
 */
export function proposedUsername(input: string): string | undefined {
  if (isNewUsername(input)) return input;
  const at = input.lastIndexOf("@");
  const name = (at < 0 ? input : input.slice(0, at)).replace(/[^a-zA-Z0-9-]/g, "");
  return isNewUsername(name) ? name : undefined;
}

/**
 * A username with a suffix that makes it unlike others, cut so that the whole stays within 32 bytes.
 *
 * The suffix must itself be a username of at most 30 characters.
 */
export function suffixedUsername(name: string, suffix: string): string {
  const kept = name.slice(0, 31 - suffix.length).replace(/-+$/, "");
  return `${kept}-${suffix}`;
}

/**
 * A valid username for a free text: the name it proposes, or `user-<randomSuffix>`.
 *
 * On a collision the caller tries {@link suffixedUsername} up to 10 times (spec users §5).
 */
export function usernameFrom(input: string, randomSuffix: string): string {
  return proposedUsername(input) ?? suffixedUsername("user", randomSuffix);
}

/** A full name cut and trimmed to fit the tag `user_real_name`, for names that an identity provider sends. */
export function realNameFrom(input: string): string {
  const trimmed = input.replace(/^\p{White_Space}+/u, "");
  return Array.from(trimmed.slice(0, 256)).slice(0, 128).join("").replace(trailingSpace, "");
}
