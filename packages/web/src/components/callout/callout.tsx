import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { storage } from "../../lib/storage.ts";
import { IconButton } from "../button/icon-button.tsx";
import { cx } from "../class-names.ts";

/** What a note is about. */
export type CalloutTone = "info" | "success" | "warning" | "danger";

const looks: Record<CalloutTone, string> = {
  info: "border-info-border bg-info-bg",
  success: "border-success-border bg-success-bg",
  warning: "border-warning-border bg-warning-bg",
  danger: "border-danger-border bg-danger-bg",
};

const marks = {
  info: { Icon: Info, color: "text-info-solid", word: "Note" },
  success: { Icon: CircleCheck, color: "text-success-solid", word: "Done" },
  warning: { Icon: TriangleAlert, color: "text-warning-solid", word: "Warning" },
  danger: { Icon: CircleAlert, color: "text-danger-solid", word: "Problem" },
} as const;

interface CalloutProps {
  readonly tone?: CalloutTone;
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A note within a page, with an icon and a word for what the colour means. */
export function Callout({ tone = "info", title, action, className, children }: CalloutProps) {
  const { Icon, color, word } = marks[tone];
  return (
    <div
      className={cx(
        "flex items-start gap-2.5 rounded-card border p-3 text-body",
        looks[tone],
        className,
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className={cx("mt-0.5 shrink-0", color)} />
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <span className="sr-only">{word}:</span>
        {title === undefined ? null : <p className="font-medium">{title}</p>}
        {children === undefined ? null : <div className="max-w-prose text-dense">{children}</div>}
      </div>
      {action === undefined ? null : <div className="shrink-0">{action}</div>}
    </div>
  );
}

const storageKey = (key: string): string => `gh.dismissed.${key}`;

function wasDismissed(key: string | undefined): boolean {
  return key !== undefined && storage.get(storageKey(key)) !== null;
}

/** A line across the page. With a `dismissKey` it can be closed, and this browser remembers it. */
export function Banner({
  tone = "info",
  dismissKey,
  action,
  children,
}: {
  readonly tone?: CalloutTone;
  readonly dismissKey?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const [dismissed, setDismissed] = useState(() => wasDismissed(dismissKey));
  const { Icon, color, word } = marks[tone];
  if (dismissed) return null;
  return (
    <div
      className={cx(
        "flex min-h-9 items-center gap-2.5 border-b px-gutter py-1.5 text-dense",
        looks[tone],
      )}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className={cx("shrink-0", color)} />
      <span className="sr-only">{word}:</span>
      <div className="min-w-0 grow">{children}</div>
      {action}
      {dismissKey === undefined ? null : (
        <IconButton
          size="sm"
          label="Dismiss"
          icon={<X aria-hidden size={14} strokeWidth={1.75} />}
          onClick={() => {
            storage.set(storageKey(dismissKey), "1");
            setDismissed(true);
          }}
        />
      )}
    </div>
  );
}
