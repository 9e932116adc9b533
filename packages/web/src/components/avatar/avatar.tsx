import { avatarPairs } from "../../styles/tokens.ts";
import { cx } from "../class-names.ts";

/** Whose picture it is. Service accounts and organizations have rounded squares. */
export type AvatarKind = "user" | "service_account" | "organization" | "group";

interface AvatarProps {
  /** The id decides the colour, so that a new name keeps it. */
  readonly id: string;
  readonly name: string;
  readonly kind?: AvatarKind | undefined;
  readonly size?: 20 | 24 | 32 | 64 | undefined;
  /** Shown only when it is of this origin or an inline image: the console asks nobody else. */
  readonly url?: string | undefined;
}

const sizes = {
  20: "size-5 text-[0.5625rem]",
  24: "size-6 text-[0.625rem]",
  32: "size-8 text-caption",
  64: "size-16 text-h1",
} as const;

/** One or two initials of a name: of its first and last word, in capitals. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== "");
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}

/** Number of the colour pair of an id, from 1. */
export function avatarPair(id: string): number {
  // FNV-1a, and one more round for ids that differ in their last character only.
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (((hash ^ (hash >>> 13)) >>> 0) % avatarPairs) + 1;
}

/** True for pictures that the console may show without asking another origin. */
export function isOwnPicture(url: string, origin: string = location.origin): boolean {
  if (/^data:image\//i.test(url)) return true;
  if (url === "") return false;
  return URL.canParse(url, origin) && new URL(url, origin).origin === origin;
}

/** A picture or initials; decoration beside a name, so assistive technology skips it. */
export function Avatar({ id, name, kind = "user", size = 24, url = "" }: AvatarProps) {
  const shape = kind === "user" ? "rounded-full" : size === 64 ? "rounded-card" : "rounded-small";
  const look = cx(
    "inline-flex shrink-0 select-none items-center justify-center",
    shape,
    sizes[size],
  );
  if (isOwnPicture(url)) {
    return <img src={url} alt="" className={cx(look, "object-cover")} />;
  }
  const pair = avatarPair(id);
  return (
    <span
      aria-hidden
      className={cx(look, "font-semibold")}
      style={{ background: `var(--avatar-${pair})`, color: `var(--avatar-${pair}-text)` }}
    >
      {initials(name)}
    </span>
  );
}

/** An avatar with a name beside it and, where given, a second line; `beside` stands behind the name where there is room. */
export function AvatarName({
  secondary,
  beside,
  ...avatar
}: AvatarProps & {
  readonly secondary?: string | undefined;
  readonly beside?: string | undefined;
}) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-2">
      <Avatar {...avatar} />
      <span className="flex min-w-0 flex-col max-sm:[overflow-wrap:anywhere]">
        <span className="flex min-w-0 gap-2">
          <span className="min-w-0 sm:truncate" title={avatar.name}>
            {avatar.name}
          </span>
          {beside === undefined || beside === "" ? null : (
            <span
              className="min-w-0 shrink-9999 truncate font-normal text-text-secondary max-sm:hidden"
              title={beside}
            >
              {beside}
            </span>
          )}
        </span>
        {secondary === undefined || secondary === "" ? null : (
          <span
            className="font-normal text-caption text-text-secondary sm:truncate"
            title={secondary}
          >
            {secondary}
          </span>
        )}
      </span>
    </span>
  );
}
