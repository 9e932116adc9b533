export type { Audited } from "./diff.ts";
export {
  type AuditChange,
  dormancyFields,
  logAuditEntry,
  recordAudit,
  recordBackgroundAudit,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
