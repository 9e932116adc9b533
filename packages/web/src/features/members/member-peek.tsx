import { useQuery } from "@tanstack/react-query";
import { Fact } from "../../components/drawer/facts.tsx";
import { Loaded } from "../../components/drawer/loaded.tsx";
import { NameList } from "../../components/name-list/name-list.tsx";
import { PersonFacts } from "../../components/person/person-facts.tsx";
import { PersonPeek } from "../../components/person/person-peek.tsx";
import { Skeleton } from "../../components/progress/skeleton.tsx";
import { roleLabel } from "../../lib/catalogs.ts";
import type { Organization } from "../../lib/organization.ts";
import { type Member, memberGroupsQuery } from "./queries.ts";

/** Facts about a member that are too slow or too wide for columns. */
export function MemberPeek({
  organization,
  member,
  ...beside
}: {
  readonly organization: Organization;
  readonly member: Member;
  readonly mayOpen: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const groups = useQuery(memberGroupsQuery(organization.id, member.user_id));
  return (
    <PersonPeek {...beside} username={member.username}>
      <PersonFacts person={{ ...member, id: member.user_id }} createdLabel="Member since">
        <Fact label="Roles here">{all(member.roles.map(roleLabel))}</Fact>
        <Fact label="Site roles">{all(member.global_roles.map(roleLabel))}</Fact>
        <Fact label="Groups">
          <Loaded query={groups} skeleton={<Skeleton className="w-24" />}>
            {(found) => all(found.map(({ name }) => name))}
          </Loaded>
        </Fact>
      </PersonFacts>
    </PersonPeek>
  );
}

function all(names: readonly string[]) {
  return names.length === 0 ? <NameList names={[]} label="" /> : names.join(", ");
}
