import { cx } from "../class-names.ts";
import { copyWithToast } from "../toaster/toast.tsx";

/** A built-in view of a list: its name and the query behind it. */
export interface Preset {
  readonly label: string;
  readonly q: string;
}

/** The built-in views above a list; the one that is shown is marked. */
export function Presets({
  presets,
  q,
  onQuery,
}: {
  readonly presets: readonly Preset[];
  readonly q: string;
  readonly onQuery: (q: string, history: "push") => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are shortcuts
    <div role="group" aria-label="Views" className="flex gap-1 overflow-x-auto">
      {presets.map((preset) => (
        <button
          key={preset.label}
          type="button"
          aria-pressed={q === preset.q}
          onClick={() => onQuery(preset.q, "push")}
          className={cx(
            "focus-inset h-7 shrink-0 rounded-control px-2.5 text-dense pointer-coarse:h-11",
            q === preset.q
              ? "bg-fill-selected font-medium text-accent-text"
              : "text-text-secondary hover:bg-fill-hover",
          )}
        >
          {preset.label}
        </button>
      ))}
      <button
        type="button"
        onClick={() => void copyWithToast(location.href, "Link to this view")}
        className="focus-inset ms-auto h-7 shrink-0 rounded-control px-2.5 text-dense text-text-secondary hover:bg-fill-hover pointer-coarse:h-11"
      >
        Copy link
      </button>
    </div>
  );
}
