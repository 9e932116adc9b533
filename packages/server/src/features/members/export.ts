import { ApiError, parseSearch } from "@gatehouse/contract";
import { memberObject } from "@gatehouse/rbac";
import type { GuardedHandler } from "../../context/handler.ts";
import { authorize, listFilter } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { recordAudit } from "../audit/index.ts";
import { exportTable, readExportFormat } from "../exports/index.ts";
import { readAllMembers } from "./export-store.ts";
import { memberFilterOf, memberSearchKeys } from "./search-keys.ts";

/** `GET …/members/export`: the rights of the paged list, all rows (spec organizations §13.1). */
export const exportMembers: GuardedHandler<"exportMembers"> = {
  guard: (_deps, ctx, { organization }) => authorize(ctx, "read", memberObject(organization.id)),
  handle: async (deps, ctx, { organization, query }) => {
    const format = readExportFormat(query.format);
    const searched = parseSearch(memberSearchKeys, query.q);
    if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
    const filter = memberFilterOf(searched.filter);
    await inTransaction(deps.db, (tx) =>
      recordAudit(tx, ctx, {
        resourceType: "organization",
        action: "write",
        resourceId: organization.id,
        resourceTarget: organization.name,
        organizationId: organization.id,
        old: null,
        new: null,
        additionalFields: { export: { table: "members", format, q: query.q } },
      }),
    );
    const groups = listFilter(ctx, "read", "group_member");
    return exportTable(deps, ctx.now, {
      name: `members-${organization.name}`,
      format,
      read: () => readAllMembers(deps.db, organization.id, filter, groups),
      columns: {
        user_id: (row) => row.user_id,
        username: (row) => row.username,
        name: (row) => row.name,
        email: (row) => row.email,
        status: (row) => row.status,
        login_type: (row) => row.login_type,
        is_service_account: (row) => row.is_service_account,
        organization_roles: (row) => row.roles,
        site_roles: (row) => row.rbac_roles,
        groups: (row) => row.groups,
        last_seen_at: (row) => wireTime(row.last_seen_at),
        member_since: (row) => wireTime(row.created_at),
      },
    });
  },
};
