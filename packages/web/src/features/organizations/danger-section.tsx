import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/button/button.tsx";
import { Callout } from "../../components/callout/callout.tsx";
import { ConfirmDialog, type Consequences } from "../../components/dialog/confirm-dialog.tsx";
import { FormSection } from "../../components/form/form-section.tsx";
import { Link } from "../../components/link/link.tsx";
import { toastDone } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { organizationsChanged } from "../../lib/changed.ts";
import type { Organization } from "../../lib/organization.ts";
import { type Problem, problemOf, statusOf } from "../../lib/problem.ts";
import { organizationLabel } from "../../lib/queries.ts";
import { reasons } from "../../lib/reasons.ts";
import { blockersOf } from "./blockers.ts";
import { groupCountQuery, memberCountQuery } from "./queries.ts";

/** Deletes the organization after its name was typed, or says what is still in it. */
export function DangerSection({ organization }: { readonly organization: Organization }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const label = organizationLabel(organization);
  const consequences = useConsequences(organization);
  const remove = useMutation({
    mutationFn: () => api.call("deleteOrganization", { params: { organization: organization.id } }),
    onSuccess: async () => {
      setAsking(false);
      toastDone(`${label} deleted.`);
      await navigate({ to: "/organizations", ignoreBlocker: true });
      await organizationsChanged(queries);
    },
    onError: (error) => {
      if (statusOf(error) === 409) setAsking(false);
    },
  });
  const isInUse = statusOf(remove.error) === 409;
  const problem = remove.error === null ? undefined : problemOf(remove.error);
  return (
    <FormSection danger title="Danger" help="What cannot come back.">
      {isInUse && problem !== undefined ? (
        <InUse problem={problem} label={label} organizationName={organization.name} />
      ) : null}
      <div>
        <Button
          variant="danger"
          disabledReason={organization.is_default ? reasons.defaultOrganization : undefined}
          onClick={() => setAsking(true)}
        >
          Delete {label}…
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${label}?`}
        consequences={consequences}
        confirm={`Delete ${label}`}
        typed={{ text: organization.name, verb: "delete" }}
        pending={remove.isPending}
        error={isInUse ? undefined : problem?.message}
        onConfirm={() => remove.mutate()}
      />
    </FormSection>
  );
}

function useConsequences({ id }: Organization): Consequences {
  const members = useQuery(memberCountQuery(id));
  const groups = useQuery(groupCountQuery(id));
  const facts = [
    "It is refused while anything but its last member and Everyone is in it.",
    "Custom roles and identity sync settings end with it.",
    "The audit log keeps the name. This cannot be undone.",
  ];
  if (members.isError || groups.isError) return facts;
  if (members.data === undefined || groups.data === undefined) return "loading";
  const count = (n: number, noun: string) => `${n.toLocaleString()} ${noun}${n === 1 ? "" : "s"}`;
  return [`It has ${count(members.data, "member")} and ${count(groups.data, "group")}.`, ...facts];
}

/** What is in the way of the deletion, with links to where it can be removed. */
export function InUse({
  problem,
  label,
  organizationName,
}: {
  readonly problem: Problem;
  readonly label: string;
  readonly organizationName: string;
}) {
  const blockers = blockersOf(problem.detail ?? "", organizationName);
  return (
    <div role="alert">
      <Callout tone="warning" title={`${label} was not deleted. It is still in use.`}>
        {blockers.length === 0 ? (
          <p>{problem.detail ?? problem.message}</p>
        ) : (
          <ul className="list-none">
            {blockers.map(({ text, to }) => (
              <li key={text}>{to === undefined ? text : <Link to={to}>{text}</Link>}</li>
            ))}
          </ul>
        )}
      </Callout>
    </div>
  );
}
