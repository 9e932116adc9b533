import { useQuery } from "@tanstack/react-query";
import type { Organization } from "../../lib/organization.ts";
import { useVisible } from "../../lib/use-visible.ts";
import { groupCountQuery, memberCountQuery } from "./queries.ts";

/** How many members an organization has, asked for when its row is seen. */
export function MemberCount({ organization }: { readonly organization: Organization }) {
  const [ref, isVisible] = useVisible();
  const count = useQuery({ ...memberCountQuery(organization.id), enabled: isVisible });
  return (
    <span ref={ref}>
      <Count value={count.data} isRefused={count.isError} />
    </span>
  );
}

/** How many groups an organization has, asked for when its row is seen. */
export function GroupCount({ organization }: { readonly organization: Organization }) {
  const [ref, isVisible] = useVisible();
  const count = useQuery({ ...groupCountQuery(organization.id), enabled: isVisible });
  return (
    <span ref={ref}>
      <Count value={count.data} isRefused={count.isError} />
    </span>
  );
}

/** A number that may still be on its way, or that whoever is signed in may not read. */
function Count({
  value,
  isRefused,
}: {
  readonly value: number | undefined;
  readonly isRefused: boolean;
}) {
  if (value !== undefined) return value.toLocaleString();
  if (!isRefused) return <span aria-hidden>…</span>;
  return (
    <span role="img" aria-label="not visible to you" className="text-text-tertiary">
      –
    </span>
  );
}
