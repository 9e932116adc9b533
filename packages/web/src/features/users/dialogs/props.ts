import type { User } from "../queries.ts";

/** Props of a dialog about one user. */
export interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
  /** Lets the list mark the row when a change that it showed at once was taken back. */
  readonly onFailed?: ((id: string) => void) | undefined;
}
