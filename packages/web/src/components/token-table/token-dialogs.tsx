import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../../lib/api.ts";
import { tokensChanged } from "../../lib/changed.ts";
import { problemOf } from "../../lib/problem.ts";
import { dateTimeText, relativeText } from "../../lib/time.ts";
import type { Token } from "../../lib/tokens.ts";
import { ConfirmDialog } from "../dialog/confirm-dialog.tsx";
import { Field } from "../field/field.tsx";
import { Segmented } from "../segmented/segmented.tsx";
import { toastDone } from "../toaster/toast.tsx";
import { isInUse, tokenName } from "./text.ts";

/** What can be done with a token after a question. */
export type TokenAction = "rotate" | "expire" | "delete";

interface TokenDialogProps {
  readonly token: Token;
  readonly onClose: () => void;
  /** The new secret, to be shown once. */
  readonly onSecret: (secret: string, facts: readonly ReactNode[]) => void;
}

const lastUse = (token: Token): string => {
  const text = relativeText(token.last_used, Date.now());
  return text === "Never" ? "It was never used." : `It was last used ${text}.`;
};

/** Runs a change of a token, and asks for all lists of tokens anew. */
function useTokenChange<Result>(
  run: (token: Token) => Promise<Result>,
  onDone: (result: Result, token: Token) => void,
) {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: run,
    gcTime: 0,
    onSuccess: (result, token) => onDone(result, token),
    onSettled: () => tokensChanged(queries),
  });
  return { mutate, isPending, message: error === null ? undefined : problemOf(error).message };
}

const graces = [
  { value: "0", label: "At once" },
  { value: "3600", label: "1 h" },
  { value: "21600", label: "6 h" },
  { value: "86400", label: "24 h" },
] as const;

type Grace = (typeof graces)[number]["value"];

/** Gives a token a new secret; the old one may go on for a while. */
function RotateDialog({ token, onClose, onSecret }: TokenDialogProps) {
  const [grace, setGrace] = useState<Grace>("0");
  const end = Math.min(Date.now() + Number(grace) * 1_000, Date.parse(token.expires_at));
  const oldSecret =
    grace === "0"
      ? "The old secret stops working now."
      : `The old secret works until ${dateTimeText(new Date(end).toISOString())}.`;
  const change = useTokenChange(
    ({ id, user_id }) =>
      api.call("rotateToken", {
        params: { user: user_id, keyid: id },
        body: { grace_seconds: Number(grace) },
      }),
    ({ key }) => {
      onClose();
      onSecret(key, [oldSecret, `Name, scopes and objects of ${tokenName(token)} stay.`]);
    },
  );
  return (
    <ConfirmDialog
      open
      danger={false}
      onOpenChange={onClose}
      title={`Rotate ${tokenName(token)}?`}
      confirm="Rotate token"
      consequences={[oldSecret, lastUse(token), "Its lifetime starts anew."]}
      pending={change.isPending}
      error={change.message}
      onConfirm={() => change.mutate(token)}
    >
      <Field label="The old secret ends" group>
        <Segmented options={graces} value={grace} onChange={setGrace} />
      </Field>
    </ConfirmDialog>
  );
}

/** Ends a token now and keeps its entry. */
function ExpireDialog({ token, onClose }: TokenDialogProps) {
  const change = useTokenChange(
    ({ id, user_id }) => api.call("expireApiKey", { params: { user: user_id, keyid: id } }),
    () => {
      onClose();
      toastDone(`${tokenName(token)} expired.`);
    },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Expire ${tokenName(token)} now?`}
      confirm="Expire token"
      consequences={[
        "Programs that use it are refused from now on.",
        lastUse(token),
        "It stays in the list of expired tokens and keeps its name.",
      ]}
      pending={change.isPending}
      error={change.message}
      onConfirm={() => change.mutate(token)}
    />
  );
}

/** Removes a token; its name is typed when something used it lately. */
function DeleteDialog({ token, onClose }: TokenDialogProps) {
  const change = useTokenChange(
    ({ id, user_id }) => api.call("deleteApiKey", { params: { user: user_id, keyid: id } }),
    () => {
      onClose();
      toastDone(`${tokenName(token)} deleted.`);
    },
  );
  const typed = { text: tokenName(token), verb: "delete" };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${tokenName(token)}?`}
      confirm="Delete token"
      typed={isInUse(token, Date.now()) ? typed : undefined}
      consequences={[
        "Programs that use it are refused from now on.",
        lastUse(token),
        "The name becomes free. This cannot be undone.",
      ]}
      pending={change.isPending}
      error={change.message}
      onConfirm={() => change.mutate(token)}
    />
  );
}

const dialogs = { rotate: RotateDialog, expire: ExpireDialog, delete: DeleteDialog } as const;

/** The question before an action. */
export function TokenDialog({
  action,
  ...rest
}: TokenDialogProps & { readonly action: TokenAction }) {
  const Dialog = dialogs[action];
  return <Dialog {...rest} />;
}
