import { type AnyRouter, Link as RouterLink } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "../class-names.ts";

/** Props of a link: `to` is root-relative and may hold a query and a fragment (`/users?q=mara`). */
export interface LinkProps extends Omit<ComponentProps<"a">, "href" | "target"> {
  readonly to: string;
  /** `quiet` has no colour of its own: for rows and cards that are links. */
  readonly look?: "text" | "quiet" | undefined;
  /** Loads the page on hover and focus; on unless the page asks more than one request per row. */
  readonly preload?: boolean | undefined;
  /** The page takes the place of this one in the history. */
  readonly replace?: boolean;
}

interface Target {
  readonly path: string;
  readonly search: Readonly<Record<string, string>>;
  readonly hash: string;
}

/** Takes a root-relative address apart. A key that occurs twice keeps its last value. */
export function linkTarget(to: string): Target {
  const url = new URL(to, "http://console.invalid");
  return {
    path: url.pathname,
    search: Object.fromEntries(url.searchParams),
    hash: url.hash.slice(1),
  };
}

const textLook = "rounded-small text-accent-text underline-offset-2 hover:underline";

/** A link within the console. */
export function Link({ to, look = "text", preload = true, className, ...rest }: LinkProps) {
  const { path, search, hash } = linkTarget(to);
  return (
    <RouterLink<AnyRouter, string, string>
      to={path}
      search={search}
      {...(hash === "" ? {} : { hash })}
      preload={preload ? "intent" : false}
      activeOptions={{ exact: true }}
      className={cx(look === "text" ? textLook : "rounded-small", className)}
      {...rest}
    />
  );
}

/** Props of a link that leaves the console. */
export interface ExternalLinkProps extends Omit<ComponentProps<"a">, "href" | "target" | "rel"> {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link out of the console: opens a new tab and tells the other side nothing about where it came from. */
export function OutsideLink({ href, children, className, ...rest }: ExternalLinkProps) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className={cx(textLook, "inline-flex items-center gap-1", className)}
      {...rest}
    >
      {children}
      <ExternalLink aria-hidden size={14} strokeWidth={1.75} />
      <span className="sr-only">(opens a new tab)</span>
    </a>
  );
}
