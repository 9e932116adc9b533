import { useMemo } from "react";
import { problemOf } from "../../lib/problem.ts";
import { refusedPermission } from "./contents.ts";

/** What a failed save said about single permissions, so that the grid shows it at their cells. */
export function useRefused(failure: unknown): ReadonlyMap<string, string> {
  return useMemo(() => {
    if (failure === undefined) return new Map();
    const about = problemOf(failure).fields.filter(({ name }) =>
      name.startsWith("organization_permissions"),
    );
    return new Map(
      about.flatMap(({ detail }) => {
        const found = refusedPermission(detail);
        return found === undefined ? [] : [found];
      }),
    );
  }, [failure]);
}
