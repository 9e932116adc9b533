import type { Answer } from "@gatehouse/sdk";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { StatusBadge } from "../../../components/badge/status-badge.tsx";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { RelativeTime } from "../../../components/date-time/date-time.tsx";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { problemOf } from "../../../lib/problem.ts";
import { userKeys, userTokensQuery } from "../queries.ts";
import type { TabProps } from "./props.ts";

type Token = Answer<"listTokens">[number];

const weekMs = 7 * 86_400_000;

function listed(values: readonly string[], all: string): string {
  if (values.some((value) => value === all || value === "*:*")) return "Everything";
  const more = values.length - 2;
  return values.slice(0, 2).join(", ") + (more > 0 ? ` + ${more}` : "");
}

const columns: readonly Column<Token>[] = [
  { key: "name", label: "Name", cell: ({ token_name, id }) => token_name || id },
  {
    key: "scopes",
    label: "Scopes",
    from: "md",
    cell: ({ scopes }) => <span className="font-mono">{listed(scopes, "coder:all")}</span>,
  },
  {
    key: "objects",
    label: "Objects",
    from: "lg",
    cell: ({ allow_list }) => <span className="font-mono">{listed(allow_list, "*")}</span>,
  },
  {
    key: "used",
    label: "Last used",
    width: "w-32",
    stacked: "fact",
    cell: ({ last_used }) => <RelativeTime value={last_used} />,
  },
  {
    key: "expires",
    label: "Expires",
    width: "w-48",
    stacked: "fact",
    cell: ({ expires_at }) => (
      <span className="inline-flex items-center gap-2">
        <RelativeTime value={expires_at} />
        {Date.parse(expires_at) - Date.now() < weekMs ? <StatusBadge status="expiring" /> : null}
      </span>
    ),
  },
];

/** The tokens of a user, with a way to end them. */
export function Body({ user }: TabProps) {
  const { data: tokens } = useSuspenseQuery(userTokensQuery(user.id));
  const queries = useQueryClient();
  const [doomed, setDoomed] = useState<Token | null>(null);
  const remove = useMutation({
    mutationFn: (token: Token) =>
      api.call("deleteApiKey", { params: { user: user.id, keyid: token.id } }),
    onSuccess: async (_answer, token) => {
      setDoomed(null);
      toastDone(`Token ${token.token_name} deleted.`);
      await queries.invalidateQueries({ queryKey: userKeys.part(user.id, "tokens") });
    },
  });
  return (
    <>
      <DataTable
        caption={`Tokens of ${user.username}`}
        columns={columns}
        rows={tokens}
        rowKey={({ id }) => id}
        rowName={({ token_name, id }) => token_name || id}
        rowActions={(token) => [
          [{ label: "Delete…", danger: true, onSelect: () => setDoomed(token) }],
        ]}
        empty={
          <EmptyState title="No tokens.">
            Tokens let programs act as {user.username}, within scopes and until a day.
          </EmptyState>
        }
      />
      {doomed === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDoomed(null))}
          title={`Delete the token ${doomed.token_name}?`}
          consequences={["Programs that use it are refused from now on.", "It does not come back."]}
          confirm="Delete token"
          typed={
            Date.now() - Date.parse(doomed.last_used) < weekMs
              ? { text: doomed.token_name, verb: "delete" }
              : undefined
          }
          pending={remove.isPending}
          error={remove.error === null ? undefined : problemOf(remove.error).message}
          onConfirm={() => remove.mutate(doomed)}
        />
      )}
    </>
  );
}
