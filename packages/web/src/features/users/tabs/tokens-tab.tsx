import { useQuery } from "@tanstack/react-query";
import { LinkButton } from "../../../components/button/link-button.tsx";
import { Segmented } from "../../../components/segmented/segmented.tsx";
import { EmptyState } from "../../../components/states/states.tsx";
import { isExpired } from "../../../components/token-table/text.ts";
import { TokenTable } from "../../../components/token-table/token-table.tsx";
import { useSearchState } from "../../../lib/page.ts";
import { useMay } from "../../../lib/permissions.ts";
import { problemOf } from "../../../lib/problem.ts";
import { meQuery } from "../../../lib/queries.ts";
import { tokensOfQuery } from "../../../lib/tokens.ts";
import { usersChecks } from "../permissions.ts";
import type { TabProps } from "./props.ts";

const addressDefaults = { show: "active" } as const;

/** The tokens of a user with what can be done about them; owners make tokens for others here. */
export function Body({ user }: TabProps) {
  const [{ show }, setSearch] = useSearchState(addressDefaults);
  const { data: me } = useQuery(meQuery);
  const may = useMay(usersChecks);
  const tokens = useQuery(tokensOfQuery(user.id));
  const wantsExpired = show === "expired";
  const now = Date.now();
  const isSelf = me?.id === user.id;
  const mayCreate = isSelf || may("users.createKeys");
  const to = isSelf ? "/settings/tokens/new" : `/settings/tokens/new?for=${user.username}`;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Which tokens"
          value={wantsExpired ? "expired" : "active"}
          onChange={(next) => setSearch({ show: next })}
          options={[
            { value: "active", label: "Active" },
            { value: "expired", label: "Expired" },
          ]}
        />
        {mayCreate ? <LinkButton to={to}>Create token</LinkButton> : null}
      </div>
      <TokenTable
        caption={`${wantsExpired ? "Expired tokens" : "Tokens"} of ${user.username}`}
        tokens={tokens.data?.filter((token) => isExpired(token, now) === wantsExpired)}
        busy={tokens.isFetching}
        problem={tokens.error === null ? undefined : problemOf(tokens.error)}
        onRetry={() => void tokens.refetch()}
        empty={
          <EmptyState
            title={wantsExpired ? "No expired tokens." : "No tokens."}
            action={
              mayCreate && !wantsExpired ? (
                <LinkButton to={to}>Create the first token</LinkButton>
              ) : undefined
            }
          >
            Tokens let programs act as {user.username}, within scopes and until a day.
          </EmptyState>
        }
      />
    </div>
  );
}
