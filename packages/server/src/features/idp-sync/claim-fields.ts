import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import { authorizeReading } from "./change-settings.ts";
import { listFieldNames, listFieldValues } from "./claim-fields-store.ts";

/** Claims that identify a person or a session: their values are nobody's business (spec idp-sync-and-scim §A2.3). */
const withheld: readonly string[] = ["sub", "nonce", "at_hash", "c_hash", "sid"];

function valuesOf(deps: Deps, organizationId: string | null, field: string): Promise<string[]> {
  if (withheld.includes(field)) return Promise.resolve([]);
  return listFieldValues(deps.db, organizationId, field);
}

/** `GET /settings/idpsync/available-fields`. */
export const listClaimFields: Handler<"listClaimFields"> = (deps, ctx) => {
  authorizeReading(ctx);
  return listFieldNames(deps.db, null);
};

/** `GET /settings/idpsync/field-values`. */
export const listClaimValues: Handler<"listClaimValues"> = (deps, ctx, { query }) => {
  authorizeReading(ctx);
  return valuesOf(deps, null, query.claimField);
};

/** `GET /organizations/{organization}/settings/idpsync/available-fields`: claims of members only. */
export const listOrganizationClaimFields: Handler<"listOrganizationClaimFields"> = (
  deps,
  ctx,
  { organization },
) => {
  authorizeReading(ctx, organization.id);
  return listFieldNames(deps.db, organization.id);
};

/** `GET /organizations/{organization}/settings/idpsync/field-values`: values of members only. */
export const listOrganizationClaimValues: Handler<"listOrganizationClaimValues"> = (
  deps,
  ctx,
  { organization, query },
) => {
  authorizeReading(ctx, organization.id);
  return valuesOf(deps, organization.id, query.claimField);
};
