import { LinkButton } from "../../components/button/link-button.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { FullTime } from "../../components/date-time/date-time.tsx";
import { Fact, Facts } from "../../components/drawer/facts.tsx";
import { Peek } from "../../components/drawer/peek.tsx";
import type { Organization } from "../../lib/organization.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { GroupCount, MemberCount } from "./counts.tsx";

/** What is known of an organization, beside the list: what cells cut, and its times to the second. */
export function OrganizationPeek({
  organization,
  onStep,
  onClose,
}: {
  readonly organization: Organization;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const { id, name, description } = organization;
  const label = organizationLabel(organization);
  return (
    <Peek
      title={label}
      onClose={onClose}
      onStep={onStep}
      footer={<LinkButton to={`/organizations/${name}`}>Open {label}</LinkButton>}
    >
      <Facts>
        <Fact label="Name">
          <code>{name}</code>
        </Fact>
        <Fact label="Description">{description === "" ? "None" : description}</Fact>
        <Fact label="Members">
          <MemberCount key={id} organization={organization} />
        </Fact>
        <Fact label="Groups">
          <GroupCount key={id} organization={organization} />
        </Fact>
        <Fact label="Created">
          <FullTime value={organization.created_at} />
        </Fact>
        <Fact label="Changed">
          <FullTime value={organization.updated_at} />
        </Fact>
        <Fact label="Organization id">
          <code>{id.slice(0, 8)}</code>{" "}
          <CopyButton value={id} label="Copy organization id" className="-my-1" />
        </Fact>
      </Facts>
    </Peek>
  );
}
