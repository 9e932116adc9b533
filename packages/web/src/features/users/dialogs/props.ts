import type { User } from "../queries.ts";

/** Props of a dialog about one user. */
export interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}
