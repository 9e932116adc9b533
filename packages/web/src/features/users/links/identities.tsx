import type { Answer } from "@gatehouse/sdk";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../components/button/button.tsx";
import { Moment } from "../../../components/date-time/moment.tsx";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { FormSection } from "../../../components/form/form-section.tsx";
import { toastDone } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { sessionsChanged } from "../../../lib/changed.ts";
import { problemOf } from "../../../lib/problem.ts";
import { useSignInLabel } from "../../../lib/sign-in-label.ts";
import { type User, userLinksQuery } from "../queries.ts";

type Link = Answer<"listUserLinks">["links"][number];

/** The identities at providers that sign in as a user; an owner disconnects one. Nothing where there is none. */
export function Identities({ user }: { readonly user: User }) {
  const links = useQuery(userLinksQuery(user.id));
  const signInLabel = useSignInLabel();
  const [doomed, setDoomed] = useState<Link | null>(null);
  if (links.error !== null) {
    return (
      <FormSection title="Identities">
        <p role="alert" className="text-danger-text text-dense">
          The identities did not load. {problemOf(links.error).message}
        </p>
      </FormSection>
    );
  }
  if (links.data === undefined || links.data.links.length === 0) return null;
  return (
    <FormSection title="Identities" help="Who at an identity provider signs in as this user.">
      <ul className="flex list-none flex-col divide-y divide-border-subtle rounded-card border bg-surface">
        {links.data.links.map((link) => (
          <li
            key={link.login_type}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-dense"
          >
            <span className="font-medium">{signInLabel(link)}</span>
            <code className="min-w-0 grow [overflow-wrap:anywhere]">
              {link.linked_id === "" ? "found by email at the next sign-in" : link.linked_id}
            </code>
            {link.refresh_failure === "permanent" ? (
              <span className="text-warning-text">the provider ended its tokens</span>
            ) : null}
            {link.last_login_at === null ? null : (
              <span className="text-caption text-text-secondary">
                last sign-in <Moment value={link.last_login_at} />
              </span>
            )}
            <Button size="sm" onClick={() => setDoomed(link)}>
              Disconnect…
            </Button>
          </li>
        ))}
      </ul>
      {doomed === null ? null : (
        <DisconnectDialog
          user={user}
          link={doomed}
          name={signInLabel(doomed)}
          onClose={() => setDoomed(null)}
        />
      )}
    </FormSection>
  );
}

function DisconnectDialog({
  user,
  link,
  name,
  onClose,
}: {
  readonly user: User;
  readonly link: Link;
  /** What the provider is called. */
  readonly name: string;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      api.call("unlinkUser", { params: { user: user.id, loginType: link.login_type } }),
    onSuccess: async () => {
      onClose();
      toastDone(`${name} disconnected from ${user.username}.`);
      await sessionsChanged(queries);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Disconnect ${name} from ${user.username}?`}
      confirm={`Disconnect ${name}`}
      consequences={[
        "Sessions that began there end now.",
        "The next sign-in finds the user by the verified email, or is refused.",
      ]}
      pending={remove.isPending}
      error={remove.error === null ? undefined : problemOf(remove.error).message}
      onConfirm={() => remove.mutate()}
    />
  );
}
