import type { ReactNode } from "react";

/** An entry of a menu. A `reason` disables it and is read with it; `to` makes it a link. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly reason?: string | undefined;
  /** It changes something on the server at once, without a dialog: refused while the server cannot be reached. */
  readonly writes?: boolean;
  readonly checked?: boolean;
  readonly to?: string;
  readonly onSelect?: () => void;
}

/** Items of a menu in groups; a line stands between groups. Empty groups vanish. */
export type MenuGroups = readonly (readonly MenuItem[])[];
