import { useIsFetching, useIsMutating, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { BatchRun } from "../../components/bulk/batch-run.tsx";
import { BulkBar } from "../../components/data-table/bulk-bar.tsx";
import { useListSelection } from "../../components/data-table/use-list-selection.ts";
import { usePeeked } from "../../components/drawer/use-peeked.ts";
import { PersonFacts } from "../../components/person/person-facts.tsx";
import { PersonPeek } from "../../components/person/person-peek.tsx";
import { copyWithToast } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { useKeys } from "../../lib/keyboard.ts";
import { labelOf } from "../../lib/labels.ts";
import { useLastGood } from "../../lib/list-state.ts";
import { useSearchState } from "../../lib/page.ts";
import { useMay } from "../../lib/permissions.ts";
import { problemOf, queryFault, statusOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { useSignInLabel } from "../../lib/sign-in-label.ts";
import { groupMembersColumns } from "./columns.tsx";
import { GroupMembersView } from "./group-members-view.tsx";
import { managedMessage } from "./managed.ts";
import { changeGroupMembers } from "./mutations.ts";
import { groupsChecks, groupsSiteChecks } from "./permissions.ts";
import { type GroupMember, groupMembersQuery } from "./queries.ts";
import { listRequest, listSearch, pageOf } from "./search.ts";
import type { TabProps } from "./tab-props.ts";
import { fixedReason } from "./text.ts";
import { useRemoval } from "./use-membership.ts";

// Not on the page before somebody asks for it.
const AddGroupMembers = lazy(async () => ({
  default: (await import("./add-group-members.tsx")).AddGroupMembers,
}));

const idOf = ({ id }: GroupMember) => id;

/** The members of a group. */
export function MembersTab({ group, organization, isManaged, onManaged }: TabProps) {
  const [search, setSearch] = useSearchState(listSearch);
  const queries = useQueryClient();
  const may = useMay(groupsChecks, organization.id);
  const mayOnSite = useMay(groupsSiteChecks);
  const { page, size } = pageOf(search);
  const list = useQuery(groupMembersQuery(group, listRequest(search)));
  const isBadQuery = statusOf(list.error) === 400;
  const found = useLastGood(list.data, group.id);
  const rows = found?.users ?? (isBadQuery ? [] : undefined);
  const total = page > 1 && found?.users.length === 0 ? group.total_member_count : found?.count;
  // Two answers of different moments do not add up: the difference counts only while nothing is on its way.
  const isSettling = useIsFetching() + useIsMutating() > 0;
  const hidden =
    search.q === "" && !isSettling && list.data !== undefined && page === 1
      ? Math.max(0, group.total_member_count - list.data.count)
      : 0;
  const peeked = usePeeked(rows, idOf);
  const signInLabel = useSignInLabel();
  const columns = useMemo(() => groupMembersColumns(signInLabel), [signInLabel]);
  const chosen = useListSelection({
    list: `${group.id} ${search.q}`,
    page: rows ?? [],
    total,
    idOf,
    read: async (next, signal) => {
      const request = { params: { group: group.id }, query: { q: search.q, ...next } };
      return (await api.call("listGroupMembers", request, { signal })).users;
    },
  });
  const { remove, failed, changed } = useRemoval(group, onManaged);
  const [isAdding, setAdding] = useState(false);
  const [isRemovingMany, setRemovingMany] = useState(false);
  const label = organizationLabel(organization);
  const mayUpdate = may("groups.update");
  const mayOpen = mayOnSite("groups.readUsers");
  const fixed = fixedReason(group, label, { may: mayUpdate, isManaged });
  const goTo = (next: number) => setSearch({ page: String(next) });
  useKeys({
    c: () => (fixed === undefined ? setAdding(true) : undefined),
  });
  const told = (error: unknown) => {
    const managed = managedMessage(error);
    if (managed !== undefined) onManaged(managed);
  };
  return (
    <>
      <GroupMembersView
        group={labelOf(group)}
        columns={columns}
        q={search.q}
        page={page}
        size={size}
        rows={rows}
        total={total}
        hidden={hidden}
        busy={list.isFetching}
        problem={list.error === null || isBadQuery ? undefined : problemOf(list.error)}
        queryError={isBadQuery ? queryFault(list.error) : undefined}
        mayUpdate={mayUpdate}
        mayOpen={mayOpen}
        fixed={fixed}
        failed={failed}
        selection={chosen.selection}
        bulk={
          <BulkBar
            count={chosen.rows.length}
            matching={chosen.matching}
            onClear={chosen.clear}
            actions={[
              ...(mayUpdate
                ? [{ label: "Remove…", reason: fixed, onSelect: () => setRemovingMany(true) }]
                : []),
              { label: "Copy emails", onSelect: () => void copyEmails(chosen.rows) },
            ]}
          />
        }
        actions={(user) =>
          mayUpdate
            ? [
                [
                  {
                    label: "Remove from group",
                    icon: <UserMinus aria-hidden size={16} strokeWidth={1.75} />,
                    reason: fixed,
                    writes: true,
                    onSelect: () => remove(user),
                  },
                ],
              ]
            : []
        }
        onPeek={peeked.open}
        onQuery={(q, history) => setSearch({ q, page: "1" }, { replace: history === "replace" })}
        onPage={goTo}
        onSize={(next) => setSearch({ size: String(next), page: "1" })}
        onIntent={(next) => {
          const request = listRequest({ ...search, page: String(next) });
          void queries.prefetchQuery(groupMembersQuery(group, request));
        }}
        onAdd={() => setAdding(true)}
        onRetry={() => void list.refetch()}
      />
      {peeked.row === undefined ? null : (
        <PersonPeek
          username={peeked.row.username}
          mayOpen={mayOpen}
          onStep={peeked.step}
          onClose={peeked.close}
        >
          <PersonFacts person={peeked.row} />
        </PersonPeek>
      )}
      {isAdding ? (
        <Suspense>
          <AddGroupMembers
            group={group}
            organization={organization}
            onFailed={told}
            onChanged={() => void changed()}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      ) : null}
      {isRemovingMany ? (
        <BatchRun
          verb="Remove"
          done="removed"
          what="members"
          items={chosen.rows.map(({ id, username }) => ({ key: id, name: username }))}
          consequences={[`They lose what ${labelOf(group)} shares with its members.`]}
          run={(items) =>
            changeGroupMembers(
              group.id,
              "remove",
              items.map(({ key, name }) => ({ ref: key, name })),
            ).finally(() => void changed())
          }
          messageOf={(error) => {
            told(error);
            return problemOf(error).message;
          }}
          onClose={(isChanged) => {
            setRemovingMany(false);
            if (isChanged) chosen.clear();
          }}
        />
      ) : null}
    </>
  );
}

async function copyEmails(users: readonly GroupMember[]): Promise<void> {
  const emails = users.map(({ email }) => email).filter((email) => email !== "");
  await copyWithToast(emails.join(", "), `${emails.length.toLocaleString()} emails`);
}
