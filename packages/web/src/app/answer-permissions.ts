import type { QueryClient } from "@tanstack/react-query";
import { judgeWithin, permissionKeys } from "../lib/permissions.ts";

/**
 * Tells the cache how to find out what one may do in an organization, for pages about another one than the shell's.
 * The checks of all features come in a script of their own, when first asked for.
 */
export function answerPermissions(queries: QueryClient): void {
  queries.setQueryDefaults(permissionKeys.organizations, {
    queryFn: async ({ queryKey, signal }) => {
      const { organizationChecks } = await import("./checks.ts");
      return judgeWithin(organizationChecks, String(queryKey[2]), signal);
    },
  });
}
