import { ApiError, echo, fail, parseUuid } from "@gatehouse/contract";
import { organizationObject } from "@gatehouse/rbac";
import type { Deps } from "../../context/deps.ts";
import type { Handler } from "../../context/handler.ts";
import {
  can,
  listFilter,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { presentUser } from "../users/index.ts";
import { findActors, findOrganizationId, listAuditEntries } from "./list-store.ts";
import { presentAuditEntry } from "./present.ts";
import { readAuditSearch } from "./search-keys.ts";

const defaultLimit = 100;
const maxLimit = 1000;
/** Counting a large log is slow; clients read 2001 as "more than 2000" (spec deployment §8.1). */
const countCap = 2000;

/** `GET /audit`: only entries of organizations whose log the caller may read (spec deployment §8.1). */
export const listAuditLogs: Handler<"listAuditLogs"> = async (deps, ctx, { query }) => {
  const rows = listFilter(ctx, "read", "audit_log");
  if (rows.kind === "none" || !can(ctx, "read", { type: "audit_log", anyOrg: true })) {
    fail("forbidden");
  }
  const { filter, organization } = readAuditSearch(query.q, requireActor(ctx).user.id);
  const organizationId =
    organization === undefined ? undefined : await readableOrganization(deps, ctx, organization);
  const limit = query.limit === 0 ? defaultLimit : Math.min(query.limit, maxLimit);
  const found = await listAuditEntries(
    deps.db,
    rows,
    { ...filter, organizationId },
    { limit, offset: query.offset, countCap },
  );
  const actors = await findActors(
    deps.db,
    found.entries.map((entry) => entry.user_id),
  );
  return {
    audit_logs: found.entries.map((entry) => {
      const actor = actors.get(entry.user_id);
      const user = actor === undefined ? null : presentUser({ ...actor, organization_ids: [] });
      return presentAuditEntry(entry, user);
    }),
    count: found.count,
    count_cap: countCap,
  };
};

/** An organization that the caller may not read is as unknown as one that does not exist (§13.5). */
async function readableOrganization(
  deps: Deps,
  ctx: RequestContext,
  reference: string,
): Promise<string> {
  const id = parseUuid(reference);
  const found = await findOrganizationId(deps.db, id === undefined ? { name: reference } : { id });
  if (found !== null && can(ctx, "read", organizationObject(found))) return found;
  throw new ApiError("invalid_search", {
    validations: [
      { field: "organization", detail: `${echo(reference)} is no organization that you may read` },
    ],
  });
}
