import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { BatchRun } from "../../components/bulk/batch-run.tsx";
import { BulkBar } from "../../components/data-table/bulk-bar.tsx";
import { useListSelection } from "../../components/data-table/use-list-selection.ts";
import { usePeeked } from "../../components/drawer/use-peeked.ts";
import { copyWithToast } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { organizationRolesQuery } from "../../lib/catalogs.ts";
import { membersChanged } from "../../lib/changed.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { useLastGood } from "../../lib/list-state.ts";
import { usePathOrganization } from "../../lib/organization.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf, queryFault, statusOf } from "../../lib/problem.ts";
import { meQuery, organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { AddMembers } from "./add-members.tsx";
import { membersColumns } from "./columns.tsx";
import { exportAddress } from "./export-address.ts";
import { memberActions } from "./member-actions.tsx";
import { MemberGroups } from "./member-groups.tsx";
import { MemberPeek } from "./member-peek.tsx";
import { MemberRoles } from "./member-roles.tsx";
import { MembersView } from "./members-view.tsx";
import { removeMembers } from "./mutations.ts";
import { membersChecks, membersSiteChecks } from "./permissions.ts";
import { type Member, memberCountQuery, membersQuery } from "./queries.ts";
import { RemoveMemberDialog } from "./remove-member-dialog.tsx";
import { listRequest, memberSearchKeys, membersSearch, pageOf } from "./search.ts";

const userIdOf = ({ user_id }: Member) => user_id;

/** The members of an organization: reads the address, asks the server, hands everything to the view. */
export function Page() {
  const organization = usePathOrganization();
  const [search, setSearch] = useSearchState(membersSearch);
  const queries = useQueryClient();
  const may = useMay(membersChecks, organization.id);
  const mayOnSite = useMay(membersSiteChecks);
  const { data: me } = useQuery(meQuery);
  const { page, size } = pageOf(search);
  const list = useQuery(membersQuery(organization.id, listRequest(search)));
  const roles = useQuery(organizationRolesQuery(organization.id));
  const found = useLastGood(list.data, organization.id);
  const isOverRun = page > 1 && found?.members.length === 0;
  const count = useQuery({ ...memberCountQuery(organization.id, search.q), enabled: isOverRun });
  const isBadQuery = statusOf(list.error) === 400;
  const rows = found?.members ?? (isBadQuery ? [] : undefined);
  const total = isOverRun ? count.data : found?.count;
  const chosen = useListSelection({
    list: `${organization.id} ${search.q}`,
    page: rows ?? [],
    total,
    idOf: userIdOf,
    read: async (next, signal) => {
      const request = {
        params: { organization: organization.id },
        query: { q: search.q, ...next },
      };
      return (await api.call("listMembersPaginated", request, { signal })).members;
    },
  });
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Member | null>(null);
  const [isRemovingMany, setRemovingMany] = useState(false);
  const peeked = usePeeked(rows, userIdOf);
  const label = organizationLabel(organization);
  const mayAssign = may("members.assignRoles");
  const mayReadGroups = may("members.readGroups");
  const columns = useMemo(
    () =>
      membersColumns({
        roles: (member) => (
          <MemberRoles
            organization={organization}
            member={member}
            mayAssign={mayAssign}
            isSelf={member.user_id === me?.id}
          />
        ),
        groups: mayReadGroups
          ? (member) => (
              <MemberGroups
                organization={organization}
                userId={member.user_id}
                username={member.username}
              />
            )
          : undefined,
      }),
    [organization, mayAssign, mayReadGroups, me?.id],
  );
  const keys = useMemo(() => memberSearchKeys(roles.data ?? []), [roles.data]);
  const goTo = (next: number) => setSearch({ page: String(next) });
  usePlace([{ label, to: `/organizations/${organization.name}` }, { label: "Members" }]);
  useKeys({
    c: () => (may("members.create") ? setAdding(true) : undefined),
  });
  const changed = () => membersChanged(queries, organization.id);
  return (
    <>
      <MembersView
        organization={label}
        q={search.q}
        page={page}
        size={size}
        searchKeys={keys}
        columns={columns}
        rows={rows}
        total={total}
        busy={list.isFetching}
        isPartial={found?.isPartial === true}
        problem={list.error === null || isBadQuery ? undefined : problemOf(list.error)}
        queryError={isBadQuery ? queryFault(list.error) : undefined}
        mayAdd={may("members.create")}
        mayOpen={mayOnSite("members.readUsers")}
        selection={may("members.delete") ? chosen.selection : undefined}
        bulk={
          <BulkBar
            count={chosen.rows.length}
            matching={chosen.matching}
            onClear={chosen.clear}
            actions={[
              { label: "Remove…", onSelect: () => setRemovingMany(true) },
              { label: "Copy emails", onSelect: () => void copyEmails(chosen.rows) },
            ]}
          />
        }
        actions={(member) =>
          memberActions({
            member,
            isSelf: member.user_id === me?.id,
            mayOpen: mayOnSite("members.readUsers"),
            mayRemove: may("members.delete"),
            onRemove: setRemoved,
          })
        }
        onQuery={(q, history) => setSearch({ q, page: "1" }, { replace: history === "replace" })}
        onPage={goTo}
        onSize={(next) => setSearch({ size: String(next), page: "1" })}
        onIntent={(next) => {
          const request = listRequest({ ...search, page: String(next) });
          void queries.prefetchQuery(membersQuery(organization.id, request));
        }}
        onPeek={peeked.open}
        onAdd={() => setAdding(true)}
        exportTo={(format) => exportAddress(organization.id, search.q, format)}
        onRetry={() => void list.refetch()}
      />
      {isAdding ? (
        <AddMembers
          organization={organization}
          mayAssign={mayAssign}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {removed === null ? null : (
        <RemoveMemberDialog
          organization={organization}
          member={removed}
          onClose={() => setRemoved(null)}
        />
      )}
      {isRemovingMany ? (
        <BatchRun
          verb="Remove"
          done="removed"
          what="members"
          items={chosen.rows.map(({ user_id, username }) => ({
            key: user_id,
            name: username,
            refused: user_id === me?.id ? reasons.selfMember : undefined,
          }))}
          consequences={[
            `They leave their groups and lose their roles in ${label}.`,
            "Their tokens stay but reach nothing here.",
          ]}
          run={(items) => removeMembers(organization.id, items).finally(() => void changed())}
          messageOf={(error) => problemOf(error).message}
          onClose={(isChanged) => {
            setRemovingMany(false);
            if (isChanged) chosen.clear();
          }}
        />
      ) : null}
      {peeked.row === undefined ? null : (
        <MemberPeek
          organization={organization}
          member={peeked.row}
          mayOpen={mayOnSite("members.readUsers")}
          onClose={peeked.close}
          onStep={peeked.step}
        />
      )}
    </>
  );
}

async function copyEmails(members: readonly Member[]): Promise<void> {
  const emails = members.map(({ email }) => email).filter((email) => email !== "");
  await copyWithToast(emails.join(", "), `${emails.length.toLocaleString()} emails`);
}
