import { useQuery } from "@tanstack/react-query";
import type { Consequences } from "../../../components/dialog/confirm-dialog.tsx";
import { isExpired } from "../../../components/token-table/text.ts";
import { useMay } from "../../../lib/permissions.ts";
import { sessionsQuery } from "../../../lib/sessions.ts";
import { type Token, tokensOfQuery } from "../../../lib/tokens.ts";
import { usersChecks } from "../permissions.ts";
import type { User } from "../queries.ts";

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count.toLocaleString()} ${many}`;
}

/** Whether a token works now; expired ones stay in the list for a while. */
const works = (token: Token) => !isExpired(token, Date.now());

/**
 * What stops working with an account, as facts with the counts first. Whoever may not read the keys of others gets the
 * facts without counts.
 */
export function useKeyConsequences(user: User, verb: string): Consequences {
  const may = useMay(usersChecks);
  const enabled = may("users.readKeys");
  const tokens = useQuery({ ...tokensOfQuery(user.id), enabled });
  const sessions = useQuery({ ...sessionsQuery(user.id), enabled });
  if (!enabled || tokens.isError || sessions.isError) return [`Tokens and sessions ${verb}.`];
  if (tokens.data === undefined || sessions.data === undefined) return "loading";
  const parts = [
    counted(tokens.data.filter(works).length, "token", "tokens"),
    counted(sessions.data.count, "session", "sessions"),
  ];
  return [`${parts.join(" and ")} ${verb}.`];
}

/** Facts behind others; waits with them. */
export function withFacts(first: Consequences, ...more: readonly string[]): Consequences {
  return typeof first === "string" ? first : [...first, ...more];
}
