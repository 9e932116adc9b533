import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { Link } from "../../components/link/link.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { useMay } from "../../lib/permissions.ts";
import {
  type AttentionItem,
  expiringItems,
  healthItems,
  suspendedItems,
  syncItems,
  unpricedItems,
} from "./attention-items.ts";
import { Card } from "./card.tsx";
import { homeChecks } from "./permissions.ts";
import {
  expiringTokensQuery,
  healthQuery,
  refusedSignInsQuery,
  suspendedTokensQuery,
  unpricedModelsQuery,
} from "./queries.ts";

/** What needs whoever is signed in: each source is asked when it may be read, and fails alone. */
export function Attention() {
  const may = useMay(homeChecks);
  const readsAll = may("home.readTokens");
  const sources = [
    source(useQuery(expiringTokensQuery(readsAll)), "tokens", (tokens) =>
      expiringItems(tokens, readsAll),
    ),
    source(
      useQuery({ ...suspendedTokensQuery, enabled: readsAll }),
      "tokens of suspended users",
      suspendedItems,
    ),
    source(
      useQuery({ ...healthQuery, enabled: may("home.readHealth") }),
      "health report",
      healthItems,
    ),
    source(
      useQuery({ ...unpricedModelsQuery, enabled: may("home.readPrices") }),
      "price book",
      unpricedItems,
    ),
    source(
      useQuery({ ...refusedSignInsQuery, enabled: may("home.readAudit") }),
      "refused sign-ins",
      syncItems,
    ),
  ];
  return (
    <AttentionView
      items={sources.flatMap(({ items }) => items)}
      isLoading={sources.some(({ isLoading }) => isLoading)}
      failed={sources.flatMap(({ failed }) => failed ?? [])}
    />
  );
}

function source<T>(
  { data, isLoading, isError }: UseQueryResult<T>,
  name: string,
  itemsOf: (data: T) => readonly AttentionItem[],
) {
  return {
    items: data === undefined ? [] : itemsOf(data),
    isLoading,
    failed: isError && data === undefined ? name : undefined,
  };
}

const looks = {
  warning: { Icon: TriangleAlert, color: "text-warning-solid", word: "Warning" },
  danger: { Icon: CircleAlert, color: "text-danger-solid", word: "Problem" },
} as const;

/** The list from its parts. What is here is shown while the rest is on its way. */
export function AttentionView({
  items,
  isLoading,
  failed,
}: {
  readonly items: readonly AttentionItem[];
  readonly isLoading: boolean;
  /** Names of the sources that did not answer. */
  readonly failed: readonly string[];
}) {
  const isClear = items.length === 0 && !isLoading && failed.length === 0;
  return (
    <Card title="Needs attention">
      {isClear ? (
        <p className="flex items-center gap-2 text-dense text-text-secondary">
          <CircleCheck aria-hidden size={16} strokeWidth={1.75} className="text-success-solid" />
          Nothing needs you now.
        </p>
      ) : null}
      <ul className="-mx-2 -mt-2 flex list-none flex-col text-dense">
        {items.map(({ key, severity, text, to }) => {
          const { Icon, color, word } = looks[severity];
          return (
            <li key={key}>
              <Link
                to={to}
                look="quiet"
                className="flex min-h-9 items-center gap-2.5 px-2 py-1.5 hover:bg-fill-hover pointer-coarse:min-h-11"
              >
                <Icon aria-hidden size={16} strokeWidth={1.75} className={`shrink-0 ${color}`} />
                <span className="sr-only">{word}:</span>
                <span className="min-w-0 grow">{text}</span>
                <ChevronRight
                  aria-hidden
                  size={16}
                  strokeWidth={1.75}
                  className="shrink-0 text-text-tertiary"
                />
              </Link>
            </li>
          );
        })}
      </ul>
      {items.length === 0 && isLoading ? <Skeleton count={3} /> : null}
      {failed.length === 0 ? null : (
        <p role="alert" className="text-dense text-danger-text">
          Not loaded: {failed.join(", ")}.
        </p>
      )}
    </Card>
  );
}
