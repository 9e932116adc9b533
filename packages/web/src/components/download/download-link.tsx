import type { MouseEvent, ReactNode } from "react";
import { type ButtonVariant, buttonLook } from "../button/look.ts";
import { cx } from "../class-names.ts";
import { Spinner } from "../progress/progress.tsx";
import { DownloadDialog } from "./download-progress.tsx";
import { type Download, useDownload } from "./use-download.ts";

/** A link to a file that the server writes, with its own progress. */
export function DownloadLink({
  href,
  what,
  children,
}: {
  readonly href: string;
  /** What the file holds: "users". */
  readonly what: string;
  readonly children: ReactNode;
}) {
  const download = useDownload(what);
  return (
    <>
      <DownloadAnchor
        href={href}
        onPlainClick={() => void download.start(href)}
        download={download}
      >
        {children}
      </DownloadAnchor>
      <DownloadDialog download={download} />
    </>
  );
}

/**
 * The link alone, where its surroundings show the progress. A plain click asks for the file here, so that a refusal is
 * told in words and no page of the browser takes the place of this one; with a key held it is a link like any other.
 */
export function DownloadAnchor({
  href,
  download,
  variant = "secondary",
  onPlainClick,
  children,
}: {
  readonly href: string;
  readonly download: Download;
  readonly variant?: ButtonVariant;
  readonly onPlainClick: () => void;
  readonly children: ReactNode;
}) {
  const isPending = download.bytes !== undefined;
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!isPending) onPlainClick();
  };
  return (
    <a
      href={href}
      download
      aria-busy={isPending}
      onClick={onClick}
      className={buttonLook({ variant, size: "md", isPending })}
    >
      {isPending ? (
        <span className="absolute inset-0 flex items-center justify-center">
          <Spinner />
        </span>
      ) : null}
      <span className={cx(isPending && "opacity-0")}>{children}</span>
    </a>
  );
}
