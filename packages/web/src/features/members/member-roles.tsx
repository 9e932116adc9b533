import type { Organization } from "../../lib/organization.ts";
import { reasons } from "../../lib/reasons.ts";
import { Names } from "./names.tsx";
import type { Member } from "./queries.ts";
import { heldRoleLabel } from "./role-labels.ts";
import { RolesPopover } from "./roles-popover.tsx";

/** The roles of a member in the organization, with the way to change them where that may be. */
export function MemberRoles({
  organization,
  member,
  mayAssign,
  isSelf,
}: {
  readonly organization: Organization;
  readonly member: Member;
  readonly mayAssign: boolean;
  readonly isSelf: boolean;
}) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <Names names={member.roles.map(heldRoleLabel)} />
      {mayAssign ? (
        <RolesPopover
          organization={organization}
          member={member}
          reason={isSelf ? reasons.selfRoles : undefined}
        />
      ) : null}
    </span>
  );
}
