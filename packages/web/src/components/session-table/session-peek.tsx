import type { Session } from "../../lib/sessions.ts";
import { CopyButton } from "../code/copy-button.tsx";
import { FullTime } from "../date-time/date-time.tsx";
import { Fact, Facts } from "../drawer/facts.tsx";
import { Peek } from "../drawer/peek.tsx";
import { clientText, sessionName } from "./text.ts";

/** All that is known of a session, beside its list: what cells cut, and its times to the second. */
export function SessionPeek({
  session,
  onStep,
  onClose,
}: {
  readonly session: Session;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  return (
    <Peek title={sessionName(session)} onClose={onClose} onStep={onStep}>
      <Facts>
        <Fact label="Address">{session.ip_address === "" ? "Unknown" : session.ip_address}</Fact>
        <Fact label="Client">{clientText(session)}</Fact>
        <Fact label="Started">
          <FullTime value={session.created_at} />
        </Fact>
        <Fact label="Last used">
          <FullTime value={session.last_used} />
        </Fact>
        <Fact label="Expires">
          <FullTime value={session.expires_at} />
        </Fact>
        <Fact label="Id">
          <code>{session.id}</code>{" "}
          <CopyButton value={session.id} label="Copy id" className="-my-1" />
        </Fact>
      </Facts>
    </Peek>
  );
}
