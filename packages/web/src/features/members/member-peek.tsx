import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LinkButton } from "../../components/button/link-button.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { RelativeTime } from "../../components/date-time/date-time.tsx";
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
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-2.5 text-dense">
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
          <RelativeTime value={member.created_at} />
        </Fact>
        <Fact label="Last seen">
          <RelativeTime value={member.last_seen_at} />
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
      </dl>
    </Peek>
  );
}

function all(names: readonly string[]) {
  return names.length === 0 ? <NameList names={[]} label="" /> : names.join(", ");
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-text-secondary">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
