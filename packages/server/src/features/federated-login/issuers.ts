import { ApiError } from "@gatehouse/contract";
import type { GuardedHandler, Handler } from "../../context/handler.ts";
import { auditTarget, authorize, nothingChanged } from "../../context/request-context.ts";
import { inTransaction, violatedConstraint } from "../../db/transaction.ts";
import { counted } from "../../platform/counted.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { countIssuerMigration, migrateIssuer } from "./issuers-store.ts";
import { issuerMigrationFaults } from "./link-rules.ts";
import { linksByIssuer } from "./repair.ts";

/** `GET /settings/oidc/issuers`: what a migration may start from (spec federated-login §5). */
export const listOidcIssuers: Handler<"listOidcIssuers"> = async (deps, ctx) => {
  authorize(ctx, "read", { type: "debug_info" }, "forbidden");
  const known = await linksByIssuer(deps.db);
  return { issuers: known.map(({ count, issuer }) => ({ issuer, links: count })) };
};

const target = {
  resourceType: "user",
  action: "write",
  resourceId: nilUuid,
  resourceTarget: "links of OpenID Connect",
};

/**
 * `POST /settings/oidc/issuer-migration`: rewrites the issuer of links, all or none (spec federated-login §5, §13).
 *
 * Security: unlike forgetting the links this never lets an e-mail address decide; but subjects of the new issuer must
 * be those of the old one, which only the operator can know.
 */
export const migrateOidcIssuer: GuardedHandler<"migrateOidcIssuer"> = {
  guard: (_deps, ctx) => {
    auditTarget(ctx, target);
    authorize(ctx, "update", { type: "deployment_config" }, "forbidden");
  },
  handle: async (deps, ctx, { body }) => {
    const { from, to } = body;
    const validations = issuerMigrationFaults(from, to);
    if (validations.length > 0) throw new ApiError("validation_failed", { validations });
    if (body.dry_run) {
      nothingChanged(ctx);
      return countIssuerMigration(deps.db, { from, to });
    }
    try {
      return await inTransaction(deps.db, async (tx) => {
        const { conflicts } = await countIssuerMigration(tx, { from, to });
        if (conflicts > 0) throw conflictOf(conflicts);
        const links = await migrateIssuer(tx, { from, to, now: ctx.now });
        if (links === 0) nothingChanged(ctx);
        else {
          await recordAudit(tx, ctx, {
            ...target,
            old: null,
            new: null,
            additionalFields: { migrated_links: links, from_issuer: from, to_issuer: to },
          });
        }
        return { links, conflicts: 0 };
      });
    } catch (error) {
      // Somebody signed in with the new issuer meanwhile.
      if (violatedConstraint(error) === linkedIdConstraint) throw conflictOf(1);
      throw error;
    }
  },
};

const linkedIdConstraint = "user_links_linked_id_login_type_key";

function conflictOf(count: number): ApiError {
  return new ApiError("conflict", {
    message: `${counted(count, "new id belongs", "new ids belong")} to other users. Nothing is changed.`,
  });
}
