import { organizationObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize, listFilter } from "../../context/request-context.ts";
import { presentOrganization } from "./present.ts";
import { listOrganizations as readOrganizations } from "./store.ts";

/** `GET /organizations`: those that the caller may read, by name (spec organizations §3.2). */
export const listOrganizations: Handler<"listOrganizations"> = async (deps, ctx) => {
  const rows = await readOrganizations(deps.db, listFilter(ctx, "read", "organization"));
  return rows.map((row) => presentOrganization(row));
};

/** `GET /organizations/{organization}` (spec organizations §3.4). */
export const getOrganization: Handler<"getOrganization"> = async (_deps, ctx, { organization }) => {
  authorize(ctx, "read", organizationObject(organization.id));
  return presentOrganization(organization);
};
