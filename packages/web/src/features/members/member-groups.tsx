import { useQuery } from "@tanstack/react-query";
import type { Organization } from "../../lib/organization.ts";
import { useVisible } from "../../lib/use-visible.ts";
import { Names } from "./names.tsx";
import { memberGroupsQuery } from "./queries.ts";

/** The groups of a member, asked for when the row has rested in the window. */
export function MemberGroups({
  organization,
  userId,
}: {
  readonly organization: Organization;
  readonly userId: string;
}) {
  const [ref, isVisible] = useVisible();
  const groups = useQuery({ ...memberGroupsQuery(organization.id, userId), enabled: isVisible });
  const names = groups.data?.map(({ name, display_name }) =>
    display_name === "" ? name : display_name,
  );
  return (
    <span ref={ref}>
      {names === undefined && !groups.isError ? (
        <span aria-hidden>…</span>
      ) : (
        <Names names={names ?? []} />
      )}
    </span>
  );
}
