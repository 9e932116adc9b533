import type { Answer } from "@gatehouse/sdk";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Badge } from "../../../components/badge/badge.tsx";
import { Button } from "../../../components/button/button.tsx";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { Moment } from "../../../components/date-time/moment.tsx";
import { Skeleton } from "../../../components/progress/skeleton.tsx";
import { Unknown } from "../../../components/progress/unknown.tsx";
import { RolesPopover } from "../../../components/roles-popover/roles-popover.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import { roleLabel } from "../../../lib/catalogs.ts";
import type { Organization } from "../../../lib/organization.ts";
import { useMay } from "../../../lib/permissions.ts";
import { useRefusal } from "../../../lib/preview.ts";
import { meQuery, organizationLabel } from "../../../lib/queries.ts";
import { reasons } from "../../../lib/reasons.ts";
import { useVisible } from "../../../lib/use-visible.ts";
import { AddToDialog } from "../add-to-dialog.tsx";
import { GroupChips } from "../memberships/group-chips.tsx";
import {
  membershipQuery,
  membershipRightsQuery,
  rightsIn,
  userGroupsQuery,
} from "../memberships/queries.ts";
import { RemoveFromOrganization } from "../memberships/remove-dialog.tsx";
import { useGroupChange } from "../memberships/use-group-change.ts";
import { usersChecks } from "../permissions.ts";
import { type User, userOrganizationsQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

/** Organizations of a user with the roles and groups there, changed in place where that may be. */
export function Body({ user }: TabProps) {
  const { data: organizations } = useSuspenseQuery(userOrganizationsQuery(user.id));
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const isSelf = me?.id === user.id;
  const groups = useQuery(userGroupsQuery(user.id));
  const ids = useMemo(() => organizations.map(({ id }) => id), [organizations]);
  const { data: rights } = useQuery(membershipRightsQuery(ids));
  const { change: changeGroup, failed } = useGroupChange(user);
  const [isAdding, setAdding] = useState(false);
  const [left, setLeft] = useState<Organization | null>(null);
  const columns: readonly Column<Organization>[] = [
    { key: "organization", label: "Organization", cell: (each) => <Name organization={each} /> },
    {
      key: "roles",
      label: "Roles there",
      stacked: "fact",
      cell: (each) => (
        <RolesThere
          user={user}
          organization={each}
          mayAssign={rightsIn(rights, each.id).assignRoles}
          isSelf={isSelf}
        />
      ),
    },
    {
      key: "groups",
      label: "Groups",
      stacked: "fact",
      cell: (each) =>
        groups.data === undefined ? (
          <NotKnown failed={groups.isError} />
        ) : (
          <GroupChips
            username={user.username}
            organization={each}
            groups={groups.data.filter(({ organization_id }) => organization_id === each.id)}
            mayChange={rightsIn(rights, each.id).changeGroups}
            failed={failed}
            onChange={changeGroup}
          />
        ),
    },
    {
      key: "joined",
      label: "Joined",
      width: "w-32",
      stacked: "fact",
      cell: (each) => <Joined user={user} organization={each} />,
    },
  ];
  return (
    <div className="flex flex-col gap-4">
      {may("users.addMembers") ? (
        <Button onClick={() => setAdding(true)} className="self-start">
          Add to organization…
        </Button>
      ) : null}
      <DataTable
        caption={`Organizations of ${user.username}`}
        columns={columns}
        rows={organizations}
        rowKey={({ id }) => id}
        rowName={organizationLabel}
        rowActions={(each) =>
          rightsIn(rights, each.id).remove
            ? [
                [
                  {
                    label: "Remove from organization…",
                    danger: true,
                    reason: isSelf ? reasons.selfMember : undefined,
                    onSelect: () => setLeft(each),
                  },
                ],
              ]
            : []
        }
        empty={
          <EmptyState title={`${user.username} is in no organization that you may see.`}>
            Organizations hold groups, roles and templates.
          </EmptyState>
        }
      />
      {isAdding ? (
        <AddToDialog kind="organization" users={[user]} onClose={() => setAdding(false)} />
      ) : null}
      {left === null ? null : (
        <RemoveFromOrganization user={user} organization={left} onClose={() => setLeft(null)} />
      )}
    </div>
  );
}

function Name({ organization }: { readonly organization: Organization }) {
  return (
    <span className="inline-flex items-center gap-2">
      {organizationLabel(organization)}
      {organization.is_default ? <Badge>default</Badge> : null}
    </span>
  );
}

/** In place of what is on its way, or could not be read. */
function NotKnown({ failed }: { readonly failed: boolean }) {
  return failed ? <Unknown /> : <Skeleton />;
}

interface MembershipProps {
  readonly user: User;
  readonly organization: Organization;
}

/** A membership, asked for when its row is in sight. */
function useMembership({ user, organization }: MembershipProps) {
  const [frame, isVisible] = useVisible();
  const membership = useQuery({
    ...membershipQuery(user.id, organization.id),
    enabled: isVisible,
  });
  return { frame, membership };
}

function Joined(props: MembershipProps) {
  const { frame, membership } = useMembership(props);
  return (
    <span ref={frame} className="inline-block min-w-16">
      {membership.data === undefined ? (
        <NotKnown failed={membership.isError} />
      ) : (
        <Moment value={membership.data.created_at} />
      )}
    </span>
  );
}

interface RolesProps extends MembershipProps {
  readonly mayAssign: boolean;
  readonly isSelf: boolean;
}

/** The roles held there; what is not known is not offered for change, since saving replaces all of it. */
function RolesThere(props: RolesProps) {
  const { frame, membership } = useMembership(props);
  return (
    <span ref={frame} className="inline-block min-w-16 max-w-full">
      {membership.data === undefined ? (
        <NotKnown failed={membership.isError} />
      ) : (
        <KnownRoles {...props} roles={membership.data.roles} />
      )}
    </span>
  );
}

function KnownRoles({
  user,
  organization,
  roles,
  mayAssign,
  isSelf,
}: RolesProps & { readonly roles: Answer<"getMember">["roles"] }) {
  const held = roles.map(({ name }) => name);
  const isFederated = user.login_type === "oidc";
  const locked = useRefusal(
    { kind: "member_roles", organization_id: organization.id, user_id: user.id, roles: held },
    mayAssign && isFederated && !isSelf,
  );
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1">
      {roles.length === 0 ? (
        <span role="img" aria-label="none" className="text-text-tertiary">
          –
        </span>
      ) : (
        roles.map(roleLabel).join(", ")
      )}
      {mayAssign ? (
        <RolesPopover
          organization={organization}
          holder={{ id: user.id, username: user.username, isFederated, roles: held }}
          reason={isSelf ? reasons.selfRoles : locked}
        />
      ) : null}
      {locked === undefined ? null : <Badge>synced</Badge>}
    </span>
  );
}
