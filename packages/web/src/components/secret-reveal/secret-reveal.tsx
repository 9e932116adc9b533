import { type ReactNode, useState } from "react";
import { Button } from "../button/button.tsx";
import { CopyField, Snippet, type SnippetTab } from "../code/code.tsx";
import { Dialog } from "../dialog/dialog.tsx";

/** A secret that is shown once. It lives in the state of a component and nowhere else. */
export interface Secret {
  readonly value: string;
  /** "Copy the token now". */
  readonly title: string;
  /** What it is: "Token". */
  readonly label: string;
  /** What is true of it: until when it works, what it may do. */
  readonly facts: readonly ReactNode[];
  readonly snippets?: readonly SnippetTab[] | undefined;
}

interface SecretRevealProps {
  /** Undefined closes the dialog and forgets. */
  readonly secret: Secret | undefined;
  readonly onClose: () => void;
}

/** Shows a secret once. Until it was copied, neither Esc nor a click outside closes it: only the sentence that it is stored. */
export function SecretReveal({ secret, onClose }: SecretRevealProps) {
  if (secret === undefined) return null;
  return <Shown key={secret.value} secret={secret} onClose={onClose} />;
}

function Shown({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  const [open, setOpen] = useState(true);
  const [copied, setCopied] = useState(false);
  const close = () => {
    setOpen(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      wide
      dismissable={copied}
      title={secret.title}
      description="It is stored only as a hash. Gatehouse cannot show it again."
      footer={
        <Button variant="primary" onClick={close}>
          I have stored it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <CopyField
          secret
          value={secret.value}
          label={secret.label}
          onCopied={() => setCopied(true)}
        />
        {secret.snippets === undefined || secret.snippets.length === 0 ? null : (
          <Snippet label="Ways to use it" tabs={secret.snippets} />
        )}
        {secret.facts.length === 0 ? null : (
          <ul className="flex list-none flex-col gap-1 text-dense text-text-secondary">
            {secret.facts.map((fact, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts are text and do not change places
              <li key={at}>{fact}</li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
