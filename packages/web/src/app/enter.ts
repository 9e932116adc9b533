import { ApiFailure } from "@gatehouse/sdk";
import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import { lookOf, showLook } from "../lib/appearance.ts";
import { sitePermissions } from "../lib/permissions.ts";
import {
  appearanceQuery,
  buildInfoQuery,
  deploymentAppearanceQuery,
  meQuery,
  organizationsQuery,
} from "../lib/queries.ts";
import { session } from "../lib/session.ts";

/**
 * Lets whoever is signed in into the shell: who they are, what they may, where, and how it looks are asked for at once.
 * Everybody else is sent to sign in and back.
 */
export async function enter(queries: QueryClient, here: string): Promise<void> {
  if (session.state === "absent") throw signIn(here);
  if (session.state !== "unknown") return;
  startFrame(queries, here);
  const first = [
    queries.ensureQueryData(meQuery),
    siteVerdicts(queries),
    queries.ensureQueryData(organizationsQuery),
    queries.ensureQueryData(appearanceQuery).then((settings) => showLook(lookOf(settings))),
  ];
  try {
    await Promise.all(first);
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || thrown.status !== 401) throw thrown;
    session.close();
    queries.clear();
    throw signIn(here);
  }
  session.open();
}

/** What the frame around the page shows; the page waits for none of it, and it waits for no page. */
function startFrame(queries: QueryClient, here: string): void {
  void queries.prefetchQuery(buildInfoQuery);
  void queries.prefetchQuery(deploymentAppearanceQuery);
  void import("./organization-verdicts.ts")
    .then(({ organizationVerdicts }) => organizationVerdicts(queries, here))
    .catch(() => undefined);
}

/** The checks of all features come in a script of their own: whoever only signs in does without them. */
async function siteVerdicts(queries: QueryClient): Promise<unknown> {
  const { siteChecks } = await import("./checks.ts");
  return queries.ensureQueryData(sitePermissions(siteChecks));
}

function signIn(here: string) {
  const search = here === "/" ? {} : { redirect: here };
  return redirect({ to: "/login", search, replace: true });
}
