import { problemOf, statusOf } from "../../lib/problem.ts";

/**
 * What the server says when the identity provider manages a group (spec organizations §7.8); undefined for every other
 * failure. A conflict about a name has a field, this one has none.
 */
export function managedMessage(error: unknown): string | undefined {
  if (statusOf(error) !== 409) return undefined;
  const { message, fields } = problemOf(error);
  return fields.length === 0 ? message : undefined;
}
