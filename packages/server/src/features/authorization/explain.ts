import { fail } from "@gatehouse/contract";
import { explain, type Subject, siteObject, userObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import {
  allowAuthenticated,
  authorize,
  type RequestContext,
} from "../../context/request-context.ts";
import { findUserByRef } from "../users/index.ts";
import { readChecks } from "./check-rules.ts";
import { loadObjects } from "./load.ts";
import { presentExplanation, presentMissing } from "./present.ts";
import { subjectOf } from "./subject.ts";

const maxChecks = 100;

/** `POST /authcheck/explain`: verdicts with their reasons (spec authorization §3.11). */
export const explainAuthorization: Handler<"explainAuthorization"> = async (
  deps,
  ctx,
  { body },
) => {
  const actor = allowAuthenticated(ctx);
  const subject = await subjectAskedAbout(deps, ctx, body.user);
  const checks = readChecks(body.checks, actor.user.id, maxChecks);
  const objectOf = await loadObjects(deps, actor.subject, checks);
  return Object.fromEntries(
    checks.map((check) => {
      const object = objectOf(check);
      const wire =
        object === null
          ? presentMissing(explain(subject, check.action, check.object))
          : presentExplanation(explain(subject, check.action, object));
      return [check.key, wire];
    }),
  );
};

/** The caller with his key, or another user without one. */
async function subjectAskedAbout(
  deps: Deps,
  ctx: RequestContext,
  reference: string,
): Promise<Subject> {
  const actor = allowAuthenticated(ctx);
  if (reference === "" || reference === "me") return actor.subject;
  const user = await findUserByRef(deps.db, reference);
  if (user === null) fail("not_found");
  if (user.id === actor.user.id) return actor.subject;
  authorize(ctx, "read", userObject(user.id));
  authorize(ctx, "read", siteObject("audit_log"), "forbidden");
  return subjectOf(deps, user);
}
