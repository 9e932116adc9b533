import type { AllowEntry } from "../../components/scope-picker/allow-list.ts";
import { allowText, normalizedAllowList } from "../../components/scope-picker/allow-list.ts";
import { canonicalScopes } from "../../components/scope-picker/scopes.ts";
import { api } from "../../lib/api.ts";
import { type Lifetime, lifetimeNanoseconds } from "./lifetime.ts";

/** The form of a new token. `objects` null is "all objects". */
export interface NewToken {
  readonly token_name: string;
  readonly lifetime: Lifetime;
  readonly scopes: readonly string[];
  readonly objects: readonly AllowEntry[] | null;
}

/** What the form calls its fields, by their names on the wire. */
export const newTokenLabels = {
  token_name: "Name",
  name: "Name",
  lifetime: "Lifetime",
  scopes: "What it may do",
  allow_list: "On which objects",
} as const;

// Control characters are what the server refuses, so they are what is looked for.
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const unfit = /[\u0000-\u001f\u007f/]/;

/** What is wrong with a name as far as one can tell without the server (spec authorization §3.4). */
export function nameFault(name: string): string | undefined {
  const text = name.trim();
  if (text === "") return "Give the token a name, so that you know it later.";
  if ([...text].length > 128) return "Names have at most 128 characters.";
  if (unfit.test(text)) return "Names have no slash and no control characters.";
  return text === "tokenconfig" ? "This name is taken by the API." : undefined;
}

/** Makes the token and answers its secret, which exists nowhere else. Throws ApiFailure. */
export async function createToken(
  user: string,
  values: NewToken,
  maxNanoseconds: bigint,
): Promise<string> {
  const lifetime = lifetimeNanoseconds(values.lifetime, maxNanoseconds, Date.now());
  const { key } = await api.call("createToken", {
    params: { user },
    body: {
      token_name: values.token_name.trim(),
      ...(lifetime === undefined ? {} : { lifetime }),
      scopes: canonicalScopes(new Set(values.scopes)),
      ...(values.objects === null
        ? {}
        : { allow_list: normalizedAllowList(values.objects).map(allowText) }),
    },
  });
  return key;
}
