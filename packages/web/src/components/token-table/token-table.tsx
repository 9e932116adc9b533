import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cutText } from "../../lib/cut-text.ts";
import type { Problem } from "../../lib/problem.ts";
import type { Token } from "../../lib/tokens.ts";
import { StatusBadge } from "../badge/status-badge.tsx";
import { curlLine, Snippet } from "../code/code.tsx";
import type { Column, Sorting } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { loadFailure } from "../data-table/load-failure.tsx";
import { RelativeTime } from "../date-time/date-time.tsx";
import { Dialog } from "../dialog/dialog.tsx";
import { usePeeked } from "../drawer/use-peeked.ts";
import type { MenuGroups } from "../menu/menu.tsx";
import { expiresSoon, isExpired, objectsText, scopesText, tokenName } from "./text.ts";
import { type TokenAction, TokenDialog } from "./token-dialogs.tsx";
import { TokenPeek } from "./token-peek.tsx";
import { useSecret } from "./use-secret.tsx";

interface TokenTableProps {
  readonly caption: string;
  readonly tokens: readonly Token[] | undefined;
  readonly problem: Problem | undefined;
  readonly onRetry: () => void;
  readonly busy: boolean;
  readonly withOwner?: boolean;
  /** By `name`, `owner`, `used`, `expires` or `created`; without it the heads are plain. */
  readonly sorting?: Sorting;
  readonly empty: ReactNode;
}

const name: Column<Token> = {
  key: "name",
  label: "Name",
  sort: "name",
  cell: (token) => (
    <span className="inline-flex min-w-0 items-center gap-2">
      <KeyRound aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-tertiary" />
      <span className="font-medium sm:truncate" title={tokenName(token)}>
        {tokenName(token)}
      </span>
    </span>
  ),
};

const owner: Column<Token> = {
  key: "owner",
  label: "Owner",
  sort: "owner",
  width: "w-32",
  stacked: "fact",
  cell: ({ username, user_status: status }) => (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {username}
      {status === "suspended" ? <StatusBadge status="suspended" /> : null}
    </span>
  ),
};

const facts: readonly Column<Token>[] = [
  {
    key: "scopes",
    label: "Scopes",
    width: "w-56",
    from: "md",
    cell: ({ scopes }) =>
      scopes.includes("coder:all") ? (
        <StatusBadge status="warning" word="Everything" />
      ) : (
        <span title={scopes.join(", ")}>{scopesText(scopes)}</span>
      ),
  },
  {
    key: "objects",
    label: "Objects",
    width: "w-20",
    from: "lg",
    cell: ({ allow_list }) => <span title={allow_list.join(", ")}>{objectsText(allow_list)}</span>,
  },
  {
    key: "used",
    label: "Last used",
    sort: "used",
    width: "w-32",
    stacked: "fact",
    cell: (token) => <LastUse token={token} />,
  },
  {
    key: "expires",
    label: "Expires",
    sort: "expires",
    width: "w-40",
    stacked: "fact",
    cell: (token) => <Expiry token={token} />,
  },
  {
    key: "created",
    label: "Created",
    sort: "created",
    width: "w-28",
    from: "xl",
    cell: ({ created_at }) => <RelativeTime value={created_at} />,
  },
];

/** When something used it last, from where, and what that something says it is. */
function LastUse({ token }: { readonly token: Token }) {
  const { last_used, last_used_ip: address, user_agent: client } = token;
  return (
    <span className="flex min-w-0 flex-col">
      <RelativeTime value={last_used} />
      {address === "" ? null : (
        <span
          className="truncate text-caption text-text-secondary"
          title={client === "" ? undefined : cutText(client)}
        >
          from {address}
        </span>
      )}
    </span>
  );
}

function Expiry({ token }: { readonly token: Token }) {
  const now = Date.now();
  if (isExpired(token, now)) {
    return (
      <span className="inline-flex items-center gap-2">
        <RelativeTime value={token.expires_at} />
        <StatusBadge status="expired" />
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2">
      <RelativeTime value={token.expires_at} />
      {expiresSoon(token, now) ? <StatusBadge status="expiring" word="Soon" /> : null}
    </span>
  );
}

/** Tokens with what can be done about them. */
export function TokenTable(props: TokenTableProps) {
  const [asked, setAsked] = useState<{ readonly token: Token; readonly action: TokenAction }>();
  const [shown, setShown] = useState<Token>();
  const peeked = usePeeked(props.tokens, ({ id }) => id);
  const { reveal, dialog } = useSecret();
  const actions = (token: Token): MenuGroups => {
    const ask = (action: TokenAction) => () => setAsked({ token, action });
    const expired = isExpired(token, Date.now());
    const reason = expired ? "It is expired. Create a new token instead." : undefined;
    return [
      [
        { label: "Rotate…", reason, onSelect: ask("rotate") },
        { label: "Show as curl…", onSelect: () => setShown(token) },
      ],
      [
        {
          label: "Expire…",
          reason: expired ? "It is expired already." : undefined,
          onSelect: ask("expire"),
        },
        { label: "Delete…", danger: true, onSelect: ask("delete") },
      ],
    ];
  };
  const columns = props.withOwner === true ? [name, owner, ...facts] : [name, ...facts];
  return (
    <>
      <DataTable
        caption={props.caption}
        columns={columns}
        rows={props.tokens}
        rowKey={({ id }) => id}
        rowName={tokenName}
        rowActions={actions}
        sorting={props.sorting}
        onPeek={peeked.open}
        busy={props.busy}
        empty={props.empty}
        error={loadFailure("The tokens", props.problem, props.onRetry)}
      />
      {peeked.row === undefined ? null : (
        <TokenPeek token={peeked.row} onStep={peeked.step} onClose={peeked.close} />
      )}
      {asked === undefined ? null : (
        <TokenDialog {...asked} onClose={() => setAsked(undefined)} onSecret={reveal} />
      )}
      {dialog}
      <Dialog
        open={shown !== undefined}
        onOpenChange={() => setShown(undefined)}
        wide
        title={shown === undefined ? "" : `The request for ${tokenName(shown)}`}
      >
        {shown === undefined ? null : (
          <Snippet
            label="Language"
            tabs={[
              {
                label: "curl",
                text: curlLine(
                  "GET",
                  `${location.origin}/api/v2/users/${shown.user_id}/keys/${shown.id}`,
                ),
              },
            ]}
          />
        )}
      </Dialog>
    </>
  );
}
