import { LinkButton } from "../../components/button/link-button.tsx";
import { Peek } from "../../components/drawer/peek.tsx";
import { PersonFacts } from "../../components/person/person-facts.tsx";
import type { GroupMember } from "./queries.ts";

/** What is known of a member of a group, beside the list: what cells cut, and the times to the second. */
export function GroupMemberPeek({
  member,
  mayOpen,
  onStep,
  onClose,
}: {
  readonly member: GroupMember;
  readonly mayOpen: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
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
      <PersonFacts person={member} />
    </Peek>
  );
}
