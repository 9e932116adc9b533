import { Check, ChevronRight, X } from "lucide-react";
import { useId, useState } from "react";
import { Avatar } from "../../components/avatar/avatar.tsx";
import { IconButton } from "../../components/button/icon-button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { cx } from "../../components/class-names.ts";
import { Link } from "../../components/link/link.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { actorOf, isRefused, outcomeText, sentenceText } from "../../lib/audit-sentence.ts";
import { exactText } from "../../lib/time.ts";
import { shownZone } from "../../lib/time-zone.ts";
import { EntryDetails, type Narrow } from "./entry-details.tsx";
import { EntrySentence } from "./entry-sentence.tsx";

const icon = { "aria-hidden": true, size: 14, strokeWidth: 2 } as const;

/** The time of day in the reader's zone, to the second. */
function clockText(iso: string): string {
  return new Date(iso).toLocaleTimeString("en-GB", shownZone());
}

function Outcome({ entry }: { readonly entry: AuditEntry }) {
  const refused = isRefused(entry);
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 whitespace-nowrap text-caption",
        refused ? "text-danger-text" : "text-success-text",
      )}
    >
      {refused ? <X {...icon} /> : <Check {...icon} />}
      <span className={refused ? undefined : "sr-only"}>{outcomeText(entry)}</span>
    </span>
  );
}

/** One line of the log; its time leads to the drawer, the arrow unfolds what changed. */
export function EntryRow({
  entry,
  address,
  onNarrow,
}: {
  readonly entry: AuditEntry;
  /** The address of the log with this entry open. */
  readonly address: string;
  readonly onNarrow: Narrow;
}) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const actor = actorOf(entry);
  return (
    <li
      data-entry={entry.id}
      className="border-border-subtle border-b [contain-intrinsic-size:auto_44px] [content-visibility:auto] last:border-b-0"
    >
      <div className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 hover:bg-fill-hover">
        <Link
          to={address}
          look="quiet"
          data-entry-link=""
          preload={false}
          title={exactText(entry.time)}
          aria-label={`${clockText(entry.time)}, open entry`}
          className="focus-inset shrink-0 font-mono text-caption text-text-secondary tabular-nums hover:text-text hover:underline"
        >
          <time dateTime={entry.time}>{clockText(entry.time)}</time>
        </Link>
        <span className="max-sm:hidden">
          <Avatar
            id={entry.user?.id ?? "unknown"}
            name={entry.user === null ? "?" : actor}
            kind="user"
            size={20}
          />
        </span>
        <span className="min-w-0 grow basis-52 text-dense max-sm:basis-36">
          <EntrySentence entry={entry} />
        </span>
        <span className="w-32 truncate text-caption text-text-secondary max-lg:hidden">
          {entry.organization === undefined ? "" : orgLabel(entry.organization)}
        </span>
        <span className="flex w-24 items-center max-sm:w-auto">
          <Outcome entry={entry} />
        </span>
        <span className="w-28 truncate text-end font-mono text-caption text-text-tertiary max-md:hidden">
          {entry.ip}
        </span>
        <IconButton
          size="sm"
          label={`${isOpen ? "Fold" : "Unfold"} changes: ${sentenceText(entry)}`}
          aria-expanded={isOpen}
          aria-controls={id}
          data-entry-toggle=""
          icon={
            <ChevronRight
              aria-hidden
              size={16}
              strokeWidth={1.75}
              className={cx("transition-transform duration-120", isOpen && "rotate-90")}
            />
          }
          onClick={() => setOpen(!isOpen)}
          className="max-sm:hidden"
        />
      </div>
      <div id={id} hidden={!isOpen} className="bg-surface-sunken px-4 py-3">
        {isOpen ? (
          <EntryDetails entry={entry} onNarrow={onNarrow}>
            <LinkButton size="sm" variant="ghost" to={address}>
              JSON
            </LinkButton>
          </EntryDetails>
        ) : null}
      </div>
    </li>
  );
}

function orgLabel({ name, display_name: label }: { name: string; display_name: string }): string {
  return label === "" ? name : label;
}
