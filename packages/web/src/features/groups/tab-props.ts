import type { Organization } from "../../lib/organization.ts";
import type { Group } from "./queries.ts";

/** Props of a tab of a group's page. */
export interface TabProps {
  readonly group: Group;
  readonly organization: Organization;
  /** The server refused a change because the identity provider manages the group. */
  readonly isManaged: boolean;
  readonly onManaged: (message: string) => void;
}
