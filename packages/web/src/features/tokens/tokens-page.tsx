import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { LinkButton } from "../../components/button/link-button.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { Segmented } from "../../components/segmented/segmented.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { Tabs } from "../../components/tabs/tabs.tsx";
import { isExpired } from "../../components/token-table/text.ts";
import { TokenTable } from "../../components/token-table/token-table.tsx";
import { useKeys } from "../../lib/keyboard.ts";
import { useSearchState } from "../../lib/page.ts";
import { usePlace } from "../../lib/place.ts";
import { problemOf } from "../../lib/problem.ts";
import { settingsPages } from "../../lib/settings-pages.ts";
import { ownTokensQuery } from "./queries.ts";

const addressDefaults = { show: "active" } as const;

/** One's own tokens. */
export function Page() {
  const [{ show }, setSearch] = useSearchState(addressDefaults);
  const tokens = useQuery(ownTokensQuery);
  usePlace([{ label: "Settings", to: "/settings/account" }, { label: "Tokens" }]);
  const navigate = useNavigate();
  useKeys({ c: () => void navigate({ to: "/settings/tokens/new" }) });
  const wantsExpired = show === "expired";
  const now = Date.now();
  const rows = tokens.data?.filter((token) => isExpired(token, now) === wantsExpired);
  const create = (
    <LinkButton
      to="/settings/tokens/new"
      variant="primary"
      icon={<Plus aria-hidden size={16} strokeWidth={1.75} />}
    >
      Create token
    </LinkButton>
  );
  return (
    <div className="mx-auto flex max-w-list flex-col gap-5">
      <PageHeader
        title="Tokens"
        meta="Programs act as you with a token, within its scopes and until it expires."
        actions={create}
      />
      <Tabs label="Settings" items={settingsPages} current="tokens" />
      <Segmented
        label="Which tokens"
        value={wantsExpired ? "expired" : "active"}
        onChange={(next) => setSearch({ show: next })}
        options={[
          { value: "active", label: "Active" },
          { value: "expired", label: "Expired" },
        ]}
      />
      <TokenTable
        caption={wantsExpired ? "Expired tokens" : "Active tokens"}
        tokens={rows}
        problem={tokens.error === null ? undefined : problemOf(tokens.error)}
        onRetry={() => void tokens.refetch()}
        busy={tokens.isFetching}
        empty={
          wantsExpired ? (
            <EmptyState
              icon={<KeyRound aria-hidden size={20} strokeWidth={1.75} />}
              title="No expired tokens."
            >
              Expired tokens stay here for a while, so that one can see what stopped.
            </EmptyState>
          ) : (
            <EmptyState
              icon={<KeyRound aria-hidden size={20} strokeWidth={1.75} />}
              title="No tokens yet."
              action={create}
            >
              A token lets a program act as you, for example in CI, with only the scopes it needs.
            </EmptyState>
          )
        }
      />
    </div>
  );
}
