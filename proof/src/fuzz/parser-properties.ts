import { inspect } from "node:util";

/** Exports of a module as functions; a missing one is a fault of this table. */
export type Exports = Readonly<Record<string, unknown>>;

/** Calls an exported function. */
export function invoke(exports: Exports, name: string, ...values: unknown[]): unknown {
  const candidate = exports[name];
  if (typeof candidate !== "function") throw new Error(`no function ${name} in the module`);
  return Reflect.apply(candidate, undefined, values);
}

/** Throws, as a fault of the parser, where this does not hold. */
export function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** Claims of a sign-in: what is written reads back the same, and nothing of it reaches the prototype. */
export function readClaimsOf(exports: Exports, input: Buffer): void {
  const claims = invoke(exports, "readClaims", input.toString("utf8"));
  if (claims === null) return;
  const written = String(invoke(exports, "writeClaims", claims));
  const again = invoke(exports, "readClaims", written);
  must(
    String(invoke(exports, "writeClaims", again)) === written,
    "claims do not read back as they were written",
  );
  invoke(exports, "mergeClaims", claims, again, "secondary");
  invoke(exports, "readClaimList", claims, "groups");
  invoke(exports, "isLeftOut", claims, again, "groups");
  const names = {
    ...{ username: "preferred_username", email: "email", emailVerified: "email_verified" },
    name: "name",
  };
  const profile = invoke(exports, "profileOf", claims, names);
  if (typeof profile !== "object" || profile === null) return;
  const { email, username } = profile as { email: string; username: string };
  const name = invoke(exports, "usernameFrom", username, email);
  must(name === null || /^[a-zA-Z0-9-]{1,32}$/.test(String(name)), `a username ${String(name)}`);
}

/** A change of a mapping, `value>target` to add and `-value>target` to remove: removing wins, twice is once. */
export function changeMapping(exports: Exports, input: Buffer): void {
  const pairs = input
    .toString("utf8")
    .split(" ")
    .map((text) => {
      const isRemoved = text.startsWith("-");
      const [Given = "", Gets = ""] = text.slice(isRemoved ? 1 : 0).split(">");
      return { isRemoved, pair: { Given, Gets } };
    });
  const change = {
    Add: pairs.filter(({ isRemoved }) => !isRemoved).map(({ pair }) => pair),
    Remove: pairs.filter(({ isRemoved }) => isRemoved).map(({ pair }) => pair),
  };
  const once = invoke(exports, "changeMapping", {}, change) as Record<string, readonly string[]>;
  const twice = invoke(exports, "changeMapping", once, change);
  must(inspect(once) === inspect(twice), "the same change twice is another change");
  for (const { Given, Gets } of change.Remove)
    must(once[Given]?.includes(Gets) !== true, "a removed pair is still there");
  for (const { Given } of change.Add) must(Object.hasOwn(once, Given), "an added value is missing");
}

/** A catalogue with every provider that the book covers, one model each, at this cost. */
export function catalogue(cost: string): string {
  const models = `{"models":{"m":{"last_updated":"2026-01","cost":${cost}}}}`;
  const keys = "anthropic,azure,amazon-bedrock,github-copilot,google,openai,openrouter,vercel";
  const members = keys.split(",").map((key) => `"${key}":${models}`);
  return `{${members.join(",")}}`;
}

/** A catalogue of prices: whatever is accepted fits the database and reads back as it was written. */
export function convertPrices(exports: Exports, input: Buffer): void {
  const { rows } = invoke(exports, "convertCatalogue", input, []) as {
    rows: readonly Record<string, unknown>[];
  };
  for (const row of rows) {
    for (const price of Object.values(row)) {
      const isRight = typeof price !== "bigint" || (price >= 0n && price < 2n ** 63n);
      must(isRight, `a price of ${String(price)}`);
    }
  }
  const text = String(invoke(exports, "bookText", rows));
  const again = invoke(exports, "readBook", Buffer.from(text));
  must(String(invoke(exports, "bookText", again)) === text, "a book does not read back");
}
