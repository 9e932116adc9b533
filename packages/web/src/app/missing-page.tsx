import { useLocation } from "@tanstack/react-router";
import { Button } from "../components/button/button.tsx";
import { NotFound } from "../components/states/states.tsx";
import { usePlace } from "../lib/place.ts";
import { showPalette } from "./shell/palette-shown.ts";

/** Pages of the peer that this console does not have yet, and the command that does the same. */
const peerPages: readonly (readonly [path: RegExp, subject: string, command: string])[] = [
  [/^\/templates\//, "Templates", "coder templates"],
  [/^\/@[^/]+\/[^/]+/, "Workspaces", "coder list"],
  [/^\/workspace-proxies/, "Workspace proxies", "coder wsproxy ls"],
];

const home = { label: "Go to Home", to: "/" };

/** An address that leads nowhere, inside the shell. */
export function MissingPage() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  usePlace([{ label: "Not found" }]);
  const peer = peerPages.find(([pattern]) => pattern.test(path));
  if (peer === undefined) {
    return (
      <NotFound back={home}>
        <Button onClick={showPalette}>Search or jump to…</Button>
      </NotFound>
    );
  }
  const [, subject, command] = peer;
  return (
    <NotFound title={`${subject} are not part of this console yet.`} back={home}>
      The command line shows them: <code>{command}</code>
    </NotFound>
  );
}
