import { cutText } from "../../lib/cut-text.ts";
import type { Session } from "../../lib/sessions.ts";
import { storage } from "../../lib/storage.ts";

/** What a session is called. The client's own text is data of a stranger: cut, and never more than text. */
export function sessionName({ device, user_agent, kind }: Session): string {
  const name = device !== "" ? device : user_agent;
  if (name === "") return kind === "cli" ? "Command line" : "Unknown device";
  return cutText(name);
}

/** What the client says that it is, as text. */
export function clientText({ user_agent }: Pick<Session, "user_agent">): string {
  return user_agent === "" ? "Unknown" : cutText(user_agent);
}

const storageKey = "gh.sessions-seen";

/**
 * When the list was last looked at in this browser, so that sessions begun since can be marked; moves the mark on.
 * The first look marks nothing.
 */
export function sinceLastLook(now: number): number {
  const before = Number(storage.get(storageKey) ?? Number.NaN);
  storage.set(storageKey, String(now));
  return Number.isNaN(before) ? now : before;
}
