import { useQuery } from "@tanstack/react-query";
import { Link } from "../../components/link/link.tsx";
import type { Organization } from "../../lib/organization.ts";
import { useVisible } from "../../lib/use-visible.ts";
import { holdersQuery } from "./queries.ts";

/** How many members hold a role, with the way to them; asked for when the row is seen. */
export function Holders({
  organization,
  role,
}: {
  readonly organization: Organization;
  readonly role: string;
}) {
  const [ref, isVisible] = useVisible();
  const count = useQuery({ ...holdersQuery(organization.id, role), enabled: isVisible });
  return (
    <span ref={ref}>
      <HolderCount
        count={count.data}
        isRefused={count.isError}
        to={`/organizations/${organization.name}?q=${encodeURIComponent(`org_role:${role}`)}`}
      />
    </span>
  );
}

function HolderCount({
  count,
  isRefused,
  to,
}: {
  readonly count: number | undefined;
  readonly isRefused: boolean;
  readonly to: string;
}) {
  if (isRefused) {
    return (
      <span role="img" aria-label="not visible to you" className="text-text-tertiary">
        –
      </span>
    );
  }
  if (count === undefined) return <span aria-hidden>…</span>;
  if (count === 0) return "0";
  return (
    <Link to={to} preload={false}>
      {count.toLocaleString()}
    </Link>
  );
}
