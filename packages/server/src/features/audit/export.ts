import type { Handler } from "../../context/handler.ts";
import { requireActor } from "../../context/request-context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { exportTable, readExportFormat } from "../exports/index.ts";
import { readMembershipSearch, userAuditTarget } from "../users/index.ts";
import { readAllEntries } from "./export-store.ts";
import { authorizeReading } from "./list.ts";
import { recordAudit } from "./record.ts";
import { readAuditSearch } from "./search-keys.ts";

/**
 * `GET /audit/export`: the entries of the list, all of them, from one moment. The export leaves an entry about
 * the user who exports: whoever takes the log away is in it.
 */
export const exportAuditLogs: Handler<"exportAuditLogs"> = async (deps, ctx, { query }) => {
  const rows = authorizeReading(ctx);
  const { user } = requireActor(ctx);
  const format = readExportFormat(query.format);
  const { filter, ...search } = readAuditSearch(query.q, user.id);
  const memberships = await readMembershipSearch(deps.db, ctx, search);
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, ctx, {
      ...userAuditTarget(user, "write"),
      old: null,
      new: null,
      additionalFields: { export: { table: "audit", format, q: query.q } },
    }),
  );
  return exportTable(deps, ctx.now, {
    name: "audit",
    format,
    read: () => readAllEntries(deps.db, rows, { ...filter, ...memberships }),
    columns: {
      id: (row) => row.id,
      time: (row) => wireTime(row.time),
      request_id: (row) => row.request_id,
      user_id: (row) => row.user_id,
      username: (row) => row.username,
      email: (row) => row.email,
      ip: (row) => row.ip,
      user_agent: (row) => row.user_agent,
      action: (row) => row.action,
      resource_type: (row) => row.resource_type,
      resource_id: (row) => row.resource_id,
      resource_target: (row) => row.resource_target,
      organization_id: (row) => row.organization_id,
      organization: (row) => row.organization,
      status_code: (row) => row.status_code,
      diff: (row) => row.diff,
      additional_fields: (row) => row.additional_fields,
    },
  });
};
