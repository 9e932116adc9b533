import { NameList } from "../../components/name-list/name-list.tsx";
import { RolesPopover } from "../../components/roles-popover/roles-popover.tsx";
import { roleLabel } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { reasons } from "../../lib/reasons.ts";
import type { Member } from "./queries.ts";

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
      <NameList names={member.roles.map(roleLabel)} label={`Roles of ${member.username}`} />
      {mayAssign ? (
        <RolesPopover
          organization={organization}
          holder={{
            id: member.user_id,
            username: member.username,
            isFederated: member.login_type === "oidc",
            roles: member.roles.map(({ name }) => name),
          }}
          reason={isSelf ? reasons.selfRoles : undefined}
        />
      ) : null}
    </span>
  );
}
