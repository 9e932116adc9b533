import { useQuery } from "@tanstack/react-query";
import { NameList } from "../../components/name-list/name-list.tsx";
import { Unknown } from "../../components/progress/unknown.tsx";
import { labelOf } from "../../lib/labels.ts";
import type { Organization } from "../../lib/organization.ts";
import { useVisible } from "../../lib/use-visible.ts";
import { memberGroupsQuery } from "./queries.ts";

/** The groups of a member, asked for when the row has rested in the window. */
export function MemberGroups({
  organization,
  userId,
  username,
}: {
  readonly organization: Organization;
  readonly userId: string;
  readonly username: string;
}) {
  const [ref, isVisible] = useVisible();
  const groups = useQuery({ ...memberGroupsQuery(organization.id, userId), enabled: isVisible });
  const names = groups.data?.map(labelOf);
  return (
    <span ref={ref}>
      {names !== undefined ? (
        <NameList names={names} label={`Groups of ${username}`} />
      ) : groups.isError ? (
        <Unknown />
      ) : (
        <span aria-hidden>…</span>
      )}
    </span>
  );
}
