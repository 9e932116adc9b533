import { fail } from "@gatehouse/contract";
import type { RowFilter } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import {
  can,
  listFilter,
  type RequestContext,
  requireActor,
} from "../../context/request-context.ts";
import { presentUser, readMembershipSearch } from "../users/index.ts";
import { findActors, listAuditEntries } from "./list-store.ts";
import { presentAuditEntry } from "./present.ts";
import { readAuditSearch } from "./search-keys.ts";

const defaultLimit = 100;
const maxLimit = 1000;
/** Counting a large log is slow; clients read 2001 as "more than 2000" (spec deployment §8.1). */
const countCap = 2000;

/** Which entries the caller may read; 403 for those who may read none anywhere (spec deployment §8.1). */
export function authorizeReading(ctx: RequestContext): RowFilter {
  const rows = listFilter(ctx, "read", "audit_log");
  const may = rows.kind !== "none" && can(ctx, "read", { type: "audit_log", anyOrg: true });
  return may ? rows : fail("forbidden");
}

/** `GET /audit`: only entries of organizations whose log the caller may read (spec deployment §8.1). */
export const listAuditLogs: Handler<"listAuditLogs"> = async (deps, ctx, { query }) => {
  const rows = authorizeReading(ctx);
  const { filter, ...search } = readAuditSearch(query.q, requireActor(ctx).user.id);
  const memberships = await readMembershipSearch(deps.db, ctx, search);
  const limit = query.limit === 0 ? defaultLimit : Math.min(query.limit, maxLimit);
  const found = await listAuditEntries(
    deps.db,
    rows,
    { ...filter, ...memberships },
    { limit, offset: query.offset, after: query.after, countCap },
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
