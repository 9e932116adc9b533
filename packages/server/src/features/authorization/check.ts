import { decideUnchecked } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { allowAuthenticated } from "../../context/request-context.ts";
import { readChecks } from "./check-rules.ts";
import { loadObjects } from "./load.ts";

const maxChecks = 500;

/** `POST /authcheck`: what the caller may do with the key he uses (spec authorization §3.10). */
export const checkAuthorization: Handler<"checkAuthorization"> = async (deps, ctx, { body }) => {
  const { subject, user } = allowAuthenticated(ctx);
  const checks = readChecks(body.checks, user.id, maxChecks);
  const objectOf = await loadObjects(deps, subject, checks);
  return Object.fromEntries(
    checks.map((check) => {
      const object = objectOf(check);
      return [check.key, object !== null && decideUnchecked(subject, check.action, object)];
    }),
  );
};
