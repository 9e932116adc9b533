import { useQuery } from "@tanstack/react-query";
import { LinkButton } from "../../components/button/link-button.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { FullTime } from "../../components/date-time/date-time.tsx";
import { Fact, Facts } from "../../components/drawer/facts.tsx";
import { Peek } from "../../components/drawer/peek.tsx";
import { NameList } from "../../components/name-list/name-list.tsx";
import type { Organization } from "../../lib/organization.ts";
import { type Member, memberGroupsQuery } from "./queries.ts";
import { heldRoleLabel } from "./role-labels.ts";

const signIn: Readonly<Record<string, string>> = {
  password: "Password",
  github: "GitHub",
  oidc: "Single sign-on",
  none: "None",
};

/** Facts about a member that are too slow or too wide for columns. */
export function MemberPeek({
  organization,
  member,
  mayOpen,
  onStep,
  onClose,
}: {
  readonly organization: Organization;
  readonly member: Member;
  readonly mayOpen: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const groups = useQuery(memberGroupsQuery(organization.id, member.user_id));
  const isService = member.is_service_account === true;
  return (
    <Peek
      title={member.username}
      onClose={onClose}
      onStep={onStep}
      footer={
        mayOpen ? (
          <LinkButton to={`/users/${member.username}`}>Open {member.username}</LinkButton>
        ) : undefined
      }
    >
      <Facts>
        {member.name === undefined ? null : <Fact label="Full name">{member.name}</Fact>}
        {member.email === "" ? null : (
          <Fact label="Email">
            {member.email} <CopyButton value={member.email} label="Copy email" className="-my-1" />
          </Fact>
        )}
        <Fact label="Sign-in">
          {isService ? "Tokens only" : (signIn[member.login_type] ?? member.login_type)}
        </Fact>
        <Fact label="Member since">
          <FullTime value={member.created_at} />
        </Fact>
        <Fact label="Last seen">
          <FullTime value={member.last_seen_at} />
        </Fact>
        <Fact label="Roles here">{all(member.roles.map(heldRoleLabel))}</Fact>
        <Fact label="Site roles">{all(member.global_roles.map(heldRoleLabel))}</Fact>
        <Fact label="Groups">
          {groups.data === undefined ? (
            <span aria-hidden>…</span>
          ) : (
            all(groups.data.map(({ name }) => name))
          )}
        </Fact>
        <Fact label="User id">
          <code>{member.user_id.slice(0, 8)}</code>{" "}
          <CopyButton value={member.user_id} label="Copy user id" className="-my-1" />
        </Fact>
      </Facts>
    </Peek>
  );
}

function all(names: readonly string[]) {
  return names.length === 0 ? <NameList names={[]} label="" /> : names.join(", ");
}
