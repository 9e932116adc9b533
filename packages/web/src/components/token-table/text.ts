import { scopeWords } from "../../lib/scope-words.ts";
import type { Token } from "../../lib/tokens.ts";
import type { SnippetTab } from "../code/code.tsx";

const weekMs = 7 * 86_400_000;

/** What a token is called: its name, else its id. */
export function tokenName({ token_name, id }: Pick<Token, "token_name" | "id">): string {
  return token_name === "" ? id : token_name;
}

/** Whether it still works at a time. */
export function isExpired({ expires_at }: Pick<Token, "expires_at">, now: number): boolean {
  return Date.parse(expires_at) <= now;
}

/** Whether it stops working within a week. */
export function expiresSoon(token: Pick<Token, "expires_at">, now: number): boolean {
  return !isExpired(token, now) && Date.parse(token.expires_at) - now < weekMs;
}

/** Whether something used it in the last week: then deleting it breaks something that runs. */
export function isInUse({ last_used }: Pick<Token, "last_used">, now: number): boolean {
  return now - Date.parse(last_used) < weekMs;
}

function firstTwo(values: readonly string[]): string {
  const rest = values.length - 2;
  return values.slice(0, 2).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** What the scopes of a token allow, in words for a cell. */
export function scopesText(scopes: readonly string[]): string {
  const text = firstTwo(scopeWords(scopes));
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The objects of a token in a cell. */
export function objectsText(allowList: readonly string[]): string {
  if (allowList.includes("*:*")) return "All";
  return allowList.length === 1 ? "1 entry" : `${allowList.length} entries`;
}

/** Ready lines for a new secret, with the address that the operator gave out. */
export function secretSnippets(secret: string, url: string): readonly SnippetTab[] {
  return [
    { label: "coder login", text: `coder login ${url} --token ${secret}` },
    {
      label: "curl",
      text: `curl -H "Coder-Session-Token: ${secret}" ${url}/api/v2/users/me`,
    },
    {
      label: "Environment",
      text: `export CODER_URL=${url}\nexport CODER_SESSION_TOKEN=${secret}`,
    },
  ];
}
