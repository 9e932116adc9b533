import type { User } from "../queries.ts";

/** What a tab of a user's page is given. */
export interface TabProps {
  readonly user: User;
  /** The user is gone: everything can be read and nothing changed. */
  readonly isDeleted?: boolean;
}
