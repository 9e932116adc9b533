import { type ReactNode, useState } from "react";
import { Button } from "../../components/button/button.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { loadFailure } from "../../components/data-table/load-failure.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Field } from "../../components/field/field.tsx";
import { FormAlert } from "../../components/form/form-alert.tsx";
import { PageHeader } from "../../components/page-header/page-header.tsx";
import { EmptyState } from "../../components/states/states.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";
import type { Problem } from "../../lib/problem.ts";
import { reasons } from "../../lib/reasons.ts";
import type { Issuer } from "./queries.ts";

/** Everything that the page of identity providers shows. */
export interface IssuersViewProps {
  readonly tabs: ReactNode;
  /** Undefined until the first answer. */
  readonly issuers: readonly Issuer[] | undefined;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly mayMove: boolean;
  readonly onMove: (issuer: string) => void;
  readonly onRetry: () => void;
}

const columns: readonly Column<Issuer>[] = [
  {
    key: "issuer",
    label: "Issuer",
    cell: ({ issuer }) => <code className="[overflow-wrap:anywhere]">{issuer}</code>,
  },
  {
    key: "users",
    label: "Users",
    align: "end",
    width: "w-28",
    stacked: "fact",
    cell: ({ links }) => links.toLocaleString(),
  },
];

/** The issuers that users are linked with. */
export function IssuersView(props: IssuersViewProps) {
  const { problem, mayMove, onMove } = props;
  return (
    <div className="mx-auto flex max-w-detail flex-col gap-4">
      <PageHeader
        title="Identity providers"
        meta="Which issuers the identities of users belong to. The provider itself is set in the configuration."
      />
      {props.tabs}
      <DataTable
        caption="Issuers"
        columns={columns}
        rows={props.issuers}
        rowKey={({ issuer }) => issuer}
        rowName={({ issuer }) => issuer}
        rowActions={({ issuer }) => [
          [
            {
              label: "Move to another address…",
              reason: mayMove ? undefined : reasons.configuration,
              onSelect: () => onMove(issuer),
            },
          ],
        ]}
        busy={props.busy}
        error={loadFailure("The issuers", problem, props.onRetry)}
        empty={
          <EmptyState title="Nobody is linked with an identity provider yet.">
            Users are linked at their first single sign-on.
          </EmptyState>
        }
      />
    </div>
  );
}

/** What the move to an address would do. */
export interface MovePlan {
  readonly to: string;
  readonly links: number;
  /** Links whose new id another user has: with one of them nothing moves. */
  readonly conflicts: number;
}

const counted = (links: number): string =>
  links === 1 ? "1 user" : `${links.toLocaleString()} users`;

function planText({ links, conflicts }: MovePlan): string {
  if (conflicts === 0) return `${counted(links)} would move. Nobody is signed out.`;
  return `Nothing would move: of ${counted(links)}, ${conflicts} would get an id that another user has. Disconnect those first.`;
}

/** Asks for the new address of a provider that kept the subjects of its users. */
export function MoveIssuerDialog({
  from,
  pending,
  problem,
  plan,
  onCheck,
  onMove,
  onClose,
}: {
  readonly from: string;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  /** What the move to an address would do; undefined until it was checked. */
  readonly plan: MovePlan | undefined;
  readonly onCheck: (to: string) => void;
  readonly onMove: (to: string) => void;
  readonly onClose: () => void;
}) {
  const [to, setTo] = useState("");
  const wanted = to.trim();
  const isChecked = plan !== undefined && plan.to === wanted;
  const fault = problem?.fields.find(({ name }) => name === "to")?.detail;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Move users to another issuer"
      description="For a provider that got a new address and kept the subjects of its users. All links move, or none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {isChecked ? (
            <Button
              variant="primary"
              writes
              pending={pending}
              disabledReason={
                plan.conflicts > 0 ? "Another user has one of the new ids." : undefined
              }
              onClick={() => onMove(wanted)}
            >
              Move {counted(plan.links)}
            </Button>
          ) : (
            <Button
              variant="primary"
              pending={pending}
              disabledReason={wanted === "" ? "Enter the new issuer first." : undefined}
              onClick={() => onCheck(wanted)}
            >
              Check the move
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormAlert problem={fault === undefined ? problem : undefined} />
        <Field label="From">
          <TextInput mono readOnly value={from} />
        </Field>
        <Field label="To" help="An http or https URL, as it stands in tokens." error={fault}>
          <TextInput
            mono
            name="to"
            spellCheck={false}
            autoCapitalize="none"
            placeholder="https://login.acme.dev"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </Field>
        <p role="status" className="text-dense">
          {isChecked ? planText(plan) : ""}
        </p>
      </div>
    </Dialog>
  );
}
