import { ApiError, parseSearch } from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { listFilter, requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { recordAudit } from "../audit/index.ts";
import { exportTable, readExportFormat } from "../exports/index.ts";
import { readAllUsers } from "./export-store.ts";
import { readMembershipSearch } from "./membership-search.ts";
import { userFilterOf, userListSearchKeys } from "./search-keys.ts";
import { userAuditTarget } from "./targets.ts";

/**
 * `GET /users/export`: the rows of the list, all of them, as organizations §13.1 describes for members. The
 * audit entry is about the user who exports, since an export of the deployment has no object of its own.
 */
export const exportUsers: Handler<"exportUsers"> = async (deps, ctx, { query }) => {
  const rows = listFilter(ctx, "read", "user");
  const format = readExportFormat(query.format);
  const searched = parseSearch(userListSearchKeys, query.q);
  if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
  const filter = {
    ...userFilterOf(searched.filter),
    ...(await readMembershipSearch(deps.db, ctx, searched.filter)),
  };
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, ctx, {
      ...userAuditTarget(requireActor(ctx).user, "write"),
      old: null,
      new: null,
      additionalFields: { export: { table: "users", format, q: query.q } },
    }),
  );
  const organizations = listFilter(ctx, "read", "organization");
  return exportTable(deps, ctx.now, {
    name: "users",
    format,
    read: () => readAllUsers(deps.db, filter, rows, organizations),
    columns: {
      user_id: (row) => row.id,
      username: (row) => row.username,
      name: (row) => row.name,
      email: (row) => row.email,
      status: (row) => row.status,
      login_type: (row) => row.login_type,
      is_service_account: (row) => row.is_service_account,
      site_roles: (row) => row.rbac_roles,
      organizations: (row) => row.organizations,
      last_seen_at: (row) => wireTime(row.last_seen_at),
      created_at: (row) => wireTime(row.created_at),
    },
  });
};
