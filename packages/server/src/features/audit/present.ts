import type { WireAuditEntry, WireUser } from "@gatehouse/contract";
import { wireTime } from "../../platform/wire-time.ts";
import type { AuditRow } from "./list-store.ts";
import { describeEntry } from "./present-description.ts";
import { linkOfEntry } from "./present-link.ts";

/** Stands for additional fields that are not an object (spec deployment §8.2). */
const unreadableFields = {
  workspace_name: "unknown",
  build_number: "unknown",
  build_reason: "unknown",
  workspace_owner: "unknown",
  workspace_id: "unknown",
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function presentDiff(diff: unknown): WireAuditEntry["diff"] {
  if (!isObject(diff)) return {};
  const fields = Object.entries(diff).map(([name, change]) => {
    const { old, new: now, secret } = isObject(change) ? change : {};
    return [
      name,
      {
        ...(old === undefined ? {} : { old }),
        ...(now === undefined ? {} : { new: now }),
        secret: secret === true,
      },
    ] as const;
  });
  return Object.fromEntries(fields);
}

/** Builds an entry field by field; `user` is who acted, null where nobody knows (spec deployment §8.2). */
export function presentAuditEntry(row: AuditRow, user: WireUser | null): WireAuditEntry {
  const fields = isObject(row.additional_fields) ? row.additional_fields : unreadableFields;
  return {
    id: row.id,
    request_id: row.request_id,
    time: wireTime(row.time),
    ip: row.ip ?? "",
    user_agent: row.user_agent ?? "",
    resource_type: row.resource_type,
    resource_id: row.resource_id,
    resource_target: row.resource_target,
    resource_icon: row.resource_icon,
    action: row.action,
    diff: presentDiff(row.diff),
    status_code: row.status_code,
    additional_fields: fields,
    description: describeEntry(row),
    resource_link: row.is_deleted ? "" : linkOfEntry(row, fields),
    is_deleted: row.is_deleted,
    organization_id: row.organization_id,
    ...(row.organization === null ? {} : { organization: row.organization }),
    user,
  };
}
