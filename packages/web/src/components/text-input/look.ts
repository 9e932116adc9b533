import type { ControlSize } from "../button/look.ts";

/** The frame of everything one types or picks into. */
export const frameLook =
  "rounded-control border border-border-control bg-surface text-body text-text transition-colors duration-80 hover:border-border-control-hover aria-invalid:border-danger-solid has-[[aria-invalid=true]]:border-danger-solid aria-disabled:bg-surface-sunken aria-disabled:text-text-disabled";

/** Height of a control by size, for frames whose parts have their own space. */
export const frameHeights: Record<ControlSize, string> = {
  sm: "h-control-sm",
  md: "h-control",
  lg: "h-control-lg",
};

/** Height and inner space of a control by size. */
export const frameSizes: Record<ControlSize, string> = {
  sm: "h-control-sm px-2",
  md: "h-control px-2.5",
  lg: "h-control-lg px-3",
};
