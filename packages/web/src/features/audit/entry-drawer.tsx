import { writeJson } from "@gatehouse/sdk";
import { Button } from "../../components/button/button.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Drawer } from "../../components/drawer/drawer.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { sentenceText } from "../../lib/audit-sentence.ts";
import { writeToken } from "../../lib/search-language.ts";
import { exactText } from "../../lib/time.ts";
import { EntryDetails, type Narrow } from "./entry-details.tsx";

/** An address that finds the entry for good: it asks for its request and opens the entry. */
export function lastingAddress({ id, request_id }: AuditEntry): string {
  const q = writeToken({ key: "request_id", value: request_id });
  return `/audit?${new URLSearchParams({ q, entry: id })}`;
}

/** All that is known of an entry; the address carries which one. */
export function EntryDrawer({
  entry,
  hasOlder,
  pending,
  onOlder,
  onNarrow,
  onClose,
}: {
  /** Undefined when the entry of the address is not among the loaded ones. */
  readonly entry: AuditEntry | undefined;
  readonly hasOlder: boolean;
  readonly pending: boolean;
  readonly onOlder: () => void;
  readonly onNarrow: Narrow;
  readonly onClose: () => void;
}) {
  if (entry === undefined) {
    return (
      <Drawer open title="Entry" onOpenChange={onClose}>
        <div className="flex flex-col items-start gap-3 text-dense">
          <p>
            {hasOlder
              ? "This entry is not among the loaded ones."
              : "There is no such entry here, or you may not see it."}
          </p>
          {hasOlder ? (
            <Button pending={pending} onClick={onOlder}>
              Load older
            </Button>
          ) : null}
        </div>
      </Drawer>
    );
  }
  const json = writeJson(entry, 2);
  return (
    <Drawer
      open
      wide
      title={sentenceText(entry)}
      description={exactText(entry.time)}
      onOpenChange={onClose}
    >
      <div className="flex flex-col gap-6">
        <EntryDetails entry={entry} onNarrow={onNarrow} />
        <p className="flex items-center gap-1 text-dense text-text-secondary">
          Link to this entry
          <CopyButton
            label="Copy link to this entry"
            value={new URL(lastingAddress(entry), location.href).href}
          />
        </p>
        <section aria-labelledby="entry-json" className="min-w-0">
          <div className="mb-1 flex items-center justify-between">
            <h3 id="entry-json" className="text-h3">
              JSON
            </h3>
            <CopyButton value={json} label="Copy JSON" />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="focus-inset max-h-96 overflow-auto rounded-card border bg-surface-sunken p-3"
          >
            <code>{json}</code>
          </pre>
        </section>
      </div>
    </Drawer>
  );
}
