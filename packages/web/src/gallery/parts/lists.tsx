import { useState } from "react";
import { AvatarName } from "../../components/avatar/avatar.tsx";
import { type Status, StatusBadge } from "../../components/badge/status-badge.tsx";
import { Button } from "../../components/button/button.tsx";
import { BulkBar } from "../../components/data-table/bulk-bar.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { Peek } from "../../components/drawer/peek.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { LoadOlder, Pager } from "../../components/pager/pager.tsx";
import type { SearchKey } from "../../components/search-box/search-key.ts";
import { SearchTools } from "../../components/search-box/search-tools.tsx";
import { EmptyState, ErrorState, FilteredEmpty, OverRun } from "../../components/states/states.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { Part } from "../part.tsx";

interface Person {
  readonly id: string;
  readonly name: string;
  readonly full: string;
  readonly status: Status;
  readonly roles: string;
  readonly tokens: number;
  readonly seen: string;
}

const people: readonly Person[] = [
  {
    id: "1",
    name: "mara",
    full: "Mara Voss",
    status: "active",
    roles: "User Admin",
    tokens: 4,
    seen: "3 h ago",
  },
  {
    id: "2",
    name: "ci-deploy",
    full: "service account",
    status: "dormant",
    roles: "–",
    tokens: 12,
    seen: "Never",
  },
  {
    id: "3",
    name: "jo",
    full: "Jo van der Berg",
    status: "suspended",
    roles: "Auditor",
    tokens: 0,
    seen: "12 Mar 2026",
  },
  {
    id: "4",
    name: "a-username-of-thirty-two-letters",
    full: "ابن سينا · 平仮名",
    status: "synced",
    roles: "Owner, Template Admin",
    tokens: 1_204,
    seen: "Tue 14:02",
  },
];

const columns: readonly Column<Person>[] = [
  {
    key: "user",
    label: "User",
    sort: "username",
    cell: (row) => <AvatarName id={row.id} name={row.name} secondary={row.full} />,
  },
  {
    key: "status",
    label: "Status",
    width: "w-32",
    stacked: "status",
    cell: (row) => <StatusBadge status={row.status} />,
  },
  { key: "roles", label: "Roles", width: "w-48", from: "lg", cell: (row) => row.roles },
  {
    key: "tokens",
    label: "Tokens",
    width: "w-24",
    align: "end",
    from: "md",
    cell: (row) => row.tokens.toLocaleString(),
  },
  {
    key: "seen",
    label: "Last seen",
    width: "w-32",
    sort: "last_seen_at",
    stacked: "fact",
    cell: (row) => row.seen,
  },
];

const keys: readonly SearchKey[] = [
  {
    key: "status",
    label: "Status",
    description: "Whether somebody may sign in",
    kind: "choice",
    many: true,
    values: [
      { value: "active", label: "Active" },
      { value: "dormant", label: "Dormant" },
      { value: "suspended", label: "Suspended" },
    ],
  },
  { key: "name", label: "Full name", description: "Part of the full name", kind: "text" },
  { key: "last_seen_before", label: "Last seen before", description: "A day", kind: "date" },
];

const table = {
  caption: "Users",
  columns,
  rowKey: (row: Person) => row.id,
  rowName: (row: Person) => row.name,
  rowTo: (row: Person) => `/users/${row.name}`,
  rowActions: () => [[{ label: "Suspend…" }], [{ label: "Delete…", danger: true }]],
  empty: <EmptyState title="No users yet." />,
} as const;

/** Lists in every state. */
export function ListParts() {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(["1", "3"]));
  const [sort, setSort] = useState("username");
  const [query, setQuery] = useState("mar status:active status:dormant");
  const [page, setPage] = useState(3);
  const [peeked, setPeeked] = useState<string>();
  const sorting = { value: sort, onChange: setSort };
  return (
    <>
      <Part title="A list">
        <PageHeader
          title="Users"
          count={12_804}
          meta="Everybody who may sign in, and service accounts."
          actions={<Button variant="primary">Create user</Button>}
        />
        <Tabs
          label="User"
          current="tokens"
          items={[
            { key: "profile", label: "Profile", to: "/p" },
            { key: "tokens", label: "Tokens", to: "/t", count: 4 },
            { key: "sessions", label: "Sessions", to: "/s" },
          ]}
        />
        <SearchTools
          label="Search users"
          placeholder="Search users"
          query={query}
          keys={keys}
          onChange={setQuery}
        />
        {picked.size === 0 ? null : (
          <BulkBar
            count={picked.size}
            matching={{ total: 12_804, reason: undefined, onSelect: () => undefined }}
            onClear={() => setPicked(new Set())}
            actions={[
              { label: "Suspend" },
              { label: "Add to group…" },
              { label: "Delete…", danger: true },
            ]}
          />
        )}
        <DataTable
          {...table}
          rows={people}
          sorting={sorting}
          selection={{ keys: picked, onChange: setPicked }}
          busy
          onPeek={setPeeked}
        />
        <Pager total={1_284} page={page} size={50} onPage={setPage} onSize={() => undefined} />
      </Part>
      {peeked === undefined ? null : (
        <Peek
          title={people.find((row) => row.id === peeked)?.name ?? ""}
          onClose={() => setPeeked(undefined)}
        >
          Member of backend, ops and 2 more.
        </Peek>
      )}
      <Part title="On its way">
        <DataTable {...table} rows={undefined} />
      </Part>
      <Part title="Nothing matches">
        <DataTable
          {...table}
          rows={[]}
          empty={
            <FilteredEmpty
              what="users"
              query="status:dormant role:owner"
              onClear={() => undefined}
            />
          }
        />
      </Part>
      <Part title="Beyond the end">
        <DataTable
          {...table}
          rows={[]}
          empty={<OverRun page={40} pages={12} onPage={() => undefined} />}
        />
      </Part>
      <Part title="Did not load">
        <DataTable
          {...table}
          rows={undefined}
          error={{
            state: (
              <ErrorState
                title="The users did not load."
                requestId="7f3c1a90"
                onRetry={() => undefined}
              >
                Nothing was changed.
              </ErrorState>
            ),
          }}
        />
        <DataTable
          {...table}
          rows={people.slice(0, 2)}
          error={{ state: null, since: "14:02" }}
          failedKeys={new Set(["2"])}
        />
        <LoadOlder shown={100} total="2,000+" pending={false} onLoad={() => undefined} />
      </Part>
    </>
  );
}
