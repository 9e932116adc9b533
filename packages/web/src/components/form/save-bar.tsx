import { Button } from "../button/button.tsx";

interface SaveBarProps {
  /** Number of changed fields; at 0 there is no bar. */
  readonly changes: number;
  readonly onDiscard: () => void;
  /** Without it the button submits the form around the bar. */
  readonly onSave?: (() => void) | undefined;
  readonly pending?: boolean;
  readonly saveLabel?: string;
  readonly disabledReason?: string | undefined;
}

/** What is changed and not saved yet, at the bottom of the window. Shows only when there is something to save. */
export function SaveBar({
  changes,
  onDiscard,
  onSave,
  pending = false,
  saveLabel = "Save changes",
  disabledReason,
}: SaveBarProps) {
  if (changes === 0) return null;
  return (
    <section
      aria-label="Unsaved changes"
      data-surface
      className="layer-sticky sticky bottom-4 flex animate-fade-in flex-wrap items-center justify-between gap-3 rounded-card border raised px-4 py-2.5 shadow-menu"
    >
      <p role="status" className="text-dense text-text-secondary">
        {changes === 1 ? "1 unsaved change" : `${changes} unsaved changes`}
      </p>
      <span className="flex gap-2">
        <Button variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
        <Button
          variant="primary"
          data-save=""
          writes
          type={onSave === undefined ? "submit" : "button"}
          onClick={onSave}
          pending={pending}
          disabledReason={disabledReason}
        >
          {saveLabel}
        </Button>
      </span>
    </section>
  );
}
