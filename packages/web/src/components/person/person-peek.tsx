import type { ReactNode } from "react";
import { LinkButton } from "../button/link-button.tsx";
import { Peek } from "../drawer/peek.tsx";

/** Somebody of a list, beside it, with the way to their page where that may be opened. */
export function PersonPeek({
  username,
  mayOpen,
  onStep,
  onClose,
  children,
}: {
  readonly username: string;
  readonly mayOpen: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Peek
      title={username}
      onClose={onClose}
      onStep={onStep}
      footer={
        mayOpen ? <LinkButton to={`/users/${username}`}>Open {username}</LinkButton> : undefined
      }
    >
      {children}
    </Peek>
  );
}
