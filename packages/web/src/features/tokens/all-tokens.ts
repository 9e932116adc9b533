import { expiresSoon, isExpired, isInUse, tokenName } from "../../components/token-table/text.ts";
import type { Token } from "../../lib/tokens.ts";

/** What the list of everybody's tokens is narrowed to. */
export const allTokensFilters = {
  active: "Active",
  expiring: "Expire soon",
  unused: "Unused for 90 days",
  everything: "May do everything",
  expired: "Expired",
} as const;

/** Name of a filter. */
export type AllTokensFilter = keyof typeof allTokensFilters;

const quarterMs = 90 * 86_400_000;

const tests: Record<AllTokensFilter, (token: Token, now: number) => boolean> = {
  active: (token, now) => !isExpired(token, now),
  expiring: expiresSoon,
  unused: (token, now) =>
    !isExpired(token, now) &&
    !isInUse(token, now) &&
    now - Math.max(Date.parse(token.last_used), Date.parse(token.created_at)) > quarterMs,
  everything: (token, now) => !isExpired(token, now) && token.scopes.includes("coder:all"),
  expired: isExpired,
};

/** The tokens of a filter whose name or owner holds a text. */
export function filteredTokens(
  tokens: readonly Token[],
  filter: AllTokensFilter,
  text: string,
  now: number,
): Token[] {
  const part = text.trim().toLowerCase();
  return tokens
    .filter((token) => tests[filter](token, now))
    .filter((token) => `${tokenName(token)} ${token.username}`.toLowerCase().includes(part));
}

const places = {
  name: (token) => tokenName(token).toLowerCase(),
  owner: ({ username }) => username.toLowerCase(),
  used: ({ last_used }) => Date.parse(last_used),
  expires: ({ expires_at }) => Date.parse(expires_at),
  created: ({ created_at }) => Date.parse(created_at),
} satisfies Readonly<Record<string, (token: Token) => string | number>>;

const isPlace = (name: string): name is keyof typeof places => Object.hasOwn(places, name);

/** Tokens by a column, with a minus for descending; by their end where it is none. Equal ones by their ids. */
export function sortedTokens(tokens: readonly Token[], sort: string): Token[] {
  const name = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") && isPlace(name) ? -1 : 1;
  const place = places[isPlace(name) ? name : "expires"];
  return tokens.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)];
    if (one === other) return a.id < b.id ? -1 : 1;
    return one < other ? -sign : sign;
  });
}

/** Reads a filter from the address. */
export function readFilter(text: string): AllTokensFilter {
  return Object.hasOwn(allTokensFilters, text) ? (text as AllTokensFilter) : "active";
}
