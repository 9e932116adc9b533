import { useRef } from "react";
import { Button } from "../../components/button/button.tsx";
import { CopyButton } from "../../components/code/copy-button.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { TextInput } from "../../components/text-input/text-input.tsx";

/** A generated password, shown once: the dialog stays until whoever made it says that it is stored. */
export function PasswordOnce({
  username,
  password,
  onDone,
}: {
  readonly username: string;
  readonly password: string;
  readonly onDone: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      dismissable={false}
      title={`Copy the password of ${username} now`}
      description="It is stored only as a hash. Gatehouse cannot show it again."
      footer={
        <Button variant="primary" onClick={onDone}>
          I have stored it
        </Button>
      }
    >
      <div className="flex items-center gap-2">
        <TextInput
          ref={field}
          mono
          readOnly
          aria-label="Password"
          value={password}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton value={password} label="Copy password" />
      </div>
    </Dialog>
  );
}
