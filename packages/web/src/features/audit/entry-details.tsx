import type { ReactNode } from "react";
import { Button } from "../../components/button/button.tsx";
import { LinkButton } from "../../components/button/link-button.tsx";
import { Id } from "../../components/code/code.tsx";
import { Diff } from "../../components/diff/diff.tsx";
import type { AuditEntry } from "../../lib/audit-entry.ts";
import { outcomeText, targetPath } from "../../lib/audit-sentence.ts";
import type { SearchToken } from "../../lib/search-language.ts";
import { changesOf } from "./changes.ts";

/** Limits the log to entries with this token as well. */
export type Narrow = (token: SearchToken) => void;

/** What else can be asked about the parties of an entry, as filters of the log. */
function filtersOf(entry: AuditEntry): readonly (SearchToken & { readonly label: string })[] {
  const { user, resource_target: target, resource_type: type, organization } = entry;
  const given = (value: string | undefined, key: string, label: string) =>
    value === undefined || value === "" ? [] : [{ key, value, label }];
  return [
    ...given(user?.username, "username", `By ${user?.username}`),
    ...given(target, "resource_target", `About ${target}`),
    ...given(type, "resource_type", "Same type"),
    ...given(organization?.name, "organization", `In ${organization?.name}`),
    ...given(entry.request_id, "request_id", "Same request"),
  ];
}

/** What changed, where the request came from, and the ways on from here. */
export function EntryDetails({
  entry,
  onNarrow,
  children,
}: {
  readonly entry: AuditEntry;
  readonly onNarrow: Narrow;
  /** Further buttons. */
  readonly children?: ReactNode;
}) {
  const changes = changesOf(entry);
  const target = targetPath(entry);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {changes.length === 0 ? (
        <p className="text-dense text-text-secondary">No fields were recorded as changed.</p>
      ) : (
        <Diff entries={changes} />
      )}
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-caption text-text-secondary">
        <Fact label="Outcome">{outcomeText(entry)}</Fact>
        <Fact label="Address">{entry.ip === "" ? "unknown" : entry.ip}</Fact>
        <Fact label="Client">
          <span className="[overflow-wrap:anywhere]">
            {entry.user_agent === "" ? "unknown" : entry.user_agent.slice(0, 80)}
          </span>
        </Fact>
        <Fact label="Request">
          <Id value={entry.request_id} what="request id" />
        </Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        {target === undefined ? null : (
          <LinkButton size="sm" to={target}>
            Open {entry.resource_type === "ai_seat" ? "the user" : entry.resource_target}
          </LinkButton>
        )}
        {filtersOf(entry).map(({ label, ...token }) => (
          <Button key={token.key} size="sm" variant="ghost" onClick={() => onNarrow(token)}>
            {label}
          </Button>
        ))}
        {children}
      </div>
    </div>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      <dt>{label}</dt>
      <dd className="min-w-0 text-text">{children}</dd>
    </div>
  );
}
