import { ArrowLeftRight, Ban, Check, Clock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../class-names.ts";
import { Tooltip } from "../tooltip/tooltip.tsx";

type Look = {
  readonly word: string;
  readonly mark: ReactNode;
  readonly text: string;
  readonly tint: string;
  readonly hint?: string;
};

const icon = { "aria-hidden": true, size: 12, strokeWidth: 2 } as const;
const dot = "size-2 rounded-full";

/** Every status that has a mark; the words are the glossary's. */
const looks = {
  active: {
    word: "Active",
    // Filled by its border: with forced colours backgrounds go, borders stay.
    mark: <span aria-hidden className={cx(dot, "border-4 border-success-solid")} />,
    text: "text-text",
    tint: "bg-success-bg text-success-text",
  },
  dormant: {
    word: "Dormant",
    mark: <span aria-hidden className={cx(dot, "border-2 border-text-tertiary")} />,
    text: "text-text-secondary",
    tint: "bg-fill text-text-secondary",
    hint: "Not seen for 90 days, or never. Signing in activates.",
  },
  suspended: {
    word: "Suspended",
    mark: <Ban {...icon} className="text-danger-solid" />,
    text: "text-danger-text",
    tint: "bg-danger-bg text-danger-text",
  },
  expired: {
    word: "Expired",
    mark: <Clock {...icon} className="text-text-tertiary" />,
    text: "text-text-secondary",
    tint: "bg-fill text-text-secondary",
  },
  expiring: {
    word: "Expires soon",
    mark: <Clock {...icon} className="text-warning-solid" />,
    text: "text-warning-text",
    tint: "bg-warning-bg text-warning-text",
  },
  synced: {
    word: "Synced",
    mark: <ArrowLeftRight {...icon} className="text-info-solid" />,
    text: "text-info-text",
    tint: "bg-info-bg text-info-text",
    hint: "Managed by the identity provider.",
  },
  ok: {
    word: "OK",
    mark: <Check {...icon} className="text-success-solid" />,
    text: "text-success-text",
    tint: "bg-success-bg text-success-text",
  },
  warning: {
    word: "Warning",
    mark: <TriangleAlert {...icon} className="text-warning-solid" />,
    text: "text-warning-text",
    tint: "bg-warning-bg text-warning-text",
  },
  failed: {
    word: "Failed",
    mark: <TriangleAlert {...icon} className="text-danger-solid" />,
    text: "text-danger-text",
    tint: "bg-danger-bg text-danger-text",
  },
} satisfies Record<string, Look>;

/** A status with a mark. */
export type Status = keyof typeof looks;

/** A status as mark and word: plain in tables, tinted in headers. `word` replaces the usual one. */
export function StatusBadge({
  status,
  word,
  tinted = false,
}: {
  readonly status: Status;
  readonly word?: string | undefined;
  readonly tinted?: boolean;
}) {
  const look: Look = looks[status];
  const badge = (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 whitespace-nowrap text-caption",
        tinted ? cx("h-5 rounded-control px-1.5 font-medium", look.tint) : look.text,
      )}
    >
      {look.mark}
      {word ?? look.word}
      {look.hint === undefined ? null : <span className="sr-only">({look.hint})</span>}
    </span>
  );
  return look.hint === undefined ? badge : <Tooltip text={look.hint}>{badge}</Tooltip>;
}
