import { ApiFailure } from "@gatehouse/sdk";
import { type MouseEvent, type ReactNode, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { fetchFile, saveBlob } from "../../lib/file.ts";
import { problemOf } from "../../lib/problem.ts";
import { type ButtonVariant, buttonLook } from "../button/look.ts";
import { cx } from "../class-names.ts";
import { Spinner } from "../progress/progress.tsx";
import { toastFailed } from "../toaster/toast.tsx";

/**
 * A link to a file that the server writes. A plain click asks for it here, so that a refusal is told in words and no
 * page of the browser takes the place of this one; with a key held it is a link like any other.
 */
export function DownloadLink({
  href,
  what,
  variant = "secondary",
  onStart,
  children,
}: {
  readonly href: string;
  /** What the file holds: "users". */
  readonly what: string;
  readonly variant?: ButtonVariant;
  /** Called when the file is asked for, whether it comes or not. */
  readonly onStart?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const [pending, setPending] = useState(false);
  const save = async () => {
    setPending(true);
    onStart?.();
    try {
      const { blob, name } = await fetchFile(href);
      saveBlob(blob, name);
      announce(`The ${what} are saved as a file`);
    } catch (thrown) {
      const { message, requestId } = problemOf(asFailure(thrown));
      toastFailed(`The ${what} were not exported. ${message}`, requestId);
    } finally {
      setPending(false);
    }
  };
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!pending) void save();
  };
  return (
    <a
      href={href}
      download
      aria-busy={pending}
      onClick={onClick}
      className={buttonLook({ variant, size: "md", isPending: pending })}
    >
      {pending ? (
        <span className="absolute inset-0 flex items-center justify-center">
          <Spinner />
        </span>
      ) : null}
      <span className={cx(pending && "opacity-0")}>{children}</span>
    </a>
  );
}

/** An answer that broke off halfway has no status. */
function asFailure(thrown: unknown): unknown {
  if (thrown instanceof ApiFailure || !(thrown instanceof TypeError)) return thrown;
  return new ApiFailure({ status: 0, message: "The file did not arrive whole.", cause: thrown });
}
